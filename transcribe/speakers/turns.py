"""What every step that tells speakers apart gives: who speaks when."""

from __future__ import annotations

from dataclasses import dataclass

from media.records import Span


@dataclass(frozen=True, slots=True, order=True)
class Turn:
    """A stretch of speech by one voice."""

    span: Span
    speaker: str
    """A label such as ``S1``: the same voice has the same one throughout a recording, and it names nobody."""
