"""How fast the editor of a whole programme is, and how long it takes to correct a transcript in it."""
