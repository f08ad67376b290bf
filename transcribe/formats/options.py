"""How whoever takes a transcript along wants it."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from transcribe.formats.guides import NETFLIX, Guide


class Unit(enum.StrEnum):
    """What has times of its own in a file."""

    SENTENCES = "sentences"
    WORDS = "words"


class Text(enum.StrEnum):
    """Which words."""

    ORIGINAL = "original"
    TRANSLATION = "translation"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Options:
    """One wish; the defaults are what most people want. A format leaves aside what it has no use for.

    Who is named (``speakers``), which words (``text``) and which letters (``latin``) are settled before a format sees
    the transcript (`transcribe.formats.prepare`).
    """

    guide: Guide = NETFLIX
    """By which captions are cut."""
    lines: int | None = None
    """A caption; ``None`` for what the guide says, as for the next two."""
    characters: int | None = None
    """A line."""
    speed: int | None = None
    """Characters a second."""
    unit: Unit = Unit.SENTENCES
    speakers: bool = True
    text: Text = Text.ORIGINAL
    latin: bool = False
    """Kazakh in Latin letters."""
    clean: bool = False
    """To be read, not checked: documents leave out times, doubts and what reviewers say of it."""


DEFAULT = Options()
