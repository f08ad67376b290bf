"""The `muragat` command."""
