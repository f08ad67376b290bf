"""Which original and which translated words stand side by side: those that are said at the same time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from webapp.edition.records import EditionSegment, EditionTranslated, EditionTranslation

TOUCH_MS = 300
"""Two that overlap by no more do so because people and machines cut at slightly other times."""


@dataclass(frozen=True, slots=True)
class Passage:
    """The fewest segments that hold whole translated pieces."""

    first: int
    end: int
    """Segments ``[first, end)`` of the transcript."""
    layers: tuple[tuple[EditionTranslated, ...], ...]
    """What is translated of it, a tuple a translation."""


def passages(segments: Sequence[EditionSegment], translations: Sequence[EditionTranslation]) -> Iterator[Passage]:
    """Yield the passages of a transcript in order; every segment and every translated piece is in one of them.

    :param segments: at least one where there are translations, ascending in time.
    """
    if not segments:
        return
    starts_ms = [segment.start_ms for segment in segments]
    homes = [[_home(piece, starts_ms) for piece in each.segments] for each in translations]
    begins = [[begin for begin, _ in layer] for layer in homes]
    first = 0
    for end in _ends(len(segments), [home for layer in homes for home in layer]):
        layers = (
            each.segments[bisect_left(begin, first) : bisect_left(begin, end)]
            for each, begin in zip(translations, begins, strict=True)
        )
        yield Passage(first, end, tuple(layers))
        first = end


def _home(piece: EditionTranslated, starts_ms: Sequence[int]) -> tuple[int, int]:
    """Return the first and the last segment that a piece translates."""
    touch_ms = min(TOUCH_MS, (piece.end_ms - piece.start_ms) // 2)
    first = max(0, bisect_right(starts_ms, piece.start_ms + touch_ms) - 1)
    last = max(first, bisect_left(starts_ms, piece.end_ms - touch_ms) - 1)
    return first, last


def _ends(count: int, homes: Sequence[tuple[int, int]]) -> list[int]:
    """Return after which segments no piece goes on."""
    reach = list(range(count))
    for first, last in homes:
        reach[first] = max(reach[first], last)
    ends, furthest = [], 0
    for place, last in enumerate(reach):
        furthest = max(furthest, last)
        if furthest == place:
            ends.append(place + 1)
    return ends
