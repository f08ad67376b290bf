"""What is said on one tier, and its words on another: together where they agree."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from media.records import Span
from transcribe.incoming.grouping import grouped
from transcribe.incoming.records import FoundSegment, FoundWord, plain_words


@dataclass(frozen=True, slots=True)
class Said:
    """One annotation of a tier."""

    span: Span
    text: str
    language: str | None = None
    is_timed: bool = True
    """False where the file has no time for it, only for its neighbours."""


class WordTier:
    """Finds the words of a stretch."""

    def __init__(self, words: Sequence[Said]) -> None:
        self._words = sorted((word for word in words if word.text.strip()), key=_middle)
        self._middles = [_middle(word) for word in self._words]

    def within(self, span: Span) -> tuple[FoundWord, ...]:
        """Return the words of which the middle lies in a span."""
        first, end = bisect_left(self._middles, 2 * span.start_ms), bisect_left(self._middles, 2 * span.end_ms)
        return tuple(found for word in self._words[first:end] for found in _found(word))

    def grouped(self, speaker: str | None) -> tuple[FoundSegment, ...]:
        """Return all of them as sentences."""
        return grouped((found for word in self._words for found in _found(word)), speaker)


def segment_of(said: Said, words: WordTier | None, speaker: str | None) -> FoundSegment:
    """Return an annotation as a segment; its words have times where another tier has the same words in its span."""
    timed = words.within(said.span) if words else ()
    agrees = " ".join(word.text for word in timed) == " ".join(said.text.split())
    return FoundSegment(timed if agrees else plain_words(said.text), said.span, speaker, said.language)


def disagreements(segments: Sequence[FoundSegment]) -> Iterator[str]:
    """Yield a sentence where words on a tier of their own are others than what is said."""
    lost = sum(bool(segment.words) and all(word.span is None for word in segment.words) for segment in segments)
    if lost and lost < len(segments):
        yield f"In {lost} of {len(segments)} segments the words on their own tier are others; they were left out."


def _middle(word: Said) -> int:
    """Return twice the middle, which is a whole number."""
    return word.span.start_ms + word.span.end_ms


def _found(word: Said) -> Iterator[FoundWord]:
    texts = word.text.split()
    span = word.span if word.is_timed and len(texts) == 1 else None
    return (FoundWord(text, span) for text in texts)


def in_time(segments: Sequence[FoundSegment]) -> tuple[FoundSegment, ...]:
    """Return segments of several tiers in the order in which they begin."""
    return tuple(sorted(segments, key=_start_ms))


def _start_ms(segment: FoundSegment) -> int:
    spans = (segment.span, *(word.span for word in segment.words))
    return next((span.start_ms for span in spans if span), 0)
