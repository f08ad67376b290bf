"""Transcripts that people bring as files: what the newsroom says of them, and what the audit notes."""
