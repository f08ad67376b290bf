"""Numbers as people say and write them, read to what they count."""
