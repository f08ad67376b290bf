"""What is kept back of a programme: the list, every place where it stands, and what the public will read instead."""
