"""What was said otherwise in the version before: word by word, passage by passage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from webapp.edition.records import EditionDocument

CONTEXT_WORDS = 6
"""Shown before and after what has changed."""
MOST_PLACES = 200


@dataclass(frozen=True, slots=True)
class Place:
    """Words that changed, with those around them."""

    start_ms: int | None
    """When they are said; ``None`` where they are of no transcript."""
    before: str
    old: str
    new: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    places: tuple[Place, ...]
    """In the order in which they are said, at most `MOST_PLACES`."""
    count: int


Timed = Sequence[tuple[str, int | None]]
"""Words, each with when it is said."""


def words_difference(old: EditionDocument, new: EditionDocument) -> Difference:
    """Return how the transcript differs."""
    return _difference(_transcript(old), _transcript(new))


def summary_difference(old: EditionDocument, new: EditionDocument) -> Difference:
    """Return how the summary differs."""
    return _difference(_summary(old), _summary(new))


def _difference(old: Timed, new: Timed) -> Difference:
    places = list(_places(old, new))
    return Difference(tuple(places[:MOST_PLACES]), len(places))


def _places(old: Timed, new: Timed) -> Iterator[Place]:
    """Yield each run of words that changed.

    Changes with fewer than two words between them are one: so they are read, and shown.
    """
    opcodes = Levenshtein.opcodes([word for word, _ in old], [word for word, _ in new])
    changed = [(op.src_start, op.src_end, op.dest_start, op.dest_end) for op in opcodes if op.tag != "equal"]
    for from_old, to_old, from_new, to_new in _joined(changed):
        at = new[from_new][1] if from_new < to_new else old[from_old][1]
        yield Place(
            start_ms=at,
            before=_text(new[max(0, from_new - CONTEXT_WORDS) : from_new]),
            old=_text(old[from_old:to_old]),
            new=_text(new[from_new:to_new]),
            after=_text(new[to_new : to_new + CONTEXT_WORDS]),
        )


def _joined(changed: list[tuple[int, int, int, int]]) -> Iterator[tuple[int, int, int, int]]:
    if not changed:
        return
    start = changed[0]
    for each, following in pairwise([*changed, None]):
        if each is None:
            return
        if following is None or following[0] - each[1] > 1:
            yield start[0], each[1], start[2], each[3]
            if following:
                start = following


def _text(words: Timed) -> str:
    return " ".join(word for word, _ in words)


def _transcript(document: EditionDocument) -> Timed:
    segments = document.transcript.segments if document.transcript else ()
    return [(word.text, word.start_ms) for segment in segments for word in segment.words]


def _summary(document: EditionDocument) -> Timed:
    sentences = document.summary.sentences if document.summary else ()
    return [(word, None) for sentence in sentences for word in sentence.text.split()]
