"""Cut words into segments that can be read at a glance: sentences, or parts of them where they are long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from transcribe.linking.sentences import sentence_spans
from transcribe.records import Word

LONGEST_MS = 12_000
LONGEST_PAUSE_MS = 2_000
"""No segment goes on over a longer one: nothing should stay on a screen through it."""


def cut(words: Sequence[Word]) -> Iterator[Sequence[Word]]:
    """Yield the words in segments; no two of them start at the same time.

    :param words: ascending in time.
    """
    starts = _sentence_starts(words) | _after_pauses(words)
    first = 0
    for place in range(1, len(words)):
        if place in starts and words[place].start_ms > words[first].start_ms:
            yield from _short(words[first:place])
            first = place
    yield from _short(words[first:])


def _sentence_starts(words: Sequence[Word]) -> set[int]:
    text = " ".join(word.text for word in words)
    places = accumulate((len(word.text) + 1 for word in words), initial=0)
    starts = {start for start, _ in sentence_spans(text)}
    return {number for number, place in enumerate(places) if place in starts}


def _after_pauses(words: Sequence[Word]) -> set[int]:
    pairs = enumerate(pairwise(words), 1)
    return {number for number, (before, word) in pairs if word.start_ms - before.end_ms > LONGEST_PAUSE_MS}


def _short(words: Sequence[Word]) -> Iterator[Sequence[Word]]:
    """Halve at the best place while it is too long: after a comma or a pause, near the middle."""
    if not words:
        return
    start_ms, length_ms = words[0].start_ms, words[-1].end_ms - words[0].start_ms
    places = [place for place in range(1, len(words)) if words[place].start_ms > start_ms]
    if length_ms <= LONGEST_MS or not places:
        yield words
        return

    def fitness(place: int) -> float:
        before, word = words[place - 1], words[place]
        off_centre = abs((before.end_ms + word.start_ms) / 2 - start_ms - length_ms / 2) / length_ms
        comma = not before.text[-1].isalnum()
        return (word.start_ms - before.end_ms) / 1000 + comma - 2 * off_centre

    place = max(places, key=fitness)
    yield from _short(words[:place])
    yield from _short(words[place:])
