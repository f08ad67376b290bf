"""Follow a script through the chunks of a sound: which of its words each chunk holds.

A chunk's words most likely go on where the last chunk's ended, so those are listened for first. Where they are not
heard, the script or the speaker has left something out: the words ahead are searched, a few windows a chunk, and
several readings are kept until the chunks that follow show which was right. Both sides may leave out any length.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from media.records import Span
from transcribe.alignment.evidence import NOTHING, Evidence, Listener
from transcribe.alignment.runs import said, support
from transcribe.records import Chunk

OVERLAP_WORDS = 2
"""Of the last chunk's words, tried again in the next: a pause may have cut too early."""
MOST_LETTERS_A_SECOND = 24
WINDOW_MARGIN_LETTERS = 60
LEAST_WINDOW_LETTERS = 120
SEARCH_WINDOWS = 8
"""Tried for one chunk that is lost: about the cost of recognising it."""
SKIP_NATS = 8.0
"""What must speak for words that do not follow at once on the last ones: chance matches stay below."""
SKIP_WORDS = 2
JUMP_NATS = 15.0
"""The same for words in one of many windows searched."""
LOST_SHARE = 0.5
"""A chunk is lost when less of its speech than this has words."""
FULL_SHARE = 0.9
"""A chunk with words for more than this has no room for others."""
MOST_MS_A_LETTER = 150
BEAM_WIDTH = 4
BEAM_NATS = 400.0
"""A reading that far behind the best is dropped: about the evidence of one full chunk."""


@dataclass(frozen=True, slots=True)
class Placement:
    """The words that were heard in one chunk."""

    chunk: Chunk
    heard: Evidence


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read the chunks so far, the newest first."""

    next_word: int
    nats: float
    placement: Placement | None
    before: _Reading | None


def track(listener: Listener, chunks: Sequence[Chunk], done: Callable[[int], None]) -> tuple[Placement, ...]:
    """Return a placement for every chunk, in order; its words ascend from chunk to chunk.

    :param done: is told how many chunks are read.
    """
    beam = [_Reading(0, 0.0, None, None)]
    searched = 0
    for number, chunk in enumerate(chunks, 1):
        grown = [_grow(listener, reading, chunk, _overlap_start(reading)) for reading in beam]
        best = max(grown, key=_nats)
        if is_lost(chunk, _heard(best)):
            starts = _search_starts(listener, chunk, best.next_word, searched)
            searched += len(starts)
            grown += [_jump(listener, beam, chunk, start) for start in starts]
            grown.append(_stay(max(beam, key=_nats), chunk))
        else:
            searched = 0
        beam = _prune(grown)
        done(number)
    return _trace(max(beam, key=_nats))


def window(listener: Listener, chunk: Chunk, start: int) -> range:
    """Return the words from ``start`` on that the chunk has time for, spoken fast."""
    room, end = _room_letters(chunk), start
    while end < len(listener.words) and room > 0:
        room -= listener.words[end].letters + 1
        end += 1
    return range(start, end)


def window_before(listener: Listener, chunk: Chunk, first: int, end: int) -> range:
    """Return the words before ``end``, none before ``first``, that the chunk has time for, spoken fast."""
    room, start = _room_letters(chunk), end
    while start > first and room > 0:
        start -= 1
        room -= listener.words[start].letters + 1
    return range(start, end)


def _room_letters(chunk: Chunk) -> int:
    return max(LEAST_WINDOW_LETTERS, speech_ms(chunk) * MOST_LETTERS_A_SECOND // 1000 + WINDOW_MARGIN_LETTERS)


def is_lost(chunk: Chunk, heard: Evidence) -> bool:
    """Tell whether most of the chunk's speech has no words."""
    return _spoken_ms(heard) < LOST_SHARE * speech_ms(chunk)


def has_room(chunk: Chunk, heard: Evidence) -> bool:
    """Tell whether the chunk's speech may hold more words than these."""
    return _spoken_ms(heard) < FULL_SHARE * speech_ms(chunk)


def _spoken_ms(heard: Evidence) -> int:
    """Return how long these words took; a word that swallowed other speech counts at a slow pace."""
    return int(np.minimum(heard.spoken_ms, MOST_MS_A_LETTER * heard.letters).sum())


def speech_ms(chunk: Chunk) -> int:
    """Return how much speech was detected in a chunk."""
    return sum(span.duration_ms for span in chunk.speech)


def chunk_span(chunk: Chunk) -> Span:
    """Return where the chunk lies in the recording."""
    return Span(chunk.start_ms, chunk.end_ms)


def _grow(listener: Listener, reading: _Reading, chunk: Chunk, start: int, price: float = 0.0) -> _Reading:
    """Return the reading with one more chunk, whose words begin at ``start`` or later."""
    evidence = listener.listen(chunk_span(chunk), window(listener, chunk, start))
    evidence = evidence.of(evidence.places >= _handover(reading, evidence))
    flags, gain = said(support(evidence))
    heard = evidence.of(flags)
    if len(heard) and heard.places[0] > reading.next_word + SKIP_WORDS:
        price = max(price, SKIP_NATS)
    if gain <= price:
        return _stay(reading, chunk)
    before, first = reading, int(heard.places[0])
    if first < reading.next_word:
        kept = _heard(reading).of(_heard(reading).places < first)
        taken = support(_heard(reading))[len(kept) :].sum()
        before = replace(reading, placement=_rest(reading, kept), nats=reading.nats - float(taken))
    return _Reading(int(heard.places[-1]) + 1, before.nats + gain - price, Placement(chunk, heard), before)


def _rest(reading: _Reading, kept: Evidence) -> Placement | None:
    return reading.placement and replace(reading.placement, heard=kept)


def _stay(reading: _Reading, chunk: Chunk) -> _Reading:
    return _Reading(reading.next_word, reading.nats, Placement(chunk, NOTHING), reading)


def _handover(reading: _Reading, evidence: Evidence) -> int:
    """Return the first word that is better heard now than in the chunk before."""
    earlier = dict(zip(_heard(reading).places.tolist(), support(_heard(reading)).tolist(), strict=True))
    first, gain, best = reading.next_word, 0.0, 0.0
    tried_again = evidence.of(evidence.places < reading.next_word)
    for place, nats in zip(tried_again.places[::-1].tolist(), support(tried_again)[::-1].tolist(), strict=True):
        gain += nats - earlier.get(place, 0.0)
        if gain > best:
            first, best = place, gain
    return first


def _overlap_start(reading: _Reading) -> int:
    again = min(OVERLAP_WORDS, len(_heard(reading)))
    return reading.next_word - again


def _jump(listener: Listener, beam: Sequence[_Reading], chunk: Chunk, start: int) -> _Reading:
    origin = max((reading for reading in beam if reading.next_word <= start), key=_nats)
    return _grow(listener, origin, chunk, start, JUMP_NATS)


def _search_starts(listener: Listener, chunk: Chunk, next_word: int, searched: int) -> list[int]:
    """Return where the windows to search begin: those ahead, going on where the search of the last chunk ended."""
    ahead = []
    start = window(listener, chunk, next_word).stop
    while start < len(listener.words):
        ahead.append(start)
        start = window(listener, chunk, start).stop
    tried = range(searched, searched + min(SEARCH_WINDOWS, len(ahead)))
    return [ahead[number % len(ahead)] for number in tried]


def _prune(readings: Sequence[_Reading]) -> list[_Reading]:
    best_of_place: dict[int, _Reading] = {}
    for reading in sorted(readings, key=_nats):
        best_of_place[reading.next_word] = reading
    ranked = sorted(best_of_place.values(), key=_nats, reverse=True)
    return [reading for reading in ranked if reading.nats > ranked[0].nats - BEAM_NATS][:BEAM_WIDTH]


def _trace(reading: _Reading) -> tuple[Placement, ...]:
    placements = []
    step: _Reading | None = reading
    while step and step.placement:
        placements.append(step.placement)
        step = step.before
    return tuple(reversed(placements))


def _heard(reading: _Reading) -> Evidence:
    return reading.placement.heard if reading.placement else NOTHING


def _nats(reading: _Reading) -> float:
    return reading.nats
