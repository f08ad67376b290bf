"""How close folded words are, when endings are added and recognisers mishear."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

SHORT = 4
"""Keys up to this length must begin the word as they are: one letter changed makes another name of them."""
MIDDLING = 6
"""Keys up to this length may differ in sounds that are easily confused and no others: Serik is not Berik."""
CLOSE_MIDDLING = 0.85
LONGEST_ENDING = 9
"""Letters that may follow a name: -ындағылардың."""
SHORT_ENDING = 4
CONFUSED = str.maketrans("ptkzfoie", "bdgsvaee")
"""Sounds that recognisers and spellings take for one another, to one letter each."""


def closeness(keys: Sequence[str], words: Sequence[str]) -> NDArray[np.float32]:
    """Return how well each key begins each word.

    :param keys: folded, shape (k,). :param words: folded, shape (w,).
    :returns: shape (k, w), 0…1: 1 for equal beginnings, less by each letter changed, added or lost, half as much less
        where the letter sounds alike.
    """
    result = np.zeros((len(keys), len(words)), np.float32)
    if not words:
        return result
    lengths = np.array([len(word) for word in words])
    for length in sorted({len(key) for key in keys}):
        rows = [row for row, key in enumerate(keys) if len(key) == length]
        these = [keys[row] for row in rows]
        ending = lengths - length
        if length <= SHORT:
            same = cdist(these, [word[:length] for word in words], scorer=Levenshtein.distance, dtype=np.uint8) == 0
            result[rows] = same & (ending <= SHORT_ENDING)
            continue
        closest = _closest_beginning(these, words, length)
        if length <= MIDDLING:
            closest = np.where(closest >= CLOSE_MIDDLING, closest, 0)
        result[rows] = np.where((ending <= LONGEST_ENDING) & (ending >= -1), closest, 0)
    return result


def _closest_beginning(keys: Sequence[str], words: Sequence[str], length: int) -> NDArray[np.float32]:
    closest = np.zeros((len(keys), len(words)), np.float32)
    rough_keys = [key.translate(CONFUSED) for key in keys]
    for cut in (length - 1, length, length + 1):
        starts = sorted({word[:cut] for word in words})
        column = {start: index for index, start in enumerate(starts)}
        rough = [start.translate(CONFUSED) for start in starts]
        similar = cdist(keys, starts, scorer=Levenshtein.normalized_similarity, dtype=np.float32)
        similar += cdist(rough_keys, rough, scorer=Levenshtein.normalized_similarity, dtype=np.float32)
        np.maximum(closest, similar[:, [column[word[:cut]] for word in words]] / 2, out=closest)
    return closest
