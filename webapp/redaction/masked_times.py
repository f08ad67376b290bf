"""Times beside a masked stretch: moved to its edges, so that the gap in the words is as long as that of the sound."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from media.records import Span
from webapp.redaction.records import MaskedSpan


class MaskedTimes:
    """The masked stretches of a recording: sorted, apart from each other."""

    def __init__(self, masked: Sequence[MaskedSpan]) -> None:
        self._masked = masked
        self._starts_ms = [each.start_ms for each in masked]

    def outward(self, span: Span) -> Span:
        """Return a span that begins and ends in no masked stretch: it takes in those that it began or ended in."""
        first, last = self._around(span.start_ms), self._around(span.end_ms)
        return Span(first.start_ms if first else span.start_ms, last.end_ms if last else span.end_ms)

    def beside(self, span: Span) -> Span:
        """Return the time of a word that is not kept back: what is left of it outside; all of the stretch it is in."""
        first, last = self._around(span.start_ms), self._around(span.end_ms)
        if first and first == last:
            return Span(first.start_ms, first.end_ms)
        start_ms = first.end_ms if first else span.start_ms
        end_ms = last.start_ms if last else span.end_ms
        return Span(start_ms, max(start_ms, end_ms))

    def whole(self, span: Span) -> Span:
        """Return the stretches that a masked word lies in, from the first to the last."""
        inside = [each for each in self._masked if each.start_ms <= span.end_ms and span.start_ms <= each.end_ms]
        return Span(inside[0].start_ms, inside[-1].end_ms) if inside else span

    def touch(self, span: Span) -> bool:
        """Return whether some of a span is masked."""
        place = bisect_right(self._starts_ms, span.end_ms) - 1
        return place >= 0 and span.start_ms <= self._masked[place].end_ms

    def _around(self, time_ms: int) -> MaskedSpan | None:
        """Return the stretch that a moment lies inside, not at its edge."""
        place = bisect_right(self._starts_ms, time_ms) - 1
        if place >= 0 and self._masked[place].start_ms < time_ms < self._masked[place].end_ms:
            return self._masked[place]
        return None
