"""The channels: for every claim and window a figure each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from transcribe.linking.anchors import Anchor
from transcribe.linking.evidence import Heard
from transcribe.linking.features import Scores
from transcribe.linking.hits import Hit
from transcribe.linking.weights import ENOUGH, KIND_WEIGHT, NEIGHBOURS, UNHEARD
from transcribe.linking.windows import Window


def window_strengths(hits: Sequence[Sequence[Hit]], windows: Sequence[Window], heard: Heard) -> Scores:
    """Return how well each anchor was heard in each window: shape (anchors, windows), 0…1."""
    firsts = np.array([window.first_word for window in windows])
    ends = np.array([window.end_word for window in windows])
    strengths = np.zeros((len(hits), len(windows)))
    for row, found in zip(strengths, hits, strict=True):
        for hit in found:
            holds = (firsts <= heard.tokens[hit.first].word) & (heard.tokens[hit.last].word < ends)
            row[holds] = np.maximum(row[holds], hit.strength)
    return strengths


def rarity(strengths: Scores) -> NDArray[np.float64]:
    """Return how much hearing an anchor says, 0…1: much where few windows have it. Shape (anchors,).

    What was heard nowhere says less than a word that is the mark of one place: it may be the recogniser's fault.
    """
    windows = strengths.shape[1]
    having = (strengths > 0).sum(axis=1)
    of_heard = np.log((windows + 1) / (having + 1)) / np.log(windows + 1)
    return np.where(having > 0, of_heard, UNHEARD)


def anchor_scores(anchors: Sequence[Anchor], strengths: Scores) -> NDArray[np.float64]:
    """Return which share of a claim's anchors each window has, by weight: shape (windows,), 0…1.

    What is not required and was heard nowhere does not count. A claim with hardly anything to recognise gets little.
    """
    weights = np.array([KIND_WEIGHT[anchor.kind.value] for anchor in anchors]) * rarity(strengths)
    counts = np.array([anchor.required for anchor in anchors], bool) | (strengths > 0).any(axis=1)
    return weights @ strengths / max(float(weights[counts].sum()), ENOUGH)


def csls(cosines: Scores) -> Scores:
    """Return cosines less what claims and windows have in common with everything: shape (claims, windows).

    Cross-domain similarity local scaling (Conneau et al. 2018): 2 cos − mean of the claim's nearest windows − mean of
    the window's nearest claims.
    """
    return 2 * cosines - _nearest(cosines, 1)[:, None] - _nearest(cosines, 0)[None, :]


def _nearest(cosines: Scores, axis: int) -> NDArray[np.float64]:
    count = min(NEIGHBOURS, cosines.shape[axis])
    nearest = np.sort(cosines, axis=axis).take(range(-count, 0), axis=axis)
    return np.asarray(nearest.mean(axis=axis), np.float64)
