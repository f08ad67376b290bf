"""Segments → caption cues, by the Netflix Timed Text Style Guide's general requirements:
at most two lines of 42 characters, at most 7 seconds, at least 5/6 of a second where the sound allows.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from transcribe.formats.export import heard_words
from transcribe.records import Segment, Word

LINE_CHARACTERS = 42
CUE_LINES = 2
CUE_MS = 7_000
MINIMUM_MS = 833
SENTENCE_ENDS = (".", "!", "?", "…")


@dataclass(frozen=True, slots=True)
class Cue:
    """What is shown at once, of one segment."""

    segment: Segment
    start_ms: int
    end_ms: int
    lines: tuple[str, ...]


def cues(segments: tuple[Segment, ...]) -> tuple[Cue, ...]:
    """Return the cues of a transcript, in order, none overlapping the next."""
    raw = [(segment, group) for segment in segments for group in _groups(heard_words(segment))]
    made: list[Cue] = []
    for position, (segment, words) in enumerate(raw):
        next_start_ms = raw[position + 1][1][0].start_ms if position + 1 < len(raw) else None
        start_ms = max(words[0].start_ms, made[-1].end_ms if made else 0)
        end_ms = max(words[-1].end_ms, start_ms + MINIMUM_MS)
        if next_start_ms is not None:
            end_ms = max(start_ms + 1, min(end_ms, next_start_ms))
        made.append(Cue(segment, start_ms, end_ms, _lines(words)))
    return tuple(made)


def _groups(words: tuple[Word, ...]) -> Iterator[tuple[Word, ...]]:
    group: list[Word] = []
    for word in words:
        if group and not _fits((*group, word)):
            yield tuple(group)
            group = []
        group.append(word)
        if word.text.endswith(SENTENCE_ENDS) and len(" ".join(w.text for w in group)) > LINE_CHARACTERS:
            yield tuple(group)
            group = []
    if group:
        yield tuple(group)


def _fits(words: tuple[Word, ...]) -> bool:
    return words[-1].end_ms - words[0].start_ms <= CUE_MS and len(_lines(words)) <= CUE_LINES


def _lines(words: tuple[Word, ...]) -> tuple[str, ...]:
    text = " ".join(" ".join(word.text.split()) for word in words)
    lines = textwrap.wrap(text, LINE_CHARACTERS, break_long_words=False, break_on_hyphens=False)
    if len(lines) != CUE_LINES:
        return tuple(lines)
    # Two lines of like length are read faster than a full one and a crumb.
    even = textwrap.wrap(
        text,
        min(max(len(text) // 2 + 6, len(lines[1])), LINE_CHARACTERS),
        break_long_words=False,
        break_on_hyphens=False,
    )
    return tuple(even if len(even) == CUE_LINES else lines)
