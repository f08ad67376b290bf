"""From a window to the words to point at: trimmed to its sentences, more than one place where a claim needs them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from media.records import Span
from transcribe.linking.anchors import Anchor, AnchorKind
from transcribe.linking.channels import Scores
from transcribe.linking.evidence import Heard
from transcribe.linking.hits import Hit
from transcribe.linking.weights import ALTERNATIVES, HEARD, MORE_SPANS, TRIM
from transcribe.linking.windows import Window, make_window


def trim(window: Window, heard: Heard, hits: Sequence[Sequence[Hit]], near: Scores) -> Window:
    """Return the window without the sentences at its edges that neither mean nor name what the claim says.

    :param hits: of the claim's anchors.
    :param near: cosines of the claim with all sentences, shape (sentences,), or (0,) without embeddings.
    """
    if window.end - window.first == 1:
        return window
    sentences = heard.sentences[window.first : window.end]
    held = np.array([_holds(heard, hits, sentence.first, sentence.end) for sentence in sentences])
    if len(near):
        cosines = near[window.first : window.end]
        held |= cosines >= cosines.max() - TRIM
    kept = np.flatnonzero(held)
    if not len(kept):
        return window
    first, end = window.first + int(kept[0]), window.first + int(kept[-1]) + 1
    return make_window(heard, first, end, window.length_ms)


def _holds(heard: Heard, hits: Sequence[Sequence[Hit]], first: int, end: int) -> bool:
    return any(hit.strength >= HEARD and first <= heard.tokens[hit.first].word < end for found in hits for hit in found)


def more_windows(
    chosen: int, anchors: Sequence[Anchor], strengths: Scores, log_odds: NDArray[np.float64], windows: Sequence[Window]
) -> list[int]:
    """Return further windows that have what the chosen one lacks, and that are likely in themselves.

    :param strengths: of the claim's anchors, shape (anchors, windows). :param log_odds: shape (windows,).
    """
    needed = np.array([anchor.required and anchor.kind is not AnchorKind.WORD for anchor in anchors], bool)
    more: list[int] = []
    lacking = needed & (strengths[:, chosen] < HEARD)
    while len(more) < MORE_SPANS and lacking.any():
        adds = (strengths[lacking] >= HEARD).sum(axis=0)
        worth = np.where((adds > 0) & (log_odds > 0), adds * 1.0 + log_odds / (1 + np.abs(log_odds)), -np.inf)
        best = int(np.argmax(worth))
        if worth[best] == -np.inf:
            break
        more.append(best)
        lacking &= strengths[:, best] < HEARD
    return more


def alternatives(taken: Sequence[Span], log_odds: NDArray[np.float64], windows: Sequence[Window]) -> list[int]:
    """Return the next best windows, none of which repeats more than half of another or of a span that is taken."""
    found: list[int] = []
    spans = list(taken)
    for index in np.argsort(-log_odds, kind="stable"):
        span = windows[index].span
        if all(2 * span.overlap_ms(other) <= min(span.duration_ms, other.duration_ms) for other in spans):
            found.append(int(index))
            spans.append(span)
        if len(found) == ALTERNATIVES:
            break
    return found
