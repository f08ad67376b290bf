"""Documents to read, keep and cite: a module a format, all made of the same passages."""
