"""What can go wrong when programmes are packed."""

from __future__ import annotations

from webapp.errors import WebappError


class NotPacked(WebappError):
    """A programme cannot be packed whole."""
