"""Words beside speech that the script does not have.

The model must spend all of a chunk's time on the words it is given, so foreign speech is swallowed by the word before
or after it, and which of the two cannot be told from that listening. Such a word shows by its length. The words around
it are then listened for twice more, in the sound up to it and in the sound after it, and each goes where it is better
heard.
"""

from __future__ import annotations

from media.records import Span
from transcribe.alignment.evidence import NOTHING, Evidence, Listener, join
from transcribe.alignment.runs import said, support
from transcribe.alignment.track import MOST_MS_A_LETTER
from transcribe.records import Chunk

SLACK_MS = 900
"""On top of a slow pace, before a word is taken to have swallowed other speech."""
CONTEXT_WORDS = 4
UNSURE_WORDS = 6
"""On either side of a break; also those that were passed over there."""
SIDE_MS = 500
LEAST_KEPT = 0.7
MOST_BREAKS = 6


def mend_breaks(listener: Listener, chunk: Chunk, heard: Evidence, first: int, end: int) -> Evidence:
    """Return the words heard in a chunk, those beside foreign speech in their true places.

    :param first: the first word of the script that may lie in this chunk.
    :param end: the first after it that may not.
    """
    looked_at: set[int] = set()
    for _ in range(MOST_BREAKS):
        broken = [
            number
            for number, place in enumerate(heard.places.tolist())
            if place not in looked_at and swallowed_ms(chunk, heard, number) > SLACK_MS
        ]
        if not broken:
            break
        looked_at.add(int(heard.places[broken[0]]))
        heard = _mend(listener, heard, broken[0], range(first, end))
    return heard


def swallowed_ms(chunk: Chunk, heard: Evidence, number: int) -> int:
    """Return how much more speech a word spans than it takes to say it slowly."""
    span = Span(int(heard.start_ms[number]), int(heard.end_ms[number]))
    return sum(span.overlap_ms(speech) for speech in chunk.speech) - slow_ms(heard, number, number + 1)


def slow_ms(heard: Evidence, first: int, end: int) -> int:
    """Return how long the words from ``first`` up to ``end`` take at a slow pace."""
    return MOST_MS_A_LETTER * int(heard.letters[first:end].sum())


def _mend(listener: Listener, heard: Evidence, number: int, open_places: range) -> Evidence:
    place = int(heard.places[number])
    low, high = max(0, number - CONTEXT_WORDS), min(len(heard), number + CONTEXT_WORDS + 1)
    start, stop = int(heard.start_ms[low]), int(heard.end_ms[high - 1])
    near_ms = (slow_ms(heard, max(low, number - 2), number + 1), slow_ms(heard, number, min(high, number + 3)))
    right_start = max(start, int(heard.end_ms[number]) - near_ms[0] - SIDE_MS)
    left_end = min(stop, int(heard.start_ms[number]) + near_ms[1] + SIDE_MS)
    unsure_before = range(max(open_places.start, place - UNSURE_WORDS), place)
    unsure_after = range(place + 1, min(open_places.stop, place + UNSURE_WORDS + 1))
    left = listener.listen(Span(start, left_end), _united(heard, low, number + 1, unsure_after))
    right = listener.listen(Span(right_start, stop), _united(heard, number, high, unsure_before))
    parted, nats = _part(left, right)
    if nats < LEAST_KEPT * said(support(heard)[low:high])[1]:
        return heard  # cutting the sound has lost more than it has found
    return join(heard[:low], parted, heard[high:])


def _united(heard: Evidence, low: int, high: int, unsure: range) -> list[int]:
    return sorted({*heard.places[low:high].tolist(), *unsure})


def _part(left: Evidence, right: Evidence) -> tuple[Evidence, float]:
    """Return the words, each as heard on its side of the best boundary, and what speaks for them."""
    best, best_nats = NOTHING, -1.0
    for boundary in sorted({*left.places.tolist(), *(right.places + 1).tolist()}):
        before, after = left.of(left.places < boundary), right.of(right.places >= boundary)
        (before_said, before_nats), (after_said, after_nats) = said(support(before)), said(support(after))
        if before_nats + after_nats > best_nats:
            best, best_nats = join(before.of(before_said), after.of(after_said)), before_nats + after_nats
    return best, best_nats
