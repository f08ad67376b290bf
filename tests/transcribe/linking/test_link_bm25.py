"""BM25 as its paper has it."""

from __future__ import annotations

from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcribe.linking.beginnings import beginnings_of
from transcribe.linking.bm25 import K1, B, best_possible, bm25

WORDS = st.lists(st.sampled_from(["су", "теңіз", "ауыл", "көл", "жыл"]), max_size=8)


def by_the_book(query: list[str], passage: list[str], passages: list[list[str]]) -> float:
    mean = max(sum(map(len, passages)) / len(passages), 1)
    total = 0.0
    for term in query:
        having = sum(term in each for each in passages)
        count = passage.count(term)
        weight = log(1 + (len(passages) - having + 0.5) / (having + 0.5))
        total += weight * count * (K1 + 1) / (count + K1 * (1 - B + B * len(passage) / mean)) if count else 0
    return total


@given(st.lists(WORDS, min_size=1, max_size=4), st.lists(WORDS, min_size=1, max_size=6))
def test_it_is_what_the_paper_says_and_never_more_than_the_best_possible(
    queries: list[list[str]], passages: list[list[str]]
) -> None:
    scores = bm25(queries, passages)
    expected = [[by_the_book(query, passage, passages) for passage in passages] for query in queries]
    assert scores == pytest.approx(np.array(expected))
    assert (scores <= best_possible(queries, passages)[:, None] + 1e-9).all()


def test_endings_and_little_words_do_not_count() -> None:
    assert beginnings_of("The villages of the Village’s") == beginnings_of("village village")
    assert beginnings_of("Ауылдардағы ауылдан ауыл") == ["ауылд", "ауылд", "ауыл"]
    assert beginnings_of("of the and") == []
