"""The methods beside which ours is measured, on the same windows: BM25 on words, and the cosine of e5."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from transcribe.bench_link.asked import Floats
from transcribe.bench_link.cases import Case
from transcribe.linking.bm25 import bm25
from transcribe.linking.embeddings import Embedder
from transcribe.linking.meaning import cosines
from transcribe.linking.windows import texts_of

WORD = re.compile(r"\w+")
Plain = Mapping[tuple[int, str], Floats]
"""Scores of all windows, shape (windows,), by the identity of the windows and the sentence."""


def plain_bm25(cases: Sequence[Case]) -> Plain:
    found: dict[tuple[int, str], Floats] = {}
    for case in cases:
        scores = bm25(
            [_words(query.text) for query in case.queries],
            [_words(text) for text in texts_of(case.heard, case.windows)],
        )
        found |= {(id(case.windows), query.text): row for query, row in zip(case.queries, scores, strict=True)}
    return found


def plain_e5(cases: Sequence[Case], embedder: Embedder) -> Plain:
    """:raises EngineFailed: the embedder stopped."""
    found: dict[tuple[int, str], Floats] = {}
    for case in cases:
        scores = cosines(
            [query.text for query in case.queries],
            texts_of(case.heard, case.windows),
            embedder,
            lambda done, total: None,
        )
        found |= {(id(case.windows), query.text): row for query, row in zip(case.queries, scores, strict=True)}
    return found


def _words(text: str) -> list[str]:
    return WORD.findall(text.lower())
