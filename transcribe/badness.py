"""Whether an engine's raw output should be asked for a second time, and why; pure, so that every run decides alike."""

from __future__ import annotations

from collections.abc import Sequence

from transcribe.engines.protocol import LEAST_LOG_PROBABILITY, MOST_COMPRESSION, MOST_NO_SPEECH
from transcribe.inventions import invented
from transcribe.loops import repeated
from transcribe.records import Doubt, HeardSegment, Hypothesis

MOST_SHARE = 0.5
"""Of the words: where more repeat themselves or are a known invention, all of the text counts as that."""
MOST_WORDS_A_SECOND = 8.0
"""Nobody speaks faster for a whole sentence; invented text does."""
LEAST_HURRIED_WORDS = 8


def is_bad(heard: HeardSegment) -> Doubt | None:
    """Return why a stretch of raw output is not to be trusted, ``None`` where nothing speaks against it."""
    texts = [word.text for word in heard.words]
    if is_silent(heard):
        return Doubt.NO_SPEECH
    if not texts:
        return None
    if heard.compression_ratio > MOST_COMPRESSION or repeated(texts).mean() > MOST_SHARE:
        return Doubt.LOOP
    if invented(texts).mean() > MOST_SHARE:
        return Doubt.INVENTED
    if heard.mean_log_probability < LEAST_LOG_PROBABILITY or _is_hurried(heard):
        return Doubt.LOW_PROBABILITY
    return None


def is_silent(heard: HeardSegment) -> bool:
    """Tell whether the engine itself takes the sound for no speech, and its words for improbable (Whisper's rule)."""
    return heard.no_speech_probability > MOST_NO_SPEECH and heard.mean_log_probability < LEAST_LOG_PROBABILITY


def worst(hypothesis: Hypothesis) -> Doubt | None:
    """Return the worst reason not to trust a hypothesis, ``None`` where all of it is good."""
    found = {is_bad(segment) for segment in hypothesis.segments}
    return next((doubt for doubt in WORST_FIRST if doubt in found), None)


def better(first: Hypothesis, second: Hypothesis) -> Hypothesis:
    """Return the one to be kept of two hypotheses for the same sound; where they are equally bad, the more probable."""
    return max(first, second, key=lambda each: (_rank(worst(each)), _log_probability(each.segments), each is first))


WORST_FIRST = (Doubt.LOOP, Doubt.INVENTED, Doubt.NO_SPEECH, Doubt.LOW_PROBABILITY)


def _rank(doubt: Doubt | None) -> int:
    return WORST_FIRST.index(doubt) if doubt else len(WORST_FIRST)


def _log_probability(segments: Sequence[HeardSegment]) -> float:
    """Return the mean over the words, each as probable as its segment; of no words it is the least that is trusted."""
    counts = [len(segment.words) for segment in segments]
    if not sum(counts):
        return LEAST_LOG_PROBABILITY
    weighted = sum(
        segment.mean_log_probability * count for segment, count in zip(segments, counts, strict=True) if count
    )
    return weighted / sum(counts)


def _is_hurried(heard: HeardSegment) -> bool:
    count = len(heard.words)
    seconds = (heard.words[-1].end_ms - heard.words[0].start_ms) / 1000
    return count >= LEAST_HURRIED_WORDS and count > MOST_WORDS_A_SECOND * seconds
