"""The words of a programme as items of the queue are found in them: by time, and by segment."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from media.records import Span
from transcribe.records import Segment


@dataclass(frozen=True)
class Passages:
    """Segments, ascending by their beginning."""

    segments: Sequence[Segment]

    @cached_property
    def texts(self) -> dict[str, str]:
        """By segment."""
        return {segment.segment_id: segment.text for segment in self.segments}

    def at(self, span: Span) -> tuple[Segment, ...]:
        """Return the segments that a span lies in."""
        first = bisect_left(self._latest_ends_ms, span.start_ms + 1)
        end = bisect_left(self._starts_ms, span.end_ms)
        return tuple(segment for segment in self.segments[first:end] if segment.span.overlap_ms(span))

    def heard(self, span: Span, around_ms: int = 0) -> str:
        """Return the words that are said within a span, or partly so, in the segments that it lies in."""
        wide = Span(max(0, span.start_ms - around_ms), span.end_ms + around_ms)
        words = (word for segment in self.at(span) for word in segment.words)
        return " ".join(word.text for word in words if word.start_ms < wide.end_ms and word.end_ms > wide.start_ms)

    def have(self, segment_ids: Sequence[str], words: str) -> bool:
        """Return whether all these segments are there, and some words still stand in them one after the other."""
        texts = [self.texts.get(segment_id) for segment_id in segment_ids]
        said = " ".join(text for text in texts if text)
        return None not in texts and (not words or f" {words} " in f" {said} ")

    @cached_property
    def _starts_ms(self) -> list[int]:
        return [segment.start_ms for segment in self.segments]

    @cached_property
    def _latest_ends_ms(self) -> list[int]:
        """For each segment the latest end up to it: voices overlap, and the search needs an order."""
        latest_ms, ends = 0, []
        for segment in self.segments:
            latest_ms = max(latest_ms, segment.end_ms)
            ends.append(latest_ms)
        return ends
