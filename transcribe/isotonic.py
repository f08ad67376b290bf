"""Isotonic regression: the ascending steps nearest to what was counted (Ayer et al. 1955, pool adjacent violators)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

BIN_WORDS = 20
"""Words of neighbouring probability are counted together, so that no knot stands on a few."""
DIGITS = 4
"""Of a knot: so that the same words always give the same file."""


@dataclass(frozen=True, slots=True)
class Curve:
    """Raw probability → share of right words, both 0…1 and ascending; straight between its knots."""

    probabilities: tuple[float, ...]
    confidences: tuple[float, ...]

    def at(self, probabilities: Floats) -> Floats:
        """Return the confidence of each raw probability; before the first knot and after the last that of the knot."""
        found: Floats = np.interp(probabilities, self.probabilities, self.confidences)
        return found


def fit(probabilities: Floats, right: npt.NDArray[np.bool_]) -> Curve:
    """Return the curve for words of which it is known whether they are right, (words,) each, at least one.

    A bin's share is (right + 1) / (words + 2), Laplace's rule: nothing is certain after twenty words.
    """
    order = np.argsort(probabilities, kind="stable")
    bins = np.array_split(order, max(1, len(order) // BIN_WORDS))
    centres = np.array([probabilities[each].mean() for each in bins])
    shares = np.array([(right[each].sum() + 1) / (len(each) + 2) for each in bins])
    fitted = pool(shares, np.array([float(len(each)) for each in bins]))
    return Curve(tuple(centres.round(DIGITS).tolist()), tuple(fitted.round(DIGITS).tolist()))


def pool(values: Floats, weights: Floats) -> Floats:
    """Return the ascending values nearest to those given, by weighted squares, (values,)."""
    blocks: list[tuple[float, float, int]] = []
    for value, weight in zip(values.tolist(), weights.tolist(), strict=True):
        mean, heavy, count = value, weight, 1
        while blocks and blocks[-1][0] >= mean:
            before, its_weight, its_count = blocks.pop()
            mean = (before * its_weight + mean * heavy) / (its_weight + heavy)
            heavy, count = heavy + its_weight, count + its_count
        blocks.append((mean, heavy, count))
    return np.repeat([mean for mean, _, _ in blocks], [count for _, _, count in blocks])
