"""What can go wrong with a folder that is watched."""

from __future__ import annotations

from webapp.errors import WebappError


class NotToBeWatched(WebappError):
    """The folder is not there, cannot be written, or another process watches it."""
