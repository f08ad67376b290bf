"""What can go wrong when programmes are packed, and when they come in."""

from __future__ import annotations

from webapp.errors import WebappError


class NotPacked(WebappError):
    """A programme cannot be packed whole."""


class NotUnpacked(WebappError):
    """What was packed cannot be brought in as it is; nothing of it was."""


class OtherContent(NotUnpacked):
    """The archive has this programme with other content; nothing was written over."""
