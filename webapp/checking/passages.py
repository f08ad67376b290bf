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

    def said(self, segment_ids: Sequence[str]) -> str | None:
        """Return the words of segments, ``None`` where one of them is gone."""
        found = [self.texts.get(segment_id) for segment_id in segment_ids]
        return None if None in found else "\n".join(text for text in found if text is not None)

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
