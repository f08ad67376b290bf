"""Times beside a masked stretch: moved to its edges, so that the gap in the words is as long as that of the sound."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from media.records import Span
from webapp.redaction.records import MaskedSpan


class MaskedTimes:
    """The masked stretches of a recording: sorted, apart from each other."""

    def __init__(self, masked: Sequence[MaskedSpan], guessed: Iterable[Span] = ()) -> None:
        """:param guessed: stretches beside them in which times depend on what is masked."""
        self._masked = _Stretches(masked)
        self._closed = _Stretches(sorted({*masked, *_beside(masked, guessed)}))

    def outward(self, span: Span) -> Span:
        """Return a span that begins and ends in no masked stretch: it takes in those that it began or ended in.

        Nor within one beside them in which times are guessed.
        """
        first, last = self._closed.around(span.start_ms), self._closed.around(span.end_ms)
        return Span(first.start_ms if first else span.start_ms, last.end_ms if last else span.end_ms)

    def beside(self, span: Span) -> Span:
        """Return the time of a word that is not kept back: what is left of it outside; all of the stretch it is in."""
        first, last = self._masked.around(span.start_ms), self._masked.around(span.end_ms)
        if first and first == last:
            return Span(first.start_ms, first.end_ms)
        start_ms = first.end_ms if first else span.start_ms
        end_ms = last.start_ms if last else span.end_ms
        return Span(start_ms, max(start_ms, end_ms))

    def whole(self, span: Span) -> Span:
        """Return the stretches that a masked word lies in, from the first to the last."""
        inside = [each for each in self._masked.all if each.start_ms <= span.end_ms and span.start_ms <= each.end_ms]
        return Span(inside[0].start_ms, inside[-1].end_ms) if inside else span

    def touch(self, span: Span) -> bool:
        """Return whether some of a span is masked."""
        last = self._masked.last_until(span.end_ms)
        return last is not None and span.start_ms <= last.end_ms


class _Stretches:
    """Sorted, and apart from each other but for their edges."""

    def __init__(self, stretches: Sequence[MaskedSpan]) -> None:
        self.all = stretches
        self._starts_ms = [each.start_ms for each in stretches]

    def last_until(self, time_ms: int) -> MaskedSpan | None:
        """Return the last that begins at a moment or before."""
        place = bisect_right(self._starts_ms, time_ms) - 1
        return self.all[place] if place >= 0 else None

    def around(self, time_ms: int) -> MaskedSpan | None:
        """Return the one that a moment lies inside, not at its edge."""
        last = self.last_until(time_ms)
        return last if last and last.start_ms < time_ms < last.end_ms else None


def _beside(masked: Sequence[MaskedSpan], guessed: Iterable[Span]) -> Iterator[MaskedSpan]:
    """Yield what of some stretches is not masked."""
    for span in guessed:
        start_ms = span.start_ms
        for each in masked:
            if each.end_ms > start_ms and each.start_ms < span.end_ms:
                if start_ms < each.start_ms:
                    yield MaskedSpan(start_ms, each.start_ms)
                start_ms = each.end_ms
        if start_ms < span.end_ms:
            yield MaskedSpan(start_ms, span.end_ms)
