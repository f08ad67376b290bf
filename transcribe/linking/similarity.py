"""How close folded words are, when endings are added and recognisers mishear."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

SHORT = 4
"""Keys up to this length must begin the word as they are: one letter changed makes another name of them."""
LONGEST_ENDING = 9
"""Letters that may follow a name: -ындағылардың."""
SHORT_ENDING = 4


def closeness(keys: Sequence[str], words: Sequence[str]) -> NDArray[np.float32]:
    """Return how well each key begins each word.

    :param keys: folded, shape (k,). :param words: folded, shape (w,).
    :returns: shape (k, w), 0…1: 1 for equal beginnings, less by each letter changed, added or lost.
    """
    result = np.zeros((len(keys), len(words)), np.float32)
    if not words:
        return result
    lengths = np.array([len(word) for word in words])
    for length in {len(key) for key in keys}:
        rows = [row for row, key in enumerate(keys) if len(key) == length]
        these = [keys[row] for row in rows]
        ending = lengths - length
        if length <= SHORT:
            same = cdist(these, [word[:length] for word in words], scorer=Levenshtein.distance, dtype=np.uint8) == 0
            result[rows] = same & (ending <= SHORT_ENDING)
            continue
        closest = np.zeros((len(rows), len(words)), np.float32)
        for cut in (length - 1, length, length + 1):
            starts = [word[:cut] for word in words]
            similar = cdist(these, starts, scorer=Levenshtein.normalized_similarity, dtype=np.float32)
            np.maximum(closest, similar, out=closest)
        result[rows] = np.where(ending <= LONGEST_ENDING, closest, 0)
    return result
