"""The channels as one figure: how likely it is that a window bears a claim out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import msgspec
import numpy as np
from numpy.typing import NDArray

from transcribe.isotonic import Curve
from transcribe.linking.features import FEATURES, Channel, Features, Scores
from transcribe.linking.windows import Window

FILE = "fusion.json"
"""Made by `muragat bench link --train`, which also says from what."""
ENGLISH_WEIGHT = 0.3
NEVER = 1e3
"""Log odds that no link has."""
TRUST = ("rank", "lead", "behind", "share", "missing")
"""What the trust in a window hangs on: its own rank score; by how much it leads, where it is the best; by how much it
is behind the best; the logarithm of its share of a softmax over the programme; the share of the claim's names and
numbers that were not heard in it."""


@dataclass(frozen=True, slots=True)
class Fusion:
    """The figures for one set of channels."""

    rank: Mapping[str, float]
    """Weight of each feature: rank score = Σ weight × feature. It orders the windows of one claim."""
    trust: Mapping[str, float]
    """Weights of ``bias`` and `TRUST`: log odds that a window bears the claim out."""
    curve: Curve
    """Probability by those log odds → share of windows that did, on programmes that the weights were not made from."""

    def log_odds_from(self, probability: float) -> float:
        """Return the log odds of trust from which a link is as likely as this, `NEVER` where none ever is."""
        reached = [
            raw
            for raw, share in zip(self.curve.probabilities, self.curve.confidences, strict=True)
            if share >= probability
        ]
        return float(np.log(reached[0] / (1 - reached[0]))) if reached else NEVER


@dataclass(frozen=True, slots=True)
class Fused:
    """How all windows stand to all claims."""

    trust: Scores
    """Log odds, not calibrated: to decide between places."""
    probability: Scores
    """0…1, calibrated."""
    log_odds_from: Callable[[float], float]
    """The log odds of trust at which a link has a probability."""


def fuse(features: Features, missing: Scores, windows: Sequence[Window]) -> Fused:
    """Weigh the channels that ran.

    A machine's English says which place is likelier than another, and makes none likelier than it is without.

    :param missing: share of each claim's names and numbers that were not heard in each window, 0…1.
    """
    fusion = fusion_of(features.channels)
    rank = rank_of(features, fusion.rank)
    trust = trust_features(rank, missing, windows) @ np.array([fusion.trust[name] for name in TRUST])
    trust += fusion.trust["bias"]
    probability = fusion.curve.at(1 / (1 + np.exp(-trust)))
    if Channel.ENGLISH in features.channels:
        columns = [features.names.index(name) for name in FEATURES[Channel.ENGLISH]]
        bonus = features.values[:, :, columns] @ _english_weights(features.channels)
        trust += bonus - bonus.max(axis=1, keepdims=True)
    return Fused(trust, probability, fusion.log_odds_from)


def rank_of(features: Features, weights: Mapping[str, float]) -> Scores:
    """Return the rank scores by the features that have a weight."""
    return np.asarray(features.values @ np.array([weights.get(name, 0.0) for name in features.names]), np.float64)


def trust_features(rank: Scores, missing: Scores, windows: Sequence[Window]) -> NDArray[np.float64]:
    """Return what `TRUST` names, shape (claims, windows, 5)."""
    best = rank.argmax(axis=1)
    top = rank.max(axis=1, keepdims=True)
    lead = np.zeros_like(rank)
    for row, place in enumerate(best):
        elsewhere = ~overlapping(place, windows)
        lead[row, place] = top[row, 0] - rank[row][elsewhere].max() if elsewhere.any() else 0.0
    share = rank - top - np.log(np.exp(rank - top).sum(axis=1, keepdims=True))
    return np.stack([rank, lead, rank - top, share, missing], axis=2)


def overlapping(place: int, windows: Sequence[Window]) -> NDArray[np.bool_]:
    """Return which windows share time with one of them, itself among them; shape (windows,)."""
    span = windows[place].span
    return np.array([window.span.overlap_ms(span) > 0 for window in windows])


@cache
def fusions() -> Mapping[str, Fusion]:
    """Return the shipped figures by channels, joined by “+” in their order."""
    return msgspec.json.decode((files("transcribe.linking") / FILE).read_bytes(), type=Made).fusions


def fusion_of(channels: Sequence[Channel]) -> Fusion:
    """Return the figures for channels, without machine English: there is nothing to learn from about it."""
    return fusions()[key_of([channel for channel in channels if channel is not Channel.ENGLISH])]


def _english_weights(channels: Sequence[Channel]) -> NDArray[np.float64]:
    """Return `ENGLISH_WEIGHT` of what the words of a programme weigh that is in English."""
    alike = [Channel.ANCHORS, Channel.WORDS, *([Channel.EMBEDDINGS] if Channel.EMBEDDINGS in channels else [])]
    rank = fusions()[key_of(alike)].rank
    return ENGLISH_WEIGHT * np.array([rank[name] for name in FEATURES[Channel.WORDS]])


def key_of(channels: Sequence[Channel]) -> str:
    return "+".join(channels)


@dataclass(frozen=True, slots=True)
class Made:
    """The file of figures, and how it came to be."""

    command: str
    data: Mapping[str, str]
    """sha256 of each file that was learnt from."""
    fusions: Mapping[str, Fusion]
