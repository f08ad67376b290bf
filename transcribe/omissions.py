"""Speech that a decoder passes over: for seconds somebody speaks, and no word begins. Whisper does so now and then."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from media.records import Span
from transcribe.records import Chunk, Doubt, Hypothesis, Segment, make_segment_id

LONGEST_MS = 4_000
"""Of speech in which no word begins: numbers said in full take 2.5 s, and are one word of a transcript."""
LONGEST_WORD_MS = 2_500


def omits(chunk: Chunk, hypothesis: Hypothesis) -> bool:
    """Tell whether words are missing between others; a hypothesis without any says that there are none to miss."""
    return unsaid_ms(chunk, hypothesis) > LONGEST_MS


def unsaid_ms(chunk: Chunk, hypothesis: Hypothesis) -> int:
    """Return the most speech between where two words begin, or before the first, or after the beginning of the last."""
    starts = [chunk.start_ms + word.start_ms for segment in hypothesis.segments for word in segment.words]
    if not starts:
        return 0
    edges = sorted([chunk.start_ms, *starts, chunk.end_ms])
    return max(_speech_ms(chunk, start_ms, end_ms) for start_ms, end_ms in pairwise(edges))


def mark_omissions(chunks: Sequence[Chunk], segments: Sequence[Segment], sound_sha256: str) -> tuple[Segment, ...]:
    """Return the segments, and one without words for each stretch of speech that the words pass over.

    :param segments: of these chunks (`transcribe.stitch.stitch`), in recording time; where a chunk has no words at
        all, none are missing between them.
    """
    words = sorted((w.start_ms, w.end_ms) for segment in segments for w in segment.words)
    missing = []
    for chunk in chunks:
        inside = words[bisect_left(words, (chunk.start_ms, 0)) : bisect_left(words, (chunk.end_ms, 0))]
        for span in _passed_over(chunk, inside):
            segment_id = make_segment_id(sound_sha256, span.start_ms, "passed over")
            missing.append(Segment(segment_id, span.start_ms, span.end_ms, (), doubts=(Doubt.PASSED_OVER,)))
    return tuple(sorted([*segments, *missing], key=lambda segment: segment.start_ms))


def _passed_over(chunk: Chunk, words: Sequence[tuple[int, int]]) -> Iterator[Span]:
    """Yield the speech without words, from its first sound to its last. :param words: when each begins and ends."""
    if not words:
        return
    edges = [(chunk.start_ms, chunk.start_ms), *words, (chunk.end_ms, chunk.end_ms)]
    for (start_ms, said_ms), (end_ms, _) in pairwise(edges):
        if _speech_ms(chunk, start_ms, end_ms) > LONGEST_MS:
            # Whisper lets the word before go on through what it passes over.
            begin_ms = min(said_ms, start_ms + LONGEST_WORD_MS)
            speech = [each for each in chunk.speech if each.start_ms < end_ms and begin_ms < each.end_ms]
            yield Span(max(begin_ms, speech[0].start_ms), min(end_ms, speech[-1].end_ms))


def _speech_ms(chunk: Chunk, start_ms: int, end_ms: int) -> int:
    return sum(max(0, min(each.end_ms, end_ms) - max(each.start_ms, start_ms)) for each in chunk.speech)
