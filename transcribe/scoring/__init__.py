"""How far a transcript is from its reference."""
