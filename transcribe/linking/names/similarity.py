"""How close folded words are, when endings are added and recognisers mishear."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

SHORT = 4
"""Keys up to this length must begin the word as they are, and an ending must follow: one letter makes another name."""
MIDDLING = 6
"""Keys up to this length may differ in sounds that are easily confused and no others: Serik is not Berik."""
CLOSE_MIDDLING = 0.85
RESEMBLES = 0.7
"""What only resembles a key of middling length: of use to find a place, no proof."""
LONGEST_ENDING = 9
"""Letters that may follow a name: -ындағылардың."""
ENDING = re.compile(
    r"(?:[ldt][ae]r)?(?:[ei]?mis|s?i)?(?:n[ae]|n?i?n|[gkn]?[ae]|[dtn]?i|n?[dt][ae]n?|n?[ae]n|[mbp]?en|[dtn]in)?"
    r"(?:[ldt]ik|[dt]a|sh?[ae]|[gk]i|si[sz]|li|[dt]i)?"
    r"|[aeiou]|o[mvi]|e[mvi]|am|ami|ah|iam|iami|iah|ov[aio]?|sk\w*"
)
"""Of Kazakh and Russian, folded: Оштан, Ошта, but not ошақ."""
SHORT_ALIKE = 0.9
VOICED = str.maketrans("ptkzf", "bdgsv")
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
            result[rows] = _short(these, words, length)
            continue
        closest = _closest_beginning(these, words, length)
        if length <= MIDDLING:
            closest = np.where(closest >= CLOSE_MIDDLING, closest, np.minimum(closest, RESEMBLES))
        result[rows] = np.where((ending <= LONGEST_ENDING) & (ending >= -1), closest, 0)
    return result


def alike(one: str, other: str) -> bool:
    """Return whether two keys differ in nothing but sounds that are easily confused."""
    return one.translate(CONFUSED) == other.translate(CONFUSED)


def _short(keys: Sequence[str], words: Sequence[str], length: int) -> NDArray[np.float32]:
    """Return how close words are that are a key and an ending; of four letters one may be voiced or not: Rosa, Роза."""
    result = np.zeros((len(keys), len(words)), np.float32)
    starts: dict[str, list[int]] = {}
    for column, word in enumerate(words):
        if ENDING.fullmatch(word, length) and len(word) >= length:
            starts.setdefault(word[:length].translate(VOICED), []).append(column)
    for row, key in enumerate(keys):
        for column in starts.get(key.translate(VOICED), ()):
            same = words[column].startswith(key)
            result[row, column] = 1 if same else SHORT_ALIKE if length == SHORT else 0
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
