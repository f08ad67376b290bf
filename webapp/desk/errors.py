"""What can go wrong between people at the desk."""

from __future__ import annotations

from webapp.errors import WebappError


class BadComment(WebappError):
    """A comment is empty, too long, or has characters that nobody can see."""

    exit_code = 2


class UnknownComment(WebappError):
    """The programme has no such comment, or it was deleted."""


class NotAsked(WebappError):
    """Nobody waits for an approval of this programme."""
