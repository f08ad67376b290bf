"""Windows over what was heard: about 20 seconds of whole sentences each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from media.records import Span
from transcribe.linking.evidence import Heard
from transcribe.linking.weights import FEWEST_WINDOWS

LENGTH_MS = 20_000
STEP_MS = 10_000
"""A new window starts this long after the one before: they overlap by half."""
PAUSE_MS = 15_000
"""Music or silence of this length ends a window: a sentence does not go on behind it."""


@dataclass(frozen=True, slots=True)
class Window:
    """Sentences [first, end) of `Heard.sentences`, words [first_word, end_word) of `Heard.words`."""

    first: int
    end: int
    first_word: int
    end_word: int
    span: Span


def windows_of(heard: Heard) -> tuple[Window, ...]:
    """Return all windows in order of their start, each once; of a short recording its sentences."""
    windows = tuple(dict.fromkeys(_windows(heard)))
    if len(windows) >= FEWEST_WINDOWS:
        return windows
    return tuple(make_window(heard, first, first + 1) for first in range(len(heard.sentences)))


def make_window(heard: Heard, first: int, end: int) -> Window:
    """Return the window over the sentences [first, end)."""
    first_word, end_word = heard.sentences[first].first, heard.sentences[end - 1].end
    return Window(first, end, first_word, end_word, heard.span(first_word, end_word))


def texts_of(heard: Heard, windows: Iterable[Window]) -> list[str]:
    """Return the words of each window."""
    return [heard.text(window.first_word, window.end_word) for window in windows]


def _windows(heard: Heard) -> Iterator[Window]:
    starts = [heard.words[sentence.first].start_ms for sentence in heard.sentences]
    next_start_ms = -1
    for first, start_ms in enumerate(starts):
        if start_ms < next_start_ms and not _after_pause(heard, first):
            continue
        yield make_window(heard, first, _end(heard, first))
        next_start_ms = start_ms + STEP_MS


def _end(heard: Heard, first: int) -> int:
    """Return the end that brings a window from ``first`` closest to its length."""
    start_ms = heard.words[heard.sentences[first].first].start_ms
    end = first + 1
    while end < len(heard.sentences) and not _after_pause(heard, end):
        now_ms = heard.words[heard.sentences[end - 1].end - 1].end_ms - start_ms
        then_ms = heard.words[heard.sentences[end].end - 1].end_ms - start_ms
        if abs(then_ms - LENGTH_MS) > abs(LENGTH_MS - now_ms):
            break
        end += 1
    return end


def _after_pause(heard: Heard, sentence: int) -> bool:
    if sentence == 0:
        return True
    before = heard.words[heard.sentences[sentence - 1].end - 1].end_ms
    return heard.words[heard.sentences[sentence].first].start_ms - before >= PAUSE_MS
