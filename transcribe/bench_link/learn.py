"""The figures of a fusion, learnt from sentences of which it is known where they are borne out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from transcribe.bench_link.asked import BEST, Asked, Floats
from transcribe.isotonic import Curve, pool
from transcribe.linking.fuse import TRUST, trust_features
from transcribe.linking.place import best_apart

ROUNDS, RATE = 400, 0.05
"""Of Adam (Kingma and Ba 2015) over all sentences at once: there is no draw, so the result is always the same."""
MEAN_DECAY, SQUARE_DECAY = 0.9, 0.99
SHRINKAGE = 0.01
"""L2, on features of unit variance."""
NEWTON_ROUNDS = 50
DIGITS = 4
BIN = 20
"""Windows of neighbouring chances are counted together."""


def learn_rank(asked: Sequence[Asked], names: Sequence[str]) -> Mapping[str, float]:
    """Return the weights that put right windows before wrong ones.

    Minimises −ln of the share that the right windows have of a softmax over the programme (ListNet's top-one loss, Cao
    et al. 2007), so that any one of them may come first.
    """
    examples = [(each.columns(names), each.right) for each in asked if each.right.any()]
    together = np.concatenate([values for values, _ in examples])
    middle, spread = together.mean(axis=0), together.std(axis=0) + 1e-9
    scaled = [((values - middle) / spread, right) for values, right in examples]
    weights = np.zeros(len(names))
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for number in range(1, ROUNDS + 1):
        slope = SHRINKAGE * weights + sum(_slope(values, right, weights) for values, right in scaled) / len(scaled)
        mean = MEAN_DECAY * mean + (1 - MEAN_DECAY) * slope
        square = SQUARE_DECAY * square + (1 - SQUARE_DECAY) * slope**2
        step = (mean / (1 - MEAN_DECAY**number)) / (np.sqrt(square / (1 - SQUARE_DECAY**number)) + 1e-8)
        weights = weights - RATE * step
    return dict(zip(names, (weights / spread).round(DIGITS).tolist(), strict=True))


def _slope(values: Floats, right: np.ndarray, weights: Floats) -> Floats:
    scores = values @ weights
    shares = np.exp(scores - scores.max())
    among_right = shares * right
    return np.asarray(values.T @ (shares / shares.sum() - among_right / among_right.sum()), np.float64)


def rank_scores(asked: Asked, rank: Mapping[str, float]) -> Floats:
    return np.asarray(asked.columns(list(rank)) @ np.array(list(rank.values())), np.float64)


def candidates(asked: Sequence[Asked], rank: Mapping[str, float]) -> tuple[Floats, np.ndarray]:
    """Return what `TRUST` names of the best windows of each sentence, and which of them are right.

    :returns: shapes (candidates, 5) and (candidates,).
    """
    given, right = [], []
    for each in asked:
        scores = rank_scores(each, rank)
        places = best_apart(scores, each.windows, BEST)
        found = trust_features(scores[None], each.missing[None], each.windows)[0]
        given.append(found[places])
        right.append(each.right[places])
    return np.concatenate(given), np.concatenate(right)


def learn_trust(given: Floats, right: np.ndarray) -> Mapping[str, float]:
    """Return the weights of a logistic regression, by Newton's method."""
    spread = given.std(axis=0) + 1e-9
    values = np.column_stack((np.ones(len(given)), given / spread))
    shrinkage = SHRINKAGE * len(given) * np.diag([0.0, *np.ones(given.shape[1])]) / 10
    weights = np.zeros(values.shape[1])
    for _ in range(NEWTON_ROUNDS):
        chance = 1 / (1 + np.exp(-(values @ weights)))
        slope = values.T @ (chance - right) + shrinkage @ weights
        bend = (values * (chance * (1 - chance))[:, None]).T @ values + shrinkage
        weights = weights - np.linalg.solve(bend, slope)
    return dict(
        zip(("bias", *TRUST), np.concatenate((weights[:1], weights[1:] / spread)).round(DIGITS).tolist(), strict=True)
    )


def chances(given: Floats, trust: Mapping[str, float]) -> Floats:
    """Return 0…1, not calibrated."""
    return np.asarray(
        1 / (1 + np.exp(-(given @ np.array([trust[name] for name in TRUST]) + trust["bias"]))), np.float64
    )


def learn_curve(given: Floats, right: np.ndarray, trust: Mapping[str, float]) -> Curve:
    """Return how often windows of a chance were right, on sentences that the weights were not learnt from.

    Isotonic (`isotonic.pool`), each step then (right + 1) / (windows + 2): the more windows it stands on, the surer.
    """
    raw = chances(given, trust)
    bins = np.array_split(np.argsort(raw, kind="stable"), max(1, len(raw) // BIN))
    sizes = np.array([float(len(each)) for each in bins])
    steps = pool(np.array([right[each].mean() for each in bins]), sizes)
    windows = np.array([sizes[steps == step].sum() for step in steps])
    smooth = pool((steps * windows + 1) / (windows + 2), sizes)
    centres = np.array([raw[each].mean() for each in bins]).round(DIGITS)
    keep = np.concatenate(([True], np.diff(smooth) > 0)) | np.concatenate((np.diff(smooth) > 0, [True]))
    return Curve(tuple(centres[keep].tolist()), tuple(smooth[keep].round(DIGITS).tolist()))
