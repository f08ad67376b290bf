"""How well passages answer queries by the words that they share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

K1 = 1.2
"""How soon a word repeated counts no more."""
B = 0.75
"""How much a long passage is held to have its words by being long."""


def bm25(queries: Sequence[Sequence[str]], passages: Sequence[Sequence[str]]) -> NDArray[np.float64]:
    """Return Okapi BM25 (Robertson and Zaragoza 2009), shape (queries, passages), 0 or more.

    The weight of a term is ln(1 + (N − n + ½) / (n + ½)), which is never negative.
    """
    lengths = np.array([len(passage) for passage in passages], float)
    relative = lengths / max(float(lengths.mean()) if len(lengths) else 0.0, 1.0)
    postings = _postings(passages)
    scores = np.zeros((len(queries), len(passages)))
    for row, query in zip(scores, queries, strict=True):
        for term, times in Counter(query).items():
            if term in postings:
                places, counts = postings[term]
                gain = counts * (K1 + 1) / (counts + K1 * (1 - B + B * relative[places]))
                row[places] += times * term_weight(len(places), len(passages)) * gain
    return scores


def best_possible(queries: Sequence[Sequence[str]], passages: Sequence[Sequence[str]]) -> NDArray[np.float64]:
    """Return what a passage would score that has every term of a query without end, shape (queries,)."""
    postings = _postings(passages)
    found = [[len(postings[term][0]) if term in postings else 0 for term in query] for query in queries]
    return np.array([sum(term_weight(count, len(passages)) for count in counts) * (K1 + 1) for counts in found])


def term_weight(having: int, passages: int) -> float:
    """Return how much a term says that ``having`` of ``passages`` have."""
    return float(np.log(1 + (passages - having + 0.5) / (having + 0.5)))


def _postings(passages: Sequence[Sequence[str]]) -> dict[str, tuple[NDArray[np.intp], NDArray[np.float64]]]:
    """Return for each term the passages that have it, and how often each."""
    found: dict[str, list[tuple[int, int]]] = {}
    for place, passage in enumerate(passages):
        for term, count in Counter(passage).items():
            found.setdefault(term, []).append((place, count))
    return {
        term: (np.array([place for place, _ in pairs]), np.array([float(count) for _, count in pairs]))
        for term, pairs in found.items()
    }
