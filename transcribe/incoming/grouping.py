"""A row of words → segments, for files that have no segments of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from transcribe.incoming.records import FoundSegment, FoundWord
from transcribe.records import Word
from transcribe.segmentation import cut

NEARLY_ALL, LEAST_SEGMENTS = 0.9, 5


def grouped(
    words: Iterable[FoundWord], speaker: str | None = None, language: str | None = None
) -> tuple[FoundSegment, ...]:
    """Return sentences, or parts of long or paused ones; a word without a time stays with the one before.

    :param words: in the file's order.
    """
    return tuple(_segments(list(words), speaker, language))


def _segments(words: list[FoundWord], speaker: str | None, language: str | None) -> Iterator[FoundSegment]:
    now_ms, placed = 0, []
    for number, word in enumerate(words):
        start_ms = max(now_ms, word.span.start_ms if word.span else now_ms)
        now_ms = max(start_ms, word.span.end_ms if word.span else start_ms)
        placed.append((Word(word.text, start_ms, now_ms), number))
    numbers = iter(range(len(words)))
    for part in cut([word for word, _ in placed]):
        own = tuple(words[next(numbers)] for _ in part)
        yield FoundSegment(own, None, speaker, language)


def joined_words(segments: Sequence[FoundSegment]) -> Sequence[FoundSegment]:
    """Return sentences of a file in which each word is a segment of its own; other files as they are.

    So captions are made that show word by word, and so does “whisper.cpp -ml 1”.
    """
    short = sum(len(segment.words) <= 1 and segment.span is not None for segment in segments)
    if len(segments) < LEAST_SEGMENTS or short < NEARLY_ALL * len(segments):
        return segments
    return by_speaker((segment.speaker, _timed(word, segment)) for segment in segments for word in segment.words)


def _timed(word: FoundWord, segment: FoundSegment) -> FoundWord:
    return word if word.span or len(segment.words) > 1 else replace(word, span=segment.span)


def by_speaker(pairs: Iterable[tuple[str | None, FoundWord]]) -> tuple[FoundSegment, ...]:
    """Return the segments of words that each say who speaks them."""
    return tuple(
        segment
        for speaker, turn in groupby(pairs, key=lambda pair: pair[0])
        for segment in grouped((word for _, word in turn), speaker)
    )
