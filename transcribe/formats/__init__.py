"""Transcript formats, one module a format."""
