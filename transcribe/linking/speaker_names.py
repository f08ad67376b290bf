"""Who speaks, against whom a claim names: “Serik Omarov says …” is looked for where Serik Omarov speaks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from transcribe.linking.evidence import Heard
from transcribe.linking.names.fold import fold
from transcribe.linking.names.similarity import closeness
from transcribe.linking.tokens import tokens_of
from transcribe.linking.weights import CLOSE_NAME
from transcribe.linking.windows import Window

SHORTEST = 3
"""Letters of a folded name that can be told from other words."""


def speaker_scores(claims: Sequence[str], heard: Heard, windows: Sequence[Window]) -> NDArray[np.float64]:
    """Return which share of each window's words is spoken by somebody whom the claim names, shape (claims, windows)."""
    names = sorted({speaker for speaker in heard.speakers if speaker})
    named = np.array([[_is_named(name, claim) for name in names] for claim in claims], float).reshape(
        len(claims), len(names)
    )
    return np.asarray(named @ _shares(names, heard, windows), np.float64)


def _is_named(speaker: str, claim: str) -> bool:
    """Return whether a claim has every word of a speaker's name that is a word."""
    keys = [key for key in map(fold, speaker.split()) if len(key) >= SHORTEST and not key.isdigit()]
    words = [fold(token.text) for token in tokens_of(claim.split())]
    return bool(keys) and bool((closeness(keys, words).max(axis=1, initial=0) >= CLOSE_NAME).all())


def _shares(names: Sequence[str], heard: Heard, windows: Sequence[Window]) -> NDArray[np.float64]:
    """Return each speaker's share of the words of each window, shape (names, windows)."""
    shares = np.zeros((len(names), len(windows)))
    speakers = np.array([names.index(speaker) if speaker else -1 for speaker in heard.speakers], int)
    for row in range(len(names)):
        counts = np.concatenate(([0], np.cumsum(speakers == row)))
        for column, window in enumerate(windows):
            said = counts[window.end_word] - counts[window.first_word]
            shares[row, column] = said / (window.end_word - window.first_word)
    return shares
