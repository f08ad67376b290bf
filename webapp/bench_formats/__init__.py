"""How fast a long transcript becomes a file in each format, beside named writers of the same words."""
