"""What a page calls a speaker: a person's name as it stands, a machine's label so that nobody takes it for a name."""

from __future__ import annotations

from transcribe.speakers.labels import called, unnamed
from webapp.interface import interface_language


def speaker_name(speaker: str) -> str:
    return called(speaker, interface_language())


def unnamed_speaker(number: int | str) -> str:
    """Return what a page calls the label with a number, or its pattern for a script."""
    return unnamed(number, interface_language())
