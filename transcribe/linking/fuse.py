"""The channels as one figure: the log odds that a window bears a claim out."""

from __future__ import annotations

import numpy as np

from transcribe.linking.channels import Scores, csls
from transcribe.linking.weights import ANCHORS_ALONE, ANCHORS_AND_EMBEDDINGS


def fuse(anchor_scores: Scores, cosines: Scores | None) -> Scores:
    """Return log odds, shape (claims, windows), from shares of anchors and cosines of the same shape.

    Not calibrated: a rank with a zero that was set with caution (`weights`).
    """
    if cosines is None:
        weights = ANCHORS_ALONE
        return weights.bias + weights.anchors * anchor_scores
    weights = ANCHORS_AND_EMBEDDINGS
    return weights.bias + weights.anchors * anchor_scores + weights.csls * csls(cosines)


def as_score(log_odds: float) -> float:
    """Return 0…1."""
    return float(1 / (1 + np.exp(-log_odds)))
