"""Speech that a decoder passes over: for seconds somebody speaks, and no word begins. Whisper does so now and then."""

from __future__ import annotations

from itertools import pairwise

from transcribe.records import Chunk, Hypothesis

LONGEST_MS = 4_000
"""Of speech in which no word begins: numbers said in full take 2.5 s, and are one word of a transcript."""


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


def _speech_ms(chunk: Chunk, start_ms: int, end_ms: int) -> int:
    return sum(max(0, min(each.end_ms, end_ms) - max(each.start_ms, start_ms)) for each in chunk.speech)
