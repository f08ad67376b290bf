"""Vectors of texts, kept: linking again after an edit asks the embedder only for what has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from media.database import immediate
from transcribe.linking.embeddings import Embedder

KEPT_AS = np.dtype("<f2")
"""Half precision changes a cosine by less than 1e-3, and halves the largest table of an archive."""
ASKED_AT_ONCE = 500
"""Keys of one query; SQLite takes some more."""


class KeptVectors:
    """An embedder with a memory in ``archive.db``; its answers are the same whether it remembers or not."""

    def __init__(self, db: Database, embedder: Embedder) -> None:
        self.name, self.version = embedder.name, embedder.version
        self._key = f"{embedder.name} {embedder.version}"
        self._db = db
        self._embedder = embedder

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """:returns: shape (len(texts), d)."""
        return self._vectors("query", texts, self._embedder.queries)

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """:returns: shape (len(texts), d)."""
        return self._vectors("passage", texts, self._embedder.passages)

    def known(self, texts: Sequence[str]) -> Mapping[int, NDArray[np.float16]]:
        """Return the vectors of those passages that are remembered, by their places; the embedder is not asked."""
        keys = [vector_key("passage", text) for text in texts]
        kept = self._find(list(dict.fromkeys(keys)))
        return {place: kept[key] for place, key in enumerate(keys) if key in kept}

    def _vectors(
        self, role: str, texts: Sequence[str], embed: Callable[[Sequence[str]], NDArray[np.float32]]
    ) -> NDArray[np.float32]:
        keys = [vector_key(role, text) for text in texts]
        kept = dict(self._find(keys))
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in kept}
        if new:
            made = embed(list(new.values())).astype(KEPT_AS)
            kept |= dict(zip(new, made, strict=True))
            self._keep({key: kept[key] for key in new})
        if not texts:
            return np.zeros((0, 1), np.float32)
        return np.stack([kept[key] for key in keys]).astype(np.float32)

    def _find(self, keys: Sequence[str]) -> Mapping[str, NDArray[np.float16]]:
        found: dict[str, NDArray[np.float16]] = {}
        for start in range(0, len(keys), ASKED_AT_ONCE):
            asked = keys[start : start + ASKED_AT_ONCE]
            where = f"embedder = ? AND text_sha256 IN ({','.join('?' * len(asked))})"
            for row in self._db.table("text_vector").rows_where(where, [self._key, *asked]):
                found[row["text_sha256"]] = np.frombuffer(row["vector"], KEPT_AS)
        return found

    def _keep(self, made: Mapping[str, NDArray[np.float16]]) -> None:
        rows = [{"embedder": self._key, "text_sha256": key, "vector": vector.tobytes()} for key, vector in made.items()]
        with immediate(self._db):
            self._db.table("text_vector").insert_all(rows, ignore=True)


def vector_key(role: str, text: str) -> str:
    """Return the name under which the vector of a text is kept; `role` is ``query`` or ``passage``."""
    return hashlib.sha256(f"{role}\n{text}".encode(errors="surrogatepass")).hexdigest()
