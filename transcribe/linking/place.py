"""From a window to the words to point at: trimmed to its sentences, more than one place where a claim needs them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from media.records import Span
from transcribe.linking.anchors import Anchor
from transcribe.linking.embeddings import Embedder
from transcribe.linking.evidence import Heard
from transcribe.linking.features import Scores
from transcribe.linking.hits import Hit
from transcribe.linking.weights import ALTERNATIVES, HEARD, LACKING_FROM, MORE_FROM, MORE_SPANS, PERHAPS_FROM, TRIM
from transcribe.linking.windows import Window, make_window

Near = Mapping[int, float]
"""Cosine of a claim with sentences, by their index; empty without embeddings."""


def near_of(
    claims: Sequence[str], places: Sequence[Sequence[Window]], heard: Heard, embedder: Embedder | None
) -> list[Near]:
    """Return for each claim how near it is to the sentences of its own places.

    :raises EngineFailed: the embedder stopped.
    """
    if embedder is None:
        return [{} for _ in claims]
    own = [sorted({at for window in windows for at in range(window.first, window.end)}) for windows in places]
    wanted = sorted({at for these in own for at in these})
    if not wanted:
        return [{} for _ in claims]
    row = {sentence: number for number, sentence in enumerate(wanted)}
    vectors = embedder.passages([heard.text(heard.sentences[at].first, heard.sentences[at].end) for at in wanted])
    queries = embedder.queries(claims)
    return [{at: float(query @ vectors[row[at]]) for at in these} for query, these in zip(queries, own, strict=True)]


def trim(window: Window, heard: Heard, hits: Sequence[Sequence[Hit]], near: Near) -> Window:
    """Return the window without the sentences at its edges that neither mean nor name what the claim says.

    :param hits: of the claim's anchors. :param near: of the claim.
    """
    if window.end - window.first == 1:
        return window
    sentences = heard.sentences[window.first : window.end]
    held = np.array([_holds(heard, hits, sentence.first, sentence.end) for sentence in sentences])
    if near:
        cosines = np.array([near[at] for at in range(window.first, window.end)])
        held |= cosines >= cosines.max() - TRIM
    kept = np.flatnonzero(held)
    if not len(kept):
        return window
    return make_window(heard, window.first + int(kept[0]), window.first + int(kept[-1]) + 1)


def _holds(heard: Heard, hits: Sequence[Sequence[Hit]], first: int, end: int) -> bool:
    return any(hit.strength >= HEARD and first <= heard.tokens[hit.first].word < end for found in hits for hit in found)


def more_windows(
    chosen: int,
    anchors: Sequence[Anchor],
    strengths: Scores,
    probability: NDArray[np.float64],
    windows: Sequence[Window],
) -> list[int]:
    """Return further windows: those that have what the chosen one lacks, and those that are as likely in themselves.

    :param strengths: of the claim's anchors, shape (anchors, windows). :param probability: shape (windows,).
    """
    needed = np.array([anchor.required for anchor in anchors], bool)
    taken = [chosen]
    lacking = needed & (strengths[:, chosen] < HEARD)
    for index in np.argsort(-probability, kind="stable"):
        if len(taken) > MORE_SPANS or probability[index] < LACKING_FROM:
            break
        adds = bool((strengths[lacking, index] >= HEARD).any())
        if not _repeats_any(windows[index].span, [windows[each].span for each in taken]) and (
            adds or probability[index] >= MORE_FROM
        ):
            taken.append(int(index))
            lacking &= strengths[:, index] < HEARD
    return taken[1:]


def alternatives(taken: Sequence[Span], probability: NDArray[np.float64], windows: Sequence[Window]) -> list[int]:
    """Return the next best windows for which something speaks, none of which repeats another or a span that is taken.

    :param probability: shape (windows,).
    """
    best = best_apart(probability, windows, ALTERNATIVES, taken)
    return [index for index in best if probability[index] >= PERHAPS_FROM]


def best_apart(
    scores: NDArray[np.float64], windows: Sequence[Window], count: int, taken: Sequence[Span] = ()
) -> list[int]:
    """Return at most so many windows with the highest scores, none of which repeats another or a span that is taken.

    :param scores: shape (windows,).
    """
    found: list[int] = []
    spans = list(taken)
    for index in np.argsort(-scores, kind="stable").tolist():
        if not _repeats_any(windows[index].span, spans):
            found.append(index)
            spans.append(windows[index].span)
        if len(found) == count:
            break
    return found


def _repeats_any(span: Span, others: Sequence[Span]) -> bool:
    return any(span.repeats(other) for other in others)
