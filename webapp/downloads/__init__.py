"""Transcripts as files: what may be asked for, and what a file is made of. For both sites and the command line."""
