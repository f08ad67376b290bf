"""Settle which words a chunk holds, now that it is known what the chunks around it hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from transcribe.alignment.alternatives import choose_readings
from transcribe.alignment.breaks import STARTS, hear_from_pauses, mend_breaks
from transcribe.alignment.bridge import BRIDGED_WORDS
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
        open_places = range(after_word + 1, next_word)
        runs_on = bool(settled and len(settled[-1].heard))
        placement = _settle_one(listener, placements[number], open_places, runs_on)
        if len(placement.heard):
            next_word = int(placement.heard.places[0])
        settled.append(placement)
        done(len(settled))
    return tuple(reversed(settled))


def _settle_one(listener: Listener, placement: Placement, open_places: range, runs_on: bool) -> Placement:
    """:param runs_on: the words after ``open_places`` were heard right after this chunk."""
    chunk, own = placement.chunk, placement.heard.places.tolist()
    places = set(_with_edges(own, open_places))
    first_open = own[-1] + 1 if own else open_places.start
    may_hold_more = has_room(chunk, placement.heard)
    if may_hold_more and open_places.stop - first_open > (SMALL_GAP_WORDS if own else 0):
        places.update(window_before(listener, chunk, first_open, open_places.stop))
    evidence = listener.listen(chunk_span(chunk), sorted(places))
    flags, gain = said(support(evidence))
    heard = evidence.of(flags)
    if not own and gain <= SKIP_NATS:
        heard = _after_other_speech(listener, chunk, open_places) if runs_on else NOTHING
    if len(heard):
        heard = mend_breaks(listener, chunk, _widen(listener, chunk, heard, open_places), open_places)
        heard = choose_readings(listener, heard, chunk_span(chunk))
    return Placement(chunk, find_edges(listener.samples(chunk_span(chunk)), chunk_span(chunk), heard, listener.lead_ms))


def _after_other_speech(listener: Listener, chunk: Chunk, open_places: range) -> Evidence:
    """Return the last words before those of the next chunk, where other speech comes before them in this one."""
    missing = window_before(listener, chunk, open_places.start, open_places.stop)
    pauses = sorted(pairwise(chunk.speech), key=lambda pair: pair[1].start_ms - pair[0].end_ms, reverse=True)
    starts_ms = sorted((before.end_ms + after.start_ms) // 2 for before, after in pauses[:STARTS])
    return hear_from_pauses(listener, NOTHING, missing, starts_ms, chunk.end_ms) if missing else NOTHING


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
            evidence = listener.listen(chunk_span(chunk), sorted(places | _small_gaps(places, open_places)))
            return evidence.of(np.isin(evidence.places, heard.places))
        heard = wider
    return heard


def _small_gaps(places: set[int], open_places: range) -> set[int]:
    """Return the words of gaps that `bridge` may close: they keep their time."""
    edges = [open_places.start - 1, *sorted(places), open_places.stop]
    gaps = (range(left + 1, right) for left, right in pairwise(edges))
    return {place for gap in gaps if len(gap) <= BRIDGED_WORDS for place in gap}


def _with_edges(own: Sequence[int], open_places: range) -> list[int]:
    """Return the words a chunk has, and those beside them that nobody has."""
    if not own:
        return []
    places = [*range(max(open_places.start, own[0] - EDGE_WORDS), own[0]), own[0]]
    for left, right in pairwise(own):
        gap = range(left + 1, right)
        places += gap if len(gap) <= SMALL_GAP_WORDS else [*gap[:EDGE_WORDS], *gap[-EDGE_WORDS:]]
        places.append(right)
    return [*places, *range(own[-1] + 1, min(open_places.stop, own[-1] + 1 + EDGE_WORDS))]
