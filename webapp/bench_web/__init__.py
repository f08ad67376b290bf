"""How fast the public site is, on an edition made for it, beside named peers."""
