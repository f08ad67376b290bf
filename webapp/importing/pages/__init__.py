"""Saved pages of document archives."""
