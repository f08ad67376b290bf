"""Find where a recogniser got stuck and says the same words over and over."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

LONGEST_PHRASE_WORDS = 24
LEAST_REPEATS = 3
LEAST_WORDS = 8
"""In all: “no, no, no, no” is said by people."""


def repeated(texts: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Return which words only repeat the phrase before them, (words,): all of a loop but its first round."""
    _, words = np.unique(np.array([bare(text) for text in texts], dtype=object), return_inverse=True)
    marks = np.zeros(len(words), bool)
    for length in range(1, min(LONGEST_PHRASE_WORDS, len(words) // LEAST_REPEATS) + 1):
        same = words[length:] == words[:-length]
        edges = np.flatnonzero(np.diff(same, prepend=False, append=False))
        for first, end in edges.reshape(-1, 2).tolist():
            if end - first + length >= max(LEAST_WORDS, LEAST_REPEATS * length):
                marks[first + length : end + length] = True
    return marks


def bare(text: str) -> str:
    """Return a word as it is compared here: small letters and digits only."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())
