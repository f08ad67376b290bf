"""Places for files that are written once: a directory, or any store that fsspec knows (S3 and what speaks like it)."""
