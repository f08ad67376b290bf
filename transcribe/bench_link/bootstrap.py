"""How far a figure may be from what it would be on other programmes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

DRAWS, SEED = 2_000, 7


def interval(groups: Sequence[str], values: NDArray[np.float64]) -> tuple[float, float]:
    """Return the 95 % percentile interval of the mean of values, whole groups drawn with replacement (Efron 1979).

    :param values: one a sentence, shape (sentences,).
    """
    names = sorted(set(groups))
    at = {name: row for row, name in enumerate(names)}
    sums, counts = np.zeros(len(names)), np.zeros(len(names))
    for group, value in zip(groups, values.tolist(), strict=True):
        sums[at[group]] += value
        counts[at[group]] += 1
    drawn = np.random.default_rng(SEED).integers(0, len(names), (DRAWS, len(names)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    low, high = np.percentile(means, (2.5, 97.5))
    return float(low), float(high)
