"""All that is known of the claims of a summary in one programme, channel by channel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from transcribe.linking.anchors import Anchor, anchors_of
from transcribe.linking.beginnings import beginnings_of
from transcribe.linking.bm25 import best_possible, bm25
from transcribe.linking.channels import anchor_scores, csls, window_strengths
from transcribe.linking.embeddings import Embedder
from transcribe.linking.evidence import Heard
from transcribe.linking.features import Channel, Features, Scores, features_of, in_order
from transcribe.linking.hits import Hit, find_hits
from transcribe.linking.meaning import cosines
from transcribe.linking.speaker_names import speaker_scores
from transcribe.linking.weights import HEARD
from transcribe.linking.windows import Window, texts_of

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Told:
    """What the claims are, apart from their texts."""

    texts: Sequence[str]
    """The sentences of the summary, then whatever else is looked for."""
    sentences: int
    """How many of the texts are sentences, in the order in which they tell the programme."""
    language: str
    """Primary subtag."""
    terms: Sequence[str] = ()
    """The newsroom's glossary."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """The evidence of each claim in each window."""

    anchors: Sequence[Sequence[Anchor]]
    """Of each claim."""
    hits: Sequence[Sequence[Sequence[Hit]]]
    """Of each claim's anchors."""
    strengths: Sequence[Scores]
    """For each claim, shape (anchors, windows)."""
    missing: Scores
    """Share of the claim's names and numbers that a window lacks, shape (claims, windows)."""
    features: Features


def weigh(
    told: Told,
    heard: Heard,
    windows: Sequence[Window],
    embedder: Embedder | None,
    english: Sequence[str] | None,
    progress: Progress,
) -> Weighed:
    """Return the evidence by every channel that can run.

    :param windows: at least one. :param english: a machine's English of each window.
    :param progress: texts compared, of how many.
    :raises EngineFailed: the embedder stopped.
    """
    anchors = [anchors_of(text, told.language, told.terms) for text in told.texts]
    flat = [anchor for found in anchors for anchor in found]
    hits = find_hits(flat, heard)
    strengths = window_strengths(hits, windows, heard)
    parts = [slice(start, end) for start, end in pairwise(accumulate(map(len, anchors), initial=0))]
    evidence = {Channel.ANCHORS: np.array([anchor_scores(flat[part], strengths[part]) for part in parts])}
    speaks, said = _speaks(heard, told.language), texts_of(heard, windows)
    if speaks:
        evidence[Channel.WORDS] = _shared_words(told.texts, said)
    if english is not None:
        evidence[Channel.ENGLISH] = _shared_words(told.texts, english)
    if embedder:
        evidence[Channel.EMBEDDINGS] = csls(cosines(told.texts, said, embedder, progress))
    if embedder and not speaks:
        evidence[Channel.SENTENCES] = _best_sentence(told.texts, heard, windows, embedder, progress)
    return Weighed(
        anchors=anchors,
        hits=[hits[part] for part in parts],
        strengths=[strengths[part] for part in parts],
        missing=np.array([_missing(flat[part], strengths[part]) for part in parts]),
        features=features_of(_order(told, windows), speaker_scores(told.texts, heard, windows), evidence, windows),
    )


def _order(told: Told, windows: Sequence[Window]) -> Scores:
    """Return `in_order` for the sentences; what else is looked for has no order."""
    return np.vstack((in_order(told.sentences, windows), np.zeros((len(told.texts) - told.sentences, len(windows)))))


def _best_sentence(
    texts: Sequence[str], heard: Heard, windows: Sequence[Window], embedder: Embedder, progress: Progress
) -> Scores:
    """Return the CSLS of the sentence of each window that is likest, shape (claims, windows)."""
    said = [heard.text(sentence.first, sentence.end) for sentence in heard.sentences]
    scores = csls(cosines(texts, said, embedder, progress))
    return np.stack([scores[:, window.first : window.end].max(axis=1) for window in windows], axis=1)


def _speaks(heard: Heard, language: str) -> bool:
    """Return whether at least half of what was heard is in the summary's language."""
    return 2 * sum(spoken == language for spoken in heard.languages) >= len(heard.languages)


def _shared_words(texts: Sequence[str], passages: Sequence[str]) -> Scores:
    """Return BM25 as a share of what a passage could score that is nothing but the claim's words, 0…1."""
    queries, said = list(map(beginnings_of, texts)), list(map(beginnings_of, passages))
    return np.asarray(bm25(queries, said) / np.maximum(best_possible(queries, said), 1e-9)[:, None], np.float64)


def _missing(anchors: Sequence[Anchor], strengths: Scores) -> NDArray[np.float64]:
    needed = np.array([anchor.required for anchor in anchors], bool)
    if not needed.any():
        return np.zeros(strengths.shape[1])
    return np.asarray((strengths[needed] < HEARD).mean(axis=0), np.float64)
