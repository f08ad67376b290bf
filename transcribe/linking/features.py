"""What is known of every claim in every window, as figures that a fusion weighs."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from transcribe.linking.windows import Window

Scores = NDArray[np.float64]
"""Shape (claims, windows)."""

AROUND_MS = (15_000, 50_000)
"""What is heard so long before or after a window tells what it is about."""
FARTHEST = 0.3
"""What is farther from its place than this part of the programme is told out of order, and how far says no more."""


class Channel(enum.StrEnum):
    """Where evidence comes from; each is optional but the first."""

    ANCHORS = "anchors"
    """Names, numbers and words that are recognised in another language."""
    WORDS = "words"
    """The same words, where the summary is in the language of the programme."""
    EMBEDDINGS = "embeddings"
    """Likeness of meaning."""
    SENTENCES = "sentences"
    """Likeness of meaning of the sentence of a window that is likest; where words are shared, they say as much."""
    ENGLISH = "english"
    """The same words in a machine's English of the programme."""


ORDER, SPEAKER = "order", "speaker"
"""Of every set of channels."""
FEATURES: Mapping[Channel, tuple[str, ...]] = {
    Channel.ANCHORS: ("anchors", "anchors stand out"),
    Channel.WORDS: ("words", "words stand out", "words around"),
    Channel.EMBEDDINGS: ("meaning", "meaning stands out", "meaning around"),
    Channel.SENTENCES: ("sentence", "sentence stands out"),
    Channel.ENGLISH: ("english", "english stands out", "english around"),
}


@dataclass(frozen=True, slots=True)
class Features:
    """Figures of every claim and window for the channels that ran."""

    channels: tuple[Channel, ...]
    names: tuple[str, ...]
    values: NDArray[np.float64]
    """Shape (claims, windows, len(names))."""


def names_of(channels: Sequence[Channel]) -> tuple[str, ...]:
    return (ORDER, SPEAKER, *(name for channel in channels for name in FEATURES[channel]))


def features_of(
    order: Scores, speaker: Scores, evidence: Mapping[Channel, Scores], windows: Sequence[Window]
) -> Features:
    """Return the features of channels that ran.

    :param evidence: for each channel how well a window fits a claim: for anchors and words a share, 0…1; for
        embeddings CSLS.
    """
    channels = tuple(channel for channel in Channel if channel in evidence)
    columns = [order, speaker]
    for channel in channels:
        scores = evidence[channel]
        standing = stands_out(scores)
        columns += [scores, standing]
        if len(FEATURES[channel]) > len((scores, standing)):
            columns.append(_around(standing, windows))
    return Features(channels, names_of(channels), np.stack(columns, axis=2))


def in_order(claims: int, windows: Sequence[Window]) -> Scores:
    """Return how far a window is from where a claim would stand if the summary told the programme evenly.

    In parts of the programme, −`FARTHEST`…0. A summary of fewer than three claims has no order.
    """
    if claims < 3:  # noqa: PLR2004 (see above)
        return np.zeros((claims, len(windows)))
    middles = np.array([(window.span.start_ms + window.span.end_ms) / 2 for window in windows])
    places = (np.arange(claims) + 0.5) / claims
    whole_ms = max(1, windows[-1].span.end_ms)
    return np.maximum(-np.abs(places[:, None] - middles[None, :] / whole_ms), -FARTHEST)


def stands_out(scores: Scores) -> Scores:
    """Return by how many standard deviations of a claim's scores each of them is above their mean.

    Half of the deviation that all claims have together is added to each, so that a claim of which all windows say the
    same has none that stands out.
    """
    spread = scores.std(axis=1, keepdims=True)
    floor = spread.mean() / 2
    return np.asarray((scores - scores.mean(axis=1, keepdims=True)) / (spread + floor + 1e-9), np.float64)


def _around(scores: Scores, windows: Sequence[Window]) -> Scores:
    """Return the mean score of the windows that begin `AROUND_MS` before or after each, 0 where there are none."""
    starts = np.array([window.span.start_ms for window in windows])
    sums = np.concatenate((np.zeros((len(scores), 1)), np.cumsum(scores, axis=1)), axis=1)
    near, far = AROUND_MS
    before = np.searchsorted(starts, starts - far), np.searchsorted(starts, starts - near, side="right")
    after = np.searchsorted(starts, starts + near), np.searchsorted(starts, starts + far, side="right")
    total = sum(sums[:, end] - sums[:, first] for first, end in (before, after))
    count = sum(end - first for first, end in (before, after))
    return np.asarray(total / np.maximum(count, 1), np.float64)
