"""How close in meaning claims are to passages that were heard."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from transcribe.linking.embeddings import BATCH, Embedder
from transcribe.linking.features import Scores


def cosines(
    claims: Sequence[str], passages: Sequence[str], embedder: Embedder, progress: Callable[[int, int], None]
) -> Scores:
    """Return the cosine of every claim with every passage, shape (claims, passages).

    :param progress: passages embedded, of how many.
    :raises EngineFailed: the embedder stopped.
    """
    return (embedder.queries(claims) @ _embed(passages, embedder, progress).T).astype(np.float64)


def _embed(texts: Sequence[str], embedder: Embedder, progress: Callable[[int, int], None]) -> NDArray[np.float32]:
    batches = []
    for start in range(0, len(texts), BATCH):
        batches.append(embedder.passages(texts[start : start + BATCH]))
        progress(min(start + BATCH, len(texts)), len(texts))
    return np.concatenate(batches)
