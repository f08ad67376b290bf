"""The channels as one figure: how likely it is that a window bears a claim out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

import msgspec
import numpy as np
from numpy.typing import NDArray

from transcribe.isotonic import Curve
from transcribe.linking.features import FEATURES, Channel, Features, Scores
from transcribe.linking.weights import FOUND_AT_LEAST, LINK_FROM, LINK_FROM_ELSEWHERE, SUPPORTED_FROM
from transcribe.linking.windows import Window

FILE = "fusion.json"
"""Made by `muragat bench link --train`, which also says from what."""
ENGLISH_WEIGHT = 0.3
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
        """Return the log odds of trust from which a link is as likely as this, ∞ where none ever is."""
        reached = [
            raw
            for raw, share in zip(self.curve.probabilities, self.curve.confidences, strict=True)
            if share >= probability
        ]
        return float(np.log(reached[0] / (1 - reached[0]))) if reached else np.inf


@dataclass(frozen=True, slots=True)
class Fused:
    """How all windows stand to all claims."""

    rank: Scores
    trust: Scores
    """Log odds, not calibrated: to decide between places."""
    probability: Scores
    """0…1, calibrated."""
    link_from: float
    """Log odds of trust from which there is a link at all."""


def fuse(features: Features, missing: Scores, windows: Sequence[Window]) -> Fused:
    """Weigh the channels that ran.

    :param missing: share of each claim's names and numbers that were not heard in each window, 0…1.
    """
    fusion = fusion_of(features.channels)
    rank = rank_of(features, fusion.rank)
    given = trust_features(rank, missing, windows)
    weights = np.array([fusion.trust[name] for name in TRUST])
    trust = given @ weights + fusion.trust["bias"]
    probability = fusion.curve.at(1 / (1 + np.exp(-trust)))
    return Fused(rank, trust, probability, fusion.log_odds_from(_link_from(probability)))


def _link_from(probability: Scores) -> float:
    """Return from which probability there is a link: a higher one where hardly any claim is found, for then the summary
    is probably another programme's, and what seems to fit it does so by chance."""
    found = probability.max(axis=1) >= SUPPORTED_FROM
    return LINK_FROM_ELSEWHERE if found.mean() < FOUND_AT_LEAST else LINK_FROM


def rank_of(features: Features, weights: Mapping[str, float]) -> Scores:
    return np.asarray(features.values @ np.array([weights[name] for name in features.names]), np.float64)


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
    """Return the figures for channels.

    There is nothing to learn from about machine English, so it counts as `ENGLISH_WEIGHT` of the words of a programme
    that is in English, and makes nothing surer.
    """
    learnt = [channel for channel in channels if channel is not Channel.ENGLISH]
    fusion = fusions()[key_of(learnt)]
    if Channel.ENGLISH not in channels:
        return fusion
    alike = [channel for channel in Channel if channel in (*learnt, Channel.WORDS) and channel is not Channel.SENTENCES]
    like = fusions()[key_of(alike)].rank
    english = {
        name: ENGLISH_WEIGHT * like[word]
        for name, word in zip(FEATURES[Channel.ENGLISH], FEATURES[Channel.WORDS], strict=True)
    }
    return replace(fusion, rank={**fusion.rank, **english})


def key_of(channels: Sequence[Channel]) -> str:
    return "+".join(channels)


@dataclass(frozen=True, slots=True)
class Made:
    """The file of figures, and how it came to be."""

    command: str
    data: Mapping[str, str]
    """sha256 of each file that was learnt from."""
    fusions: Mapping[str, Fusion]
