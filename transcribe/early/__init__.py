"""People correct what the machine has heard so far, while it listens; when it has ended, no word of theirs is gone."""
