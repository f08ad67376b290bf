"""What can go wrong when names are kept back."""

from __future__ import annotations

from webapp.errors import WebappError


class NoRedactionKey(WebappError):
    """The archive keeps names back, and the environment has no key to read which."""


class WrongRedactionKey(WebappError):
    """No key of the environment opens what the archive keeps back, or a key is none."""


class NotRedacted(WebappError):
    """There is no such redaction, or it was lifted before."""


class BadRedaction(WebappError):
    """What is to be kept back, or what is to stand in its place, cannot be used."""

    exit_code = 2


class VoiceKeptBack(WebappError):
    """Somebody's voice is to be known again who is kept back."""


class NoSuchPlace(WebappError):
    """No place of this id is in the text as it stands now."""
