"""A folder in which others put sound: what has arrived whole is brought in, and nothing is ever deleted."""
