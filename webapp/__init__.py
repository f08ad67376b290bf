"""People: the newsroom, the public site, the edition between them, the command line."""
