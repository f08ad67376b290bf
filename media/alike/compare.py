"""Whose numbers lie in whose: many looked up at once in the index, and the few that come together looked at whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from media.alike.fingerprint import BITS, KEPT_STEPS, STEP_MS, Bits, Heard

MARK_BITS = 24
"""Of a moment's 32: the lower bands, which stay the same oftener. All 24 of a mark must be the same."""
MOST_MARKS = 512
"""A sound has half as many in the index at least, where it is long enough, and this many at most."""
DENSER = 4
"""Of the sound that is looked for, so many times more are looked up: so one that is kept whole is found where it has
a fourth of its length."""
LEAST_TOGETHER = 4
"""Marks at one distance, from which two sounds are held against each other."""
NEAR_STEPS = 3
MOST_PLACES = 6
"""Distances at which two sounds are held against each other: who cuts a piece out of the middle makes two."""
MOST_OTHERS = 20
BLOCK = 16
"""Moments that are judged together: eight seconds."""
LEAST_OF_BLOCK = 4
MOST_WRONG = 0.35
"""Of a block's bits where it is the same sound: the paper's figure."""
DRIFT_STEPS = 2
LEAST_MOMENTS = 16
"""Eight seconds in which something is heard: less is not told of."""
LEAST_SHARE = 0.6
"""Of the shorter sound, from which two are told of: a jingle that both have is less."""
_ODD = np.uint32(2_654_435_761)

Positions = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Marks:
    """Moments of a sound by which it is found."""

    values: NDArray[np.int64]
    """Shape (marks,), of `MARK_BITS` bits."""
    places: Positions
    """Shape (marks,): which moments they are."""

    def __len__(self) -> int:
        return len(self.values)


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two sounds share."""

    moments: int
    """Of `KEPT_STEPS` each."""
    share: float
    """Of what is heard in the shorter one, 0…1."""
    distance: int
    """In moments of `STEP_MS`: how much later it lies in the one that is looked for."""

    @property
    def is_same(self) -> bool:
        return self.share >= LEAST_SHARE and self.moments >= LEAST_MOMENTS

    @property
    def shared_ms(self) -> int:
        return self.moments * KEPT_STEPS * STEP_MS


def marks_kept(kept: Bits) -> Marks:
    """Return the marks of a sound that go into the index."""
    return _marks(kept, np.flatnonzero(kept), _thinning(kept))


def marks_asked(heard: Heard) -> Marks:
    """Return the marks by which others are looked for: of every moment, at any distance."""
    return _marks(heard.bits, np.flatnonzero(heard.sounds), max(1, _thinning(heard.kept) // DENSER))


def _thinning(kept: Bits) -> int:
    """Return the power of two by which a sound's marks are thinned: the same for two of nearly one length."""
    thinning = 1
    while np.count_nonzero(kept) > thinning * MOST_MARKS:
        thinning *= 2
    return thinning


def _marks(bits: Bits, places: Positions, thinning: int) -> Marks:
    """Return the marks whose own number says that they are taken: so both sides take the same."""
    values = bits[places] & np.uint32((1 << MARK_BITS) - 1)
    is_taken = (values * _ODD) >> np.uint32(BITS // 2) & np.uint32(thinning - 1) == 0
    return Marks(values[is_taken].astype(np.int64), places[is_taken])


def distances(asked: Positions, found: Positions) -> tuple[int, ...]:
    """Return at which distances marks come together, the most first.

    :param asked: shape (hits,): the moment of the sound that is looked for. :param found: the other's, of those kept.
    """
    apart = asked - found * KEPT_STEPS
    order = np.argsort(apart, kind="stable")
    apart, found = apart[order], found[order]
    chosen: list[tuple[int, int]] = []
    firsts = np.searchsorted(apart, apart - NEAR_STEPS)
    lasts = np.searchsorted(apart, apart + NEAR_STEPS, side="right")
    for at in np.argsort(firsts - lasts, kind="stable"):
        if lasts[at] - firsts[at] < LEAST_TOGETHER or len(chosen) == MOST_PLACES:
            break
        together = len(np.unique(found[firsts[at] : lasts[at]]))
        distance = int(apart[at])
        if together >= LEAST_TOGETHER and all(abs(distance - other) > NEAR_STEPS for _, other in chosen):
            chosen.append((together, distance))
    return tuple(distance for _, distance in sorted(chosen, reverse=True))


def overlap(heard: Heard, kept: Bits, at: tuple[int, ...]) -> Overlap:
    """Return how much of a sound is found in another.

    :param kept: of the other (`Heard.kept`). :param at: distances to be tried (`distances`).
    """
    best: dict[int, tuple[float, int, int]] = {}
    for distance in at:
        for block, wrong, moments in _blocks(heard, kept, distance):
            if wrong < best.get(block, (1.0, 0, 0))[0]:
                best[block] = (wrong, moments, distance)
    same = [(moments, distance) for wrong, moments, distance in best.values() if wrong <= MOST_WRONG]
    shared = sum(moments for moments, _ in same)
    shorter = min(np.count_nonzero(kept), np.count_nonzero(heard.kept))
    each = {distance: sum(moments for moments, its in same if its == distance) for distance in at}
    return Overlap(shared, min(1.0, shared / shorter) if shorter else 0.0, max(each, key=each.__getitem__, default=0))


def _blocks(heard: Heard, kept: Bits, distance: int) -> Iterator[tuple[int, float, int]]:
    """Yield each block of the other that lies in the sound: its number, its share of wrong bits, how many moments."""
    places = np.flatnonzero(kept)
    moments = places * KEPT_STEPS + distance
    is_in = (moments >= DRIFT_STEPS) & (moments < len(heard.bits) - DRIFT_STEPS)
    is_in[is_in] = heard.sounds[moments[is_in]]
    places, moments = places[is_in], moments[is_in]
    blocks = places // BLOCK
    counts = np.bincount(blocks)
    wrong = np.stack(
        [
            np.bincount(blocks, weights=np.bitwise_count(heard.bits[moments + drift] ^ kept[places]))
            for drift in range(-DRIFT_STEPS, DRIFT_STEPS + 1)
        ]
    ).min(axis=0)
    for block in np.flatnonzero(counts >= LEAST_OF_BLOCK):
        yield int(block), float(wrong[block] / counts[block] / BITS), int(counts[block])
