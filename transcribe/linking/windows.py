"""Windows over what was heard: every sentence, and about 10, 20 and 40 seconds of whole sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from media.records import Span
from transcribe.linking.evidence import Heard

LENGTHS_MS = (10_000, 20_000, 40_000)
STEPS_A_WINDOW = 2
"""A new window starts after this part of the one before: they overlap by half."""
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
    length_ms: int
    """Which of `LENGTHS_MS` it was made for, 0 for a single sentence."""


def windows_of(heard: Heard) -> tuple[Window, ...]:
    """Return all windows in order of their start; short ones before long ones that start with them."""
    made = {window for length_ms in LENGTHS_MS for window in _windows(heard, length_ms)}
    made |= {make_window(heard, first, first + 1, 0) for first in range(len(heard.sentences))}
    by_sentences: dict[tuple[int, int], Window] = {}
    for window in sorted(made, key=lambda window: window.length_ms):
        by_sentences.setdefault((window.first, window.end), window)
    return tuple(sorted(by_sentences.values(), key=lambda window: (window.first, window.end)))


def make_window(heard: Heard, first: int, end: int, length_ms: int) -> Window:
    """Return the window over the sentences [first, end)."""
    first_word, end_word = heard.sentences[first].first, heard.sentences[end - 1].end
    return Window(first, end, first_word, end_word, heard.span(first_word, end_word), length_ms)


def _windows(heard: Heard, length_ms: int) -> Iterator[Window]:
    starts = [heard.words[sentence.first].start_ms for sentence in heard.sentences]
    next_start_ms = -1
    for first, start_ms in enumerate(starts):
        if start_ms < next_start_ms and not _after_pause(heard, first):
            continue
        yield make_window(heard, first, _end(heard, first, length_ms), length_ms)
        next_start_ms = start_ms + length_ms // STEPS_A_WINDOW


def _end(heard: Heard, first: int, length_ms: int) -> int:
    """Return the end that brings a window from ``first`` closest to its length."""
    start_ms = heard.words[heard.sentences[first].first].start_ms
    end = first + 1
    while end < len(heard.sentences) and not _after_pause(heard, end):
        now_ms = heard.words[heard.sentences[end - 1].end - 1].end_ms - start_ms
        then_ms = heard.words[heard.sentences[end].end - 1].end_ms - start_ms
        if abs(then_ms - length_ms) > abs(length_ms - now_ms):
            break
        end += 1
    return end


def _after_pause(heard: Heard, sentence: int) -> bool:
    if sentence == 0:
        return True
    before = heard.words[heard.sentences[sentence - 1].end - 1].end_ms
    return heard.words[heard.sentences[sentence].first].start_ms - before >= PAUSE_MS
