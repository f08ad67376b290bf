"""How archive and edition grow: the same measurements at one, ten, a hundred … programmes."""
