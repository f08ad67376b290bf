"""The gate before publication: nothing goes out in which a protected name can be read or heard."""
