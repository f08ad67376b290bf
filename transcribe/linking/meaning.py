"""How close in meaning every claim is to every sentence and window that was heard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from transcribe.linking.channels import Scores
from transcribe.linking.embeddings import BATCH, Embedder
from transcribe.linking.evidence import Heard
from transcribe.linking.windows import LENGTHS_MS, Window
from transcribe.records import Claim

Vectors = NDArray[np.float32]
"""Shape (texts, d), each of length 1."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """Cosines of claims with what was heard."""

    sentences: Scores
    """Shape (claims, sentences)."""
    windows: Scores
    """Shape (claims, windows)."""


def compare(
    claims: Sequence[Claim],
    heard: Heard,
    windows: Sequence[Window],
    embedder: Embedder,
    progress: Callable[[int, int], None],
) -> Meaning:
    """Embed what was heard and compare it with the claims.

    Sentences and the shortest windows are embedded as they stand; the vector of a longer window is the mean of its
    sentences’. This finds as much as embedding all of them, for a third of the time.

    :param progress: texts embedded, of how many.
    :raises EngineFailed: the embedder stopped.
    """
    own = [index for index, window in enumerate(windows) if _is_embedded(window)]
    texts = [heard.text(sentence.first, sentence.end) for sentence in heard.sentences]
    texts += [heard.text(windows[index].first_word, windows[index].end_word) for index in own]
    vectors = _embed(texts, embedder, progress)
    of_sentences = vectors[: len(heard.sentences)]
    of_windows = _means(of_sentences, heard, windows)
    of_windows[own] = vectors[len(heard.sentences) :]
    queries = embedder.queries([claim.text for claim in claims])
    return Meaning(
        (queries @ of_sentences.T).astype(np.float64),
        (queries @ of_windows.T).astype(np.float64),
    )


def _is_embedded(window: Window) -> bool:
    return window.end - window.first > 1 and window.length_ms <= LENGTHS_MS[0]


def _embed(texts: Sequence[str], embedder: Embedder, progress: Callable[[int, int], None]) -> Vectors:
    batches = []
    for start in range(0, len(texts), BATCH):
        batches.append(embedder.passages(texts[start : start + BATCH]))
        progress(min(start + BATCH, len(texts)), len(texts))
    return np.concatenate(batches)


def _means(of_sentences: Vectors, heard: Heard, windows: Sequence[Window]) -> Vectors:
    """Return for each window the mean of its sentences, each as heavy as it has words, at length 1."""
    words = np.array([sentence.end - sentence.first for sentence in heard.sentences], np.float32)
    sums = np.concatenate(
        (np.zeros((1, of_sentences.shape[1]), np.float64), np.cumsum(of_sentences * words[:, None], 0, np.float64))
    )
    within = sums[[window.end for window in windows]] - sums[[window.first for window in windows]]
    return np.asarray(within / np.linalg.norm(within, axis=1, keepdims=True), np.float32)
