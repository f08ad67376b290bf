"""Which reading of a number or abbreviation was said."""

from __future__ import annotations

from media.records import Span
from transcribe.alignment.evidence import Evidence, Listener, join

CONTEXT_WORDS = 3
"""On either side, heard with it."""
SIDE_MS = 300
LEAST_NATS = 1.0
"""By so much another reading must be better heard than the likeliest."""


def choose_readings(listener: Listener, heard: Evidence, room: Span) -> Evidence:
    """Return the words with each number and abbreviation heard in its best reading.

    :param room: the sound that they were heard in.
    """
    for number, place in enumerate(heard.places.tolist()):
        if listener.words[place].others:
            low, high = max(0, number - CONTEXT_WORDS), number + CONTEXT_WORDS + 1
            part = _best(listener, heard[low:high], place, room)
            heard = join(heard[:low], part, heard[high:])
    return heard


def _best(listener: Listener, part: Evidence, place: int, room: Span) -> Evidence:
    """Return a few words with one of them in its best reading, with the times of that listening."""
    span = Span(max(room.start_ms, int(part.start_ms[0]) - SIDE_MS), min(room.end_ms, int(part.end_ms.max()) + SIDE_MS))
    word = listener.words[place]
    heard_as = {}
    for reading in (word.said, *word.others):
        listener.read_as(place, reading)
        heard_as[reading] = listener.listen(span, part.places.tolist())
    usual = _nats(heard_as[word.said])
    best = max(heard_as, key=lambda reading: _nats(heard_as[reading]))
    if len(heard_as[best]) < len(part) or _nats(heard_as[best]) < usual + LEAST_NATS:
        listener.read_as(place, word.said)
        return part
    listener.read_as(place, best)
    return heard_as[best]


def _nats(evidence: Evidence) -> float:
    return float(evidence.nats.sum())
