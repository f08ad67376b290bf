"""Settle which words a chunk holds, now that it is known what the chunks around it hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from transcribe.alignment.breaks import mend_breaks
from transcribe.alignment.edges import find_edges
from transcribe.alignment.evidence import NOTHING, Evidence, Listener
from transcribe.alignment.runs import said, support
from transcribe.alignment.track import SKIP_NATS, Placement, chunk_span, has_room, window_before
from transcribe.records import Chunk

EDGE_WORDS = 6
"""Tried again on both sides of words that were left out."""
SMALL_GAP_WORDS = 12
"""A gap this small is listened for as a whole."""


def settle(listener: Listener, placements: Sequence[Placement], done: Callable[[int], None]) -> tuple[Placement, ...]:
    """Return the placements with the words that `track` passed over and with the times of a last, clean listening.

    From the last chunk to the first: `track` looks ahead of the words it has, this looks back from those that follow.

    :param done: is told how many chunks are settled.
    """
    settled: list[Placement] = []
    next_word = len(listener.words)
    for number in range(len(placements) - 1, -1, -1):
        after_word = max((int(p.heard.places[-1]) for p in placements[:number] if len(p.heard)), default=-1)
        placement = _settle_one(listener, placements[number], after_word, next_word)
        if len(placement.heard):
            next_word = int(placement.heard.places[0])
        settled.append(placement)
        done(len(settled))
    return tuple(reversed(settled))


def _settle_one(listener: Listener, placement: Placement, after_word: int, next_word: int) -> Placement:
    chunk, own = placement.chunk, placement.heard.places.tolist()
    places = set(_with_edges(own, after_word, next_word))
    first_open = (own[-1] if own else after_word) + 1
    if next_word - first_open > SMALL_GAP_WORDS and has_room(chunk, placement.heard):
        places.update(window_before(listener, chunk, first_open, next_word))
    evidence = listener.listen(chunk_span(chunk), sorted(places))
    flags, gain = said(support(evidence))
    if not own and gain <= SKIP_NATS:
        return Placement(chunk, NOTHING)
    heard = _widen(listener, chunk, evidence.of(flags), range(after_word + 1, next_word))
    heard = mend_breaks(listener, chunk, heard, after_word + 1, next_word)
    return Placement(chunk, find_edges(listener.samples(chunk_span(chunk)), chunk_span(chunk), heard))


def _widen(listener: Listener, chunk: Chunk, heard: Evidence, open_places: range) -> Evidence:
    """Return the words with those at the edges of what was left out, one by one.

    After a text that was not said the model takes a word to find its way back; without that text it need not.
    Each new word must be heard for itself: between others it may be the first of those that were left out.
    """
    for _ in range(EDGE_WORDS):
        places = set(heard.places.tolist())
        beside = {place + step for place in places for step in (-1, 1)} & set(open_places) - places
        if not beside:
            break
        evidence = listener.listen(chunk_span(chunk), sorted(places | beside))
        nats = support(evidence)
        wider = evidence.of(said(nats)[0] & ((nats > 0) | np.isin(evidence.places, heard.places)))
        if len(wider) <= len(heard):
            # once more without words that were not said: they took time from those that were
            return listener.listen(chunk_span(chunk), sorted(places))
        heard = wider
    return heard


def _with_edges(own: Sequence[int], after_word: int, next_word: int) -> list[int]:
    """Return the words a chunk has, and those beside them that nobody has."""
    if not own:
        return []
    places = [*range(max(after_word + 1, own[0] - EDGE_WORDS), own[0]), own[0]]
    for left, right in pairwise(own):
        gap = range(left + 1, right)
        places += gap if len(gap) <= SMALL_GAP_WORDS else [*gap[:EDGE_WORDS], *gap[-EDGE_WORDS:]]
        places.append(right)
    return [*places, *range(own[-1] + 1, min(next_word, own[-1] + 1 + EDGE_WORDS))]
