"""Whose words are better: word errors side by side, and how sure their difference is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from transcribe.normalise import without_remarks
from transcribe.scoring.score import compare

STRETCH_WORDS = 20
DRAWS = 2_000
INTERVAL = (0.025, 0.975)

Errors = npt.NDArray[np.int64]
"""Word errors, one number a word of the reference: (words,)."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One word error rate less another, and its 95 % interval."""

    mean: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.mean:+.4f} ({self.low:+.4f} … {self.high:+.4f})"


def word_errors(reference: str, hypothesis: str, language: str) -> Errors:
    """Return the errors at each word of the reference; what was put in counts at the word before it."""
    comparison = compare(without_remarks(reference).split(), hypothesis.split(), language)
    errors = np.zeros(max(1, len(comparison.reference)), np.int64)
    for stretch in comparison.stretches:
        if not stretch.agrees:
            said = stretch.reference.stop - stretch.reference.start
            heard = stretch.hypothesis.stop - stretch.hypothesis.start
            errors[stretch.reference] += 1
            errors[max(0, stretch.reference.stop - 1)] += max(0, heard - said)
    return errors


def paired_difference(ours: Errors, theirs: Errors) -> Difference:
    """Return our word error rate less theirs.

    Errors come in clusters, so stretches of `STRETCH_WORDS` are drawn, the same of both (Bisani and Ney 2004).
    """
    starts = np.arange(0, len(ours), STRETCH_WORDS)
    more, words = np.add.reduceat(ours - theirs, starts), np.diff(starts, append=len(ours))
    drawn = np.random.default_rng(0).integers(len(starts), size=(DRAWS, len(starts)))
    low, high = np.quantile(more[drawn].sum(1) / words[drawn].sum(1), INTERVAL).tolist()
    return Difference(round(float(more.sum() / words.sum()), 4), round(low, 4), round(high, 4))
