"""Which words of a text were said: whole stretches of it, not scattered look-alikes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from transcribe.alignment.evidence import Evidence, Floats

LEAST_NATS, MOST_NATS = -6.0, 8.0
"""One word may not decide alone, neither way."""
DOUBT_NATS = 1.0
"""A word that was not said gets 0 ± 2 nats; this much must be heard before it counts for."""
CHANGE_NATS = 3.0
"""What it costs to begin or to end a stretch."""
LEAST_MS_A_LETTER = 12
"""Faster is not speech: the model found no time for the word."""
NO_TIME_NATS = -1.0
FAST_MS_A_LETTER, FAST_NATS = 40, 2.0
"""Faster is hasty: at a chunk's end the model finds a word of the next chunk in one that sounds like it."""
TIMED_MS_A_LETTER = 35
TIMED_NATS = -1.0
"""A word that has its time between others was hardly left out, however odd it sounds: words left out get no time."""

Flags = npt.NDArray[np.bool_]


def support(evidence: Evidence) -> Floats:
    """Return what speaks for each word, (words,), in nats: above 0 for, below 0 against."""
    length_ms = evidence.spoken_ms
    timed = length_ms >= TIMED_MS_A_LETTER * evidence.letters
    nats = np.clip(evidence.nats, np.where(timed, TIMED_NATS, LEAST_NATS), MOST_NATS) - DOUBT_NATS
    nats = np.where(length_ms < FAST_MS_A_LETTER * evidence.letters, np.minimum(nats, FAST_NATS), nats)
    in_no_time = length_ms < LEAST_MS_A_LETTER * evidence.letters
    return np.where(in_no_time, np.minimum(nats, NO_TIME_NATS), nats)


def said(for_words: Floats) -> tuple[Flags, float]:
    """Return which words were said, (words,), and how much speaks for that, in nats; 0 where none were.

    The best path through two states, said and not said, by Viterbi: `CHANGE_NATS` between them.
    """
    count = len(for_words)
    outside, inside = 0.0, -CHANGE_NATS
    came_from_inside = np.zeros((count, 2), bool)  # [word, state] → the state before it
    for place, nats in enumerate(for_words):
        if inside - CHANGE_NATS > outside:
            came_from_inside[place, 0] = True
        if inside >= outside - CHANGE_NATS:
            came_from_inside[place, 1] = True
        outside, inside = max(outside, inside - CHANGE_NATS), max(inside, outside - CHANGE_NATS) + nats
    flags = np.zeros(count, bool)
    state = inside - CHANGE_NATS > outside
    score = max(outside, inside - CHANGE_NATS)
    for place in range(count - 1, -1, -1):
        flags[place] = state
        state = bool(came_from_inside[place, int(state)])
    return flags, float(score)
