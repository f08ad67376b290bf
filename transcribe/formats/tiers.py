"""Segments and words as tiers: rows of time, a speaker each, on which nothing overlaps and everything lasts.

ELAN and Praat can show no two things at once on one tier and nothing that lasts no time. Times are kept to the
millisecond wherever they allow that; a word that lasts no time, or begins before the one before it has ended, is moved
by as little as makes it fit.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from media.records import Span
from transcribe.records import Segment, Word

NOBODY = "speech"
"""Stands for the speaker where nobody told speakers apart."""
ABOUT = "about this file"
"""The tier that says over the whole recording whose words a file holds, where its format has no head."""


@dataclass(frozen=True, slots=True)
class Laid:
    """A segment on a tier."""

    place: int
    """The segment's among those of the transcript."""
    segment: Segment
    span: Span
    """At least 1 ms; it holds the spans of the words."""
    words: tuple[tuple[Word, Span], ...]
    """Those that were heard, each at least 1 ms, none overlapping the next."""

    @property
    def text(self) -> str:
        return " ".join(word.text for word, _ in self.words)


@dataclass(frozen=True, slots=True)
class Tier:
    """Some segments of one speaker, ascending, of which none overlaps the next."""

    name: str
    """The speaker or `NOBODY`, with a number from the second of a speaker's tiers on. No two are equal."""
    speaker: str | None
    laid: tuple[Laid, ...]


def tiers(segments: Sequence[Segment]) -> tuple[Tier, ...]:
    """Return the segments on as few tiers as they fit on, in the order in which speakers are first heard."""
    rows: dict[str | None, list[list[Laid]]] = {}
    for laid in sorted(itertools.starmap(_laid, enumerate(segments)), key=lambda each: each.span):
        of_speaker = rows.setdefault(laid.segment.speaker, [])
        row = next((row for row in of_speaker if row[-1].span.end_ms <= laid.span.start_ms), None)
        if row is None:
            of_speaker.append(row := [])
        row.append(laid)
    names = Names()
    return tuple(
        Tier(names.free(" ".join((speaker or NOBODY).split())), speaker, tuple(row))
        for speaker, of_speaker in rows.items()
        for row in of_speaker
    )


class Names:
    """Gives out names of tiers, none twice."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        """:param taken: names that are given already."""
        self._taken = {ABOUT, *taken}

    def free(self, name: str) -> str:
        """Return the name, with a number where it is taken already."""
        numbered = (f"{name} ({number})" for number in itertools.count(2))
        free = next(each for each in itertools.chain([name], numbered) if each not in self._taken)
        self._taken.add(free)
        return free


def end_ms(tiers: Sequence[Tier]) -> int:
    """Return where the last segment ends, 0 where there is none."""
    return max((tier.laid[-1].span.end_ms for tier in tiers), default=0)


def _laid(place: int, segment: Segment) -> Laid:
    heard = segment.heard_words
    placed: list[tuple[Word, Span]] = []
    free_ms = 0
    for word, following in itertools.zip_longest(heard, heard[1:]):
        start_ms = max(word.start_ms, free_ms)
        until_ms = min(word.end_ms, following.start_ms) if following else word.end_ms
        free_ms = max(until_ms, start_ms + 1)
        placed.append((word, Span(start_ms, free_ms)))
    start_ms = min([segment.start_ms, *(span.start_ms for _, span in placed[:1])])
    end_ms = max([segment.end_ms, start_ms + 1, free_ms])
    return Laid(place, segment, Span(start_ms, end_ms), tuple(placed))
