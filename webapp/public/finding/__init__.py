"""Finding programmes: what a reader's words mean, where they stand, by what the found can be narrowed."""
