"""What is heard badly, or in part, is heard once more, in other pieces: a decoder that went astray may not in those."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from media.records import Span
from transcribe.badness import better, is_bad, worst
from transcribe.omissions import omits, unsaid_ms
from transcribe.records import Chunk, Doubt, HeardSegment, Hypothesis, Word

EDGE_MS = 100
"""Of sound around speech that is heard with it: a chunk has more, so that the second try starts elsewhere."""
CUT_AFTER_MS, CUT_BEFORE_END_MS = 500, 500
"""A pause nearer to the edge of a chunk would not make two pieces of it."""


def hear_again(chunk: Chunk, first: Hypothesis, ask: Callable[[Sequence[Span]], Sequence[Hypothesis]]) -> Hypothesis:
    """Return what is kept of a chunk; where it was heard badly or in part, after asking once more for its `pieces`.

    :param ask: returns what is heard in each span, in the span's time.
    """
    if not is_heard_badly(chunk, first):
        return first
    spans = pieces(chunk)
    return decide(chunk, first, spans, ask(spans))


def is_heard_badly(chunk: Chunk, first: Hypothesis) -> bool:
    """Tell whether a chunk is to be heard once more: badly heard, or in part."""
    return worst(first) is not None or omits(chunk, first)


def pieces(chunk: Chunk) -> tuple[Span, ...]:
    """Return the spans that a chunk is heard in for the second time: halves parted by its longest pause, or its speech.

    In recording time, ascending, without what is between them.
    """
    first, last = chunk.speech[0].start_ms, chunk.speech[-1].end_ms
    pauses = [
        Span(before.end_ms, after.start_ms)
        for before, after in pairwise(chunk.speech)
        if before.end_ms - first >= CUT_AFTER_MS and last - after.start_ms >= CUT_BEFORE_END_MS
    ]
    start_ms, end_ms = max(chunk.start_ms, first - EDGE_MS), min(chunk.end_ms, last + EDGE_MS)
    if not pauses:
        return (Span(start_ms, end_ms),)
    pause = max(pauses, key=lambda each: each.duration_ms)
    reach_ms = min(EDGE_MS, pause.duration_ms // 2)
    return Span(start_ms, pause.start_ms + reach_ms), Span(pause.end_ms - reach_ms, end_ms)


def decide(chunk: Chunk, first: Hypothesis, spans: Sequence[Span], again: Sequence[Hypothesis]) -> Hypothesis:
    """Return what is kept of two tries.

    :param spans: the `pieces` that the second try was heard in; ``again`` is what was heard in each.
    :return: in the chunk's time. Where the second try has no words and the first inventions, those of its
        stretches are left without words: `transcribe.stitch` makes their trace of them.
    """
    second = _joined(chunk, spans, again)
    if any(segment.words for segment in second.segments):
        return second if _misses_less(chunk, second, first) else better(first, second)
    return replace(first, segments=tuple(map(_without_inventions, first.segments)))


def _misses_less(chunk: Chunk, second: Hypothesis, first: Hypothesis) -> bool:
    """Tell whether a good second try says what the first passed over."""
    return omits(chunk, first) and worst(second) is None and unsaid_ms(chunk, second) < unsaid_ms(chunk, first)


def _without_inventions(segment: HeardSegment) -> HeardSegment:
    return replace(segment, words=()) if is_bad(segment) in {Doubt.NO_SPEECH, Doubt.INVENTED} else segment


def _joined(chunk: Chunk, spans: Sequence[Span], parts: Sequence[Hypothesis]) -> Hypothesis:
    """Return the parts as one hypothesis, in the language of the longest text among them."""
    longest = max(parts, key=lambda part: sum(len(segment.words) for segment in part.segments))
    segments = (
        _moved(segment, span.start_ms - chunk.start_ms)
        for span, part in zip(spans, parts, strict=True)
        for segment in part.segments
    )
    return replace(longest, segments=tuple(segments))


def _moved(segment: HeardSegment, by_ms: int) -> HeardSegment:
    return replace(
        segment,
        start_ms=segment.start_ms + by_ms,
        end_ms=segment.end_ms + by_ms,
        words=tuple(_moved_word(word, by_ms) for word in segment.words),
    )


def _moved_word(word: Word, by_ms: int) -> Word:
    return replace(word, start_ms=word.start_ms + by_ms, end_ms=word.end_ms + by_ms)
