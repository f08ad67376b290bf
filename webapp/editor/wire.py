"""A segment as the editor in a browser has it: JSON, and attributes of its element."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from transcribe.editing.seen import tag_of
from transcribe.records import Doubt, MaskedWord, Segment, Word
from webapp.editor.checks import Check

SHOWN_DOUBTS = frozenset({Doubt.LOW_PROBABILITY, Doubt.NOT_SPOKEN})
"""Of a word; the others are said of a whole segment."""


@dataclass(frozen=True, slots=True)
class Checked:
    """Who vouched, and for what: it holds while the segment's tag is this."""

    tag: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Wire:
    """What the browser is told of a segment; its words are separated by single spaces."""

    id: str
    start_ms: int
    end_ms: int
    text: str
    times: str
    """When each word is said, as `webapp.public.reading.words.word_times` writes it."""
    doubted: tuple[int, ...]
    """Which words the machine doubts, counted from 0."""
    notes: tuple[str, ...]
    """What is doubted of all of it, as `Doubt` says it."""
    speaker: str
    """Label or name, empty where nobody is named."""
    language: str
    """Empty where it is the programme's."""
    by: str
    """Whose words these are, empty while they are the machine's."""
    tag: str
    checked: Checked | None
    gone: str | None
    """As `Segment.gone`."""
    number: int
    """Of the newest edit that this is known to be the state after: what comes later is newer."""


def wire(segment: Segment, check: Check | None, number: int) -> Wire:
    """Return what the browser is told of a segment.

    :param check: the newest of it. :param number: `Wire.number`.
    """
    tokens = list(_tokens(segment))
    holds = check is not None and check.holds_for(segment)
    checked = Checked(tag_of(segment), check.user_name, check.created_at) if check and holds else None
    return Wire(
        id=segment.segment_id,
        start_ms=segment.start_ms,
        end_ms=segment.end_ms,
        text=" ".join(word.text for word in tokens),
        times=" ".join(_times(segment.start_ms, tokens)),
        doubted=tuple(place for place, word in enumerate(tokens) if word.doubt in SHOWN_DOUBTS),
        notes=segment.doubts,
        speaker=segment.speaker or "",
        language=segment.language or "",
        by=segment.edited_by or "",
        tag=tag_of(segment),
        checked=checked,
        gone=segment.gone,
        number=number,
    )


def kept_back(segment: Segment) -> tuple[int, ...]:
    """Return which words are marked as kept back, as the browser counts them."""
    return tuple(place for place, word in enumerate(_tokens(segment)) if isinstance(word, MaskedWord))


def _tokens(segment: Segment) -> Iterator[Word]:
    """Yield the words as the browser counts them: one that holds a space is two there."""
    for word in segment.words:
        parts = word.text.split()
        if len(parts) == 1:
            yield word
            continue
        for part in parts:
            yield replace(word, text=part)


def _times(start_ms: int, words: list[Word]) -> Iterator[str]:
    at_ms = start_ms
    for word in words:
        pause_ms, duration_ms = word.start_ms - at_ms, word.end_ms - word.start_ms
        yield f"{pause_ms:d},{duration_ms:d}" if pause_ms else f"{duration_ms:d}"
        at_ms = word.end_ms
