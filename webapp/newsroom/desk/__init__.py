"""Pages on which people see what is to be done, talk about it, and decide."""
