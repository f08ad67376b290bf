"""How a script and its sound cover one another: what was heard of it, what was skipped, what was said besides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from media.records import Span
from transcribe.records import Doubt, Segment, Word

LEAST_SKIPPED_WORDS = 3
"""Fewer in a row were said, most likely, and badly heard; they count as not heard, and are no stretch of their own."""
FIRST_WORDS = 6
"""Of a skipped stretch, so that a person finds it in the script."""
NEAR_MS = 2_000
"""Speech the script does not have is one stretch when no word of the script and no longer pause parts it."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A stretch of the script that was not heard."""

    first_words: str
    words: int
    at_ms: int
    """Where in the sound it is missing."""

    @property
    def quote(self) -> str:
        """The first words, with an ellipsis where more were skipped."""
        return self.first_words if self.words <= FIRST_WORDS else f"{self.first_words} …"


@dataclass(frozen=True, slots=True)
class Coverage:
    """What an alignment found."""

    words: int
    """Of the script; punctuation that stands free is no word."""
    heard: int
    skipped: tuple[Skipped, ...]
    extra: tuple[Span, ...]
    """Speech that the script does not have."""

    @property
    def not_heard(self) -> int:
        return self.words - self.heard

    @property
    def percent(self) -> float:
        """Share of the script's words that were heard, 0…100, rounded down to one decimal: 100 only where all were."""
        return 1000 * self.heard // self.words / 10 if self.words else 0.0


def cover(segments: Sequence[Segment]) -> Coverage:
    """Return how script and sound cover one another. :param segments: of an alignment, in order."""
    words = [word for segment in segments if not _is_extra(segment) for word in segment.words if _is_word(word)]
    heard = sum(word.doubt is not Doubt.NOT_SPOKEN for word in words)
    return Coverage(len(words), heard, tuple(_skipped(words)), tuple(_extra(segments)))


def _is_extra(segment: Segment) -> bool:
    return Doubt.NOT_IN_SCRIPT in segment.doubts


def _is_word(word: Word) -> bool:
    return any(map(str.isalnum, word.text))


def _skipped(words: Sequence[Word]) -> Iterator[Skipped]:
    for doubt, stretch in groupby(words, key=lambda word: word.doubt):
        missing = list(stretch)
        if doubt is Doubt.NOT_SPOKEN and len(missing) >= LEAST_SKIPPED_WORDS:
            first = " ".join(word.text for word in missing[:FIRST_WORDS])
            yield Skipped(first, len(missing), missing[0].start_ms)


def _extra(segments: Sequence[Segment]) -> Iterator[Span]:
    current: Span | None = None
    for segment in segments:
        if not _is_extra(segment):
            if current and segment.heard_words:
                yield current
                current = None
        elif current and segment.start_ms - current.end_ms <= NEAR_MS:
            current = Span(current.start_ms, max(current.end_ms, segment.end_ms))
        else:
            if current:
                yield current
            current = segment.span
    if current:
        yield current
