"""Saved pages in the newsroom: read into the form, and what of them is not sure."""
