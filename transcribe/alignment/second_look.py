"""Speech that got no words, beside words of the script that were not heard: put together once more, by themselves.

A model that hears a sentence twice within half a minute looks at the first one both times; alone, the second is heard.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from transcribe.alignment.edges import find_edges
from transcribe.alignment.evidence import NOTHING, Evidence, Listener, join
from transcribe.alignment.foreign import speech_without_words
from transcribe.alignment.runs import said, support
from transcribe.alignment.track import JUMP_NATS, chunk_span, is_lost, window, window_before
from transcribe.records import Chunk


def look_again(listener: Listener, chunks: Sequence[Chunk], heard: Evidence) -> Evidence:
    """Return the words with those that are heard in speech that had none.

    :param heard: of the whole sound, in order.
    """
    for stretch in speech_without_words(chunks, heard):
        before = int(np.searchsorted(heard.start_ms, stretch.start_ms, side="right"))
        first = int(heard.places[before - 1]) + 1 if before else 0
        end = int(heard.places[before]) if before < len(heard) else len(listener.words)
        if first < end:
            heard = join(heard[:before], _hear(listener, stretch, first, end), heard[before:])
    return heard


def _hear(listener: Listener, stretch: Chunk, first: int, end: int) -> Evidence:
    """Return those of the words from ``first`` to ``end`` that fill the stretch, none where it is other speech."""
    span = chunk_span(stretch)
    onward = [place for place in window(listener, stretch, first) if place < end]
    best, best_nats = NOTHING, JUMP_NATS
    for places in (onward, [*window_before(listener, stretch, first, end)]):
        evidence = listener.listen(span, places)
        flags, nats = said(support(evidence))
        if nats > best_nats and not is_lost(stretch, evidence.of(flags)):
            best, best_nats = evidence.of(flags), nats
    return find_edges(listener.samples(span), span, best, listener.lead_ms)
