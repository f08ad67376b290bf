"""What is known to go wrong in recognition, seen in its output: nothing may look surer than it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from transcribe.engines.protocol import LEAST_LOG_PROBABILITY, MOST_COMPRESSION, MOST_NO_SPEECH
from transcribe.records import Chunk, Doubt, HeardSegment, Word

UNSURE = 0.5
"""Words that are less often right than this are marked; where nobody has measured it, those less probable."""
MOST_MUSIC = 0.006
"""Of a note as the first token: speech has about half of it at most, singing more (docs/recognition.md)."""
DOUBTED_SHARE = 0.5
"""A segment with more doubted words than this is doubted as a whole."""
EDGE_MS = 300
"""The detector misses soft sounds around speech: a word this near is no invention."""

OF_WORDS = (Doubt.LOOP, Doubt.INVENTED, Doubt.NO_SPEECH, Doubt.LOW_PROBABILITY)
"""What a word may be doubted for, the worst first."""


def doubt_word(word: Word, heard: HeardSegment, chunk: Chunk, *, repeats: bool, invented: bool) -> Word:
    """Return the word with the worst doubt that holds for it.

    :param heard: the raw output that the word comes from.
    :param repeats: whether it only repeats the phrase before it.
    :param invented: whether it belongs to a phrase that machines invent.
    """
    if repeats or heard.compression_ratio > MOST_COMPRESSION:
        return replace(word, doubt=Doubt.LOOP)
    if invented:
        return replace(word, doubt=Doubt.INVENTED)
    if heard.no_speech_probability > MOST_NO_SPEECH or not _near_speech(word, chunk):
        return replace(word, doubt=Doubt.NO_SPEECH)
    if (word.confidence if word.confidence is not None else word.probability or 0.0) < UNSURE:
        return replace(word, doubt=Doubt.LOW_PROBABILITY)
    return word


def doubt_segment(words: Sequence[Word], heard: Sequence[HeardSegment]) -> tuple[Doubt, ...]:
    """Return what a segment as a whole is doubted for. :param heard: the raw output that each word comes from."""
    return tuple(_doubts(words, heard))


def _doubts(words: Sequence[Word], heard: Sequence[HeardSegment]) -> Iterator[Doubt]:
    for doubt in OF_WORDS:
        share = sum(word.doubt is doubt for word in words) / len(words)
        improbable = doubt is Doubt.LOW_PROBABILITY and any(
            window.mean_log_probability < LEAST_LOG_PROBABILITY for window in heard
        )
        if share > DOUBTED_SHARE or improbable:
            yield doubt
    if any((window.music_probability or 0.0) > MOST_MUSIC for window in heard):
        yield Doubt.MUSIC


def _near_speech(word: Word, chunk: Chunk) -> bool:
    return any(
        word.start_ms < speech.end_ms + EDGE_MS and word.end_ms > speech.start_ms - EDGE_MS for speech in chunk.speech
    )
