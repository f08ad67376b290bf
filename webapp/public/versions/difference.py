"""What was said otherwise in the version before: word by word, passage by passage."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from webapp.edition.records import EditionDocument, EditionFacts

CONTEXT_WORDS = 6
"""Shown before and after what has changed."""
MOST_PLACES = 200
FIXED_WORDS = 4
MOST_COMPARISONS = 4_000_000
"""Of a stretch between fixed places, old words times new: what has more in it was written anew, and is shown so."""
MOST_SHOWN_WORDS = 120
"""Of one place; the rest is said to be there by “…”."""


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


@dataclass(frozen=True, slots=True)
class ChangedFact:
    name: str
    """Of the field of `EditionFacts`."""
    old: str
    new: str


Timed = Sequence[tuple[str, int | None]]
"""Words, each with when it is said."""

Run = tuple[int, int, int, int]
"""From which word to which in the old text, from which to which in the new."""


def facts_difference(old: EditionDocument, new: EditionDocument) -> tuple[ChangedFact, ...]:
    """Return the facts that differ, each as it is written."""
    names = [field.name for field in fields(EditionFacts) if field.name not in {"programme_id", "synthetic"}]
    pairs = [(name, _fact(old.facts, name), _fact(new.facts, name)) for name in names]
    return tuple(ChangedFact(name, before, now) for name, before, now in pairs if before != now)


def _fact(facts: EditionFacts, name: str) -> str:
    value = getattr(facts, name)
    return "; ".join(value) if isinstance(value, tuple) else value or ""


def words_difference(old: EditionDocument, new: EditionDocument) -> Difference:
    """Return how the transcript differs."""
    return text_difference(_transcript(old), _transcript(new))


def summary_difference(old: EditionDocument, new: EditionDocument) -> Difference:
    """Return how the summary differs."""
    return text_difference(_summary(old), _summary(new))


def text_difference(old: Timed, new: Timed) -> Difference:
    """Return how one text differs from another."""
    places = list(_places(old, new))
    return Difference(tuple(places[:MOST_PLACES]), len(places))


def _places(old: Timed, new: Timed) -> Iterator[Place]:
    """Yield each run of words that changed.

    Changes with fewer than two words between them are one: so they are read, and shown.
    """
    changed = _changed([word for word, _ in old], [word for word, _ in new])
    for from_old, to_old, from_new, to_new in _joined(list(changed)):
        at = new[from_new][1] if from_new < to_new else old[from_old][1]
        yield Place(
            start_ms=at,
            before=_text(new[max(0, from_new - CONTEXT_WORDS) : from_new]),
            old=_text(old[from_old:to_old]),
            new=_text(new[from_new:to_new]),
            after=_text(new[to_new : to_new + CONTEXT_WORDS]),
        )


def _changed(old: list[str], new: list[str]) -> Iterator[Run]:
    """Yield the runs of words that differ, by as few changed words as can be between what surely is the same.

    Without these fixed places the time would grow with the square of the length: ten hours would take it a minute.
    """
    from_old = from_new = 0
    for at_old, at_new in [*_fixed(old, new), (len(old), len(new))]:
        if (from_old, from_new) != (at_old, at_new):
            yield from _compared(old[from_old:at_old], new[from_new:at_new], from_old, from_new)
        from_old, from_new = at_old + 1, at_new + 1


def _compared(old: list[str], new: list[str], from_old: int, from_new: int) -> Iterator[Run]:
    if len(old) * len(new) > MOST_COMPARISONS:
        yield from_old, from_old + len(old), from_new, from_new + len(new)
        return
    for op in Levenshtein.opcodes(old, new):
        if op.tag != "equal":
            yield from_old + op.src_start, from_old + op.src_end, from_new + op.dest_start, from_new + op.dest_end


def _fixed(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Return places of words that stand in both once, with the same words after them: the longest row in both orders.

    (Patience diff, with several words for a line; the row is found by patience sorting.)
    """
    old_places, new_places = _single(old), _single(new)
    pairs = sorted((at, new_places[words]) for words, at in old_places.items() if words in new_places)
    tops: list[int] = []  # the lowest end, in the new text, of a row of each length
    row_ends: list[int] = []
    before: list[int] = []
    for index, (_, at_new) in enumerate(pairs):
        length = bisect_left(tops, at_new)
        before.append(row_ends[length - 1] if length else -1)
        tops[length : length + 1] = [at_new]
        row_ends[length : length + 1] = [index]
    row: list[tuple[int, int]] = []
    index = row_ends[-1] if row_ends else -1
    while index >= 0:
        row.append(pairs[index])
        index = before[index]
    return row[::-1]


def _single(words: list[str]) -> dict[tuple[str, ...], int]:
    """Return the places of runs of `FIXED_WORDS` words that stand there once."""
    runs = list(zip(*(words[start:] for start in range(FIXED_WORDS)), strict=False))
    counts = Counter(runs)
    return {run: at for at, run in enumerate(runs) if counts[run] == 1}


def _joined(changed: list[Run]) -> Iterator[Run]:
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
    shown = " ".join(word for word, _ in words[:MOST_SHOWN_WORDS])
    return f"{shown} …" if len(words) > MOST_SHOWN_WORDS else shown


def _transcript(document: EditionDocument) -> Timed:
    segments = document.transcript.segments if document.transcript else ()
    return [(word.text, word.start_ms) for segment in segments for word in segment.words]


def _summary(document: EditionDocument) -> Timed:
    sentences = document.summary.sentences if document.summary else ()
    return [(word, None) for sentence in sentences for word in sentence.text.split()]
