"""What can go wrong when people decide about recordings that sound the same."""

from __future__ import annotations

from webapp.errors import WebappError


class NotAlike(WebappError):
    """Nobody has found that these two sound the same, or the other is not shown to the person."""


class NotKeptWith(WebappError):
    """A recording cannot be kept with the other's programme; ``is_public`` says whether because it is out already."""

    def __init__(self, message: str, *, is_public: bool) -> None:
        super().__init__(message)
        self.is_public = is_public
