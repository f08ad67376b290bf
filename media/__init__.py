"""Sound and files: knows programmes and recordings, knows nothing of words."""
