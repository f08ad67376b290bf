"""Words put into a span: in order, none outside of it, none lost."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from media.records import Span
from transcribe.records import Word


def within(words: Iterable[Word], room: Span) -> tuple[Word, ...]:
    """Return words with their times made to ascend within ``room``; those that do already are kept whole."""
    placed = []
    now_ms = room.start_ms
    for word in words:
        start_ms = min(room.end_ms, max(now_ms, word.start_ms))
        now_ms = min(room.end_ms, max(start_ms, word.end_ms))
        is_there = (start_ms, now_ms) == (word.start_ms, word.end_ms)
        placed.append(word if is_there else dataclasses.replace(word, start_ms=start_ms, end_ms=now_ms))
    return tuple(placed)
