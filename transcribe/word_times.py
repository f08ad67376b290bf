"""When recognised words begin and end to the ear: an engine's times, led back to what the sound itself shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

import numpy as np

from media.records import Span
from media.sound import SAMPLES_PER_MS, read_samples
from transcribe.alignment.edges import Times, move_edges
from transcribe.engines.protocol import Samples
from transcribe.records import Chunk, HeardSegment, Hypothesis, Word


def settle_chunks(
    sound: Path, chunks: Sequence[Chunk], hypotheses: Sequence[Hypothesis | None], lead_ms: int
) -> list[Hypothesis | None]:
    """`settle` what was heard in each chunk, reading one after another. :param sound: `media.sound.decoded_sound`."""
    return [
        hypothesis and settle(read_samples(sound, Span(chunk.start_ms, chunk.end_ms)), hypothesis, lead_ms)
        for chunk, hypothesis in zip(chunks, hypotheses, strict=True)
    ]


def settle(samples: Samples, hypothesis: Hypothesis, lead_ms: int) -> Hypothesis:
    """Return what was heard in a chunk with its words' times ascending, within the chunk and at its pauses.

    :param samples: the sound of the chunk.
    :param lead_ms: of the engine (`EnginePlugin.word_lead_ms`).
    """
    words = [word for segment in hypothesis.segments for word in segment.words]
    if not words:
        return hypothesis
    span = Span(0, len(samples) // SAMPLES_PER_MS)
    starts_ms, ends_ms = move_edges(samples, span, *_in_order(words, span), lead_ms)
    # Words without a length of their own can be moved past one another, each to another pause.
    starts_ms = np.maximum.accumulate(starts_ms)
    ends_ms = np.clip(ends_ms, starts_ms, np.append(starts_ms[1:], span.end_ms))
    times = zip(starts_ms.tolist(), ends_ms.tolist(), strict=True)
    timed = iter([replace(word, start_ms=start, end_ms=end) for word, (start, end) in zip(words, times, strict=True)])
    return replace(hypothesis, segments=tuple(_with_words(segment, timed) for segment in hypothesis.segments))


def _in_order(words: list[Word], span: Span) -> tuple[Times, Times]:
    """Whisper's times run backwards and over one another now and then."""
    starts = np.array(list(accumulate((min(max(0, word.start_ms), span.end_ms) for word in words), max)))
    ends = np.array([word.end_ms for word in words])
    return starts, np.clip(ends, starts, np.append(starts[1:], span.end_ms))


def _with_words(segment: HeardSegment, words: Iterator[Word]) -> HeardSegment:
    """Give a segment its next words, and the times of the first and last of them."""
    own = tuple(next(words) for _ in segment.words)
    if not own:
        return segment
    return replace(segment, words=own, start_ms=own[0].start_ms, end_ms=own[-1].end_ms)
