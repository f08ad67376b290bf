"""What every step that tells speakers apart gives: who speaks when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from media.records import Span

PAUSE_MS = 1_000
"""A shorter pause does not end a turn."""


@dataclass(frozen=True, slots=True, order=True)
class Turn:
    """A stretch of speech by one voice."""

    span: Span
    speaker: str
    """A label such as ``S1``: the same voice has the same one throughout a recording, and it names nobody."""


def join(turns: Iterable[Turn]) -> tuple[Turn, ...]:
    """Return turns with those of one speaker joined that only a short pause parts.

    :param turns: ascending, none overlapping another.
    """
    joined: list[Turn] = []
    for turn in turns:
        before = joined[-1] if joined else None
        if before and before.speaker == turn.speaker and turn.span.start_ms - before.span.end_ms <= PAUSE_MS:
            joined[-1] = Turn(Span(before.span.start_ms, turn.span.end_ms), turn.speaker)
        else:
            joined.append(turn)
    return tuple(joined)
