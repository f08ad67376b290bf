"""Follow a script through the chunks of a sound: which of its words each chunk holds.

A chunk's words most likely go on where the last chunk's ended, so those are listened for first. Where they are not
heard, the script or the speaker has left something out: the words ahead are searched, a few windows a chunk, and
several readings are kept until the chunks that follow show which was right. Both sides may leave out any length.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from media.records import Span
from transcribe.alignment.evidence import NOTHING, Evidence, Listener
from transcribe.alignment.repeats import Repeats
from transcribe.alignment.runs import said, support
from transcribe.alignment.script import ScriptWord
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
WORDS_BEFORE = 12
"""Heard with words that may be elsewhere: what the script says before them there."""
MOST_MS_A_LETTER = 150
BEAM_WIDTH = 4
BEAM_NATS = 400.0
"""A reading that far behind the best is dropped: about the evidence of one full chunk."""
WAITING = 3
"""Readings that are kept beside the beam, however far behind, because of the words that they have left."""
NATS_A_LETTER = 0.6
"""What a letter of the script will bring at least, where it is said."""
MS_A_LETTER = 70
"""An ordinary pace."""


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


class _Prospects:
    """What a reading can still get: as many of the words that it has left as there will be speech for.

    A reading that went far ahead after a few words that are said elsewhere too has given up all that it passed over.
    The one that it left is behind by what was heard since, and yet it may be right.
    """

    def __init__(self, words: Sequence[ScriptWord], chunks: Sequence[Chunk]) -> None:
        self._letters_before = np.cumsum([0, *(word.letters for word in words)])
        self._speech_before_ms = np.cumsum([0, *map(speech_ms, chunks)])

    def worth_waiting(self, readings: Sequence[_Reading], beam: Sequence[_Reading], chunks: int) -> list[_Reading]:
        """Return the readings beside the beam that can still be better than the best of it.

        :param chunks: how many are read.
        """
        hoped = {id(reading): self._hope(reading, chunks) for reading in (*readings, *beam)}
        least = hoped[id(max(beam, key=_nats))]
        places = {reading.next_word for reading in beam}
        found: list[_Reading] = []
        for reading in sorted(readings, key=lambda reading: hoped[id(reading)], reverse=True):
            if hoped[id(reading)] > least and reading.next_word not in places:
                found.append(reading)
                places.add(reading.next_word)
        return found[:WAITING]

    def _hope(self, reading: _Reading, chunks: int) -> float:
        letters = self._letters_before[-1] - self._letters_before[reading.next_word]
        speech = (self._speech_before_ms[-1] - self._speech_before_ms[chunks]) / MS_A_LETTER
        return reading.nats + NATS_A_LETTER * float(min(letters, speech))


def track(listener: Listener, chunks: Sequence[Chunk], done: Callable[[int], None]) -> tuple[Placement, ...]:
    """Return a placement for every chunk, in order; its words ascend from chunk to chunk.

    :param done: is told how many chunks are read.
    """
    beam, waiting = [_Reading(0, 0.0, None, None)], list[_Reading]()
    searched = 0
    prospects, repeats = _Prospects(listener.words, chunks), Repeats(listener.words)
    for number, chunk in enumerate(chunks, 1):
        grown = [_grow(listener, reading, chunk, _overlap_start(reading)) for reading in (*beam, *waiting)]
        best = max(grown, key=_nats)
        if is_lost(chunk, _heard(best)):
            known = [*beam, *waiting]
            starts = _search_starts(listener, chunk, min(reading.next_word for reading in known), searched)
            searched += len(starts)
            grown += [_jump(listener, known, chunk, start) for start in starts]
        else:
            searched = 0
        grown += [_stay(reading, chunk) for reading in (*beam, *waiting)]
        grown += _elsewhere(listener, repeats, max(grown, key=_nats), chunk)
        grown += [part for reading in grown for part in _until_gaps(reading)]
        beam = _prune(grown)
        waiting = prospects.worth_waiting(grown, beam, number)
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


def _elsewhere(listener: Listener, repeats: Repeats, reading: _Reading, chunk: Chunk) -> list[_Reading]:
    """Return the reading with words that came after others passed over put where the script says the same again.

    Of two places with the same words the model takes the first.
    """
    heard = _heard(reading)
    found = []
    for number in _gaps(reading):
        for place in repeats.after(int(heard.places[number])):
            lead = range(max(int(heard.places[number]) + 1, place - WORDS_BEFORE), place)
            places = [*heard.places[:number].tolist(), *lead, *window(listener, chunk, place)]
            evidence = listener.listen(chunk_span(chunk), places)
            flags, gain = said(support(evidence))
            other = evidence.of(flags)
            if len(other) and reading.before:
                nats = reading.before.nats + gain - SKIP_NATS
                found.append(_Reading(int(other.places[-1]) + 1, nats, Placement(chunk, other), reading.before))
    return found


def _gaps(reading: _Reading) -> list[int]:
    """Return which words of the last chunk come after others that were passed over."""
    places = _heard(reading).places
    before = reading.before.next_word if reading.before else 0
    return np.flatnonzero(np.diff(places, prepend=before - 1) > SKIP_WORDS + 1).tolist()


def _until_gaps(reading: _Reading) -> Iterator[_Reading]:
    """Yield the reading with fewer words of its last chunk: those before each stretch that was passed over.

    What comes after may be other speech that says what the script says further on, and what was passed over come next.
    """
    heard = _heard(reading)
    for number in filter(None, _gaps(reading)):
        yield replace(
            reading,
            next_word=int(heard.places[number - 1]) + 1,
            nats=reading.nats - float(support(heard)[number:].sum()),
            placement=_rest(reading, heard[:number]),
        )


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
