"""Takes a programme out of the archive for good, and says it is done only after it has looked for itself."""
