"""Words with and without times in a segment → all with times that ascend; which of them are guesses is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from media.records import Span
from transcribe.incoming.records import FoundWord
from transcribe.records import Word


@dataclass(frozen=True, slots=True)
class PlacedWord:
    word: Word
    is_guess: bool
    """Whether its time was shared out, and neither heard nor told by the file."""


def share_out(words: Sequence[FoundWord], span: Span, duration_ms: int) -> tuple[PlacedWord, ...]:
    """Return the words, one after the other. Those without a time share that between their neighbours, by letters.

    :param span: of their segment, within the sound.
    """
    starts = _ascending([word.span.start_ms if word.span else None for word in words], duration_ms)
    later = following(starts)
    placed: list[PlacedWord] = []
    first = 0
    while first < len(words):
        last = first
        while last < len(words) and words[last].span is None:
            last += 1
        if last > first:
            start_ms = placed[-1].word.end_ms if placed else span.start_ms
            end_ms = starts[last] if last < len(words) else max(span.end_ms, start_ms)
            placed += _shared(words[first:last], start_ms, max(start_ms, end_ms or start_ms))
            first = last
            continue
        after_ms = later[first]
        latest_ms = duration_ms if after_ms is None else after_ms
        placed.append(PlacedWord(_timed(words[first], starts[first] or 0, latest_ms), is_guess=False))
        first += 1
    return tuple(placed)


def following(starts: Sequence[int | None]) -> list[int | None]:
    """Return for each place the next start that is known after it."""
    found: list[int | None] = []
    latest = None
    for start_ms in reversed(starts):
        found.append(latest)
        latest = latest if start_ms is None else start_ms
    return found[::-1]


def _ascending(starts: Sequence[int | None], duration_ms: int) -> list[int | None]:
    """Whisper's times run backwards now and then."""
    now_ms, found = 0, []
    for start_ms in starts:
        if start_ms is not None:
            now_ms = max(now_ms, min(start_ms, duration_ms))
        found.append(None if start_ms is None else now_ms)
    return found


def _timed(word: FoundWord, start_ms: int, latest_ms: int) -> Word:
    end_ms = max(start_ms, min(word.span.end_ms if word.span else start_ms, latest_ms))
    return Word(word.text, start_ms, end_ms, word.probability, word.doubt)


def _shared(words: Sequence[FoundWord], start_ms: int, end_ms: int) -> list[PlacedWord]:
    letters, before, shared = sum(len(word.text) for word in words), 0, []
    for word in words:
        own_ms = start_ms + (end_ms - start_ms) * before // letters
        before += len(word.text)
        until_ms = start_ms + (end_ms - start_ms) * before // letters
        shared.append(PlacedWord(Word(word.text, own_ms, until_ms, word.probability, word.doubt), is_guess=True))
    return shared
