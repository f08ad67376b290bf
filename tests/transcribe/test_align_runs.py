"""Stretches of said words are found by the best path, which a search of all paths confirms."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcribe.alignment.evidence import Evidence
from transcribe.alignment.runs import CHANGE_NATS, said, support


def value(flags: tuple[bool, ...], nats: list[float]) -> float:
    changes = sum(a != b for a, b in pairwise([False, *flags, False]))
    return sum(n for n, flag in zip(nats, flags, strict=True) if flag) - CHANGE_NATS * changes


@given(st.lists(st.floats(-7, 7), max_size=8))
def test_the_path_is_the_best_of_all(nats: list[float]) -> None:
    flags, score = said(np.array(nats))
    best = max(value(path, nats) for path in product([False, True], repeat=len(nats)))
    assert score == pytest.approx(best)
    assert value(tuple(flags.tolist()), nats) == pytest.approx(best)


def test_words_between_heard_ones_are_kept_and_a_paragraph_is_not() -> None:
    assert said(np.array([7.0, 7, -3, 7, 7]))[0].tolist() == [True] * 5
    assert said(np.array([7.0, 7, *[-1.5] * 6, 7, 7]))[0].tolist() == [True, True, *[False] * 6, True, True]
    assert not said(np.array([-1.0, 2, -1, 3, -1]))[0].any()


def evidence(nats: list[float], lengths_ms: list[int]) -> Evidence:
    count = len(nats)
    starts = np.cumsum([0, *lengths_ms[:-1]])
    return Evidence(
        np.arange(count),
        np.array(nats),
        np.ones(count),
        starts,
        starts + np.array(lengths_ms),
        np.full(count, 5),
        np.array(lengths_ms),
    )


def test_a_word_without_time_is_not_heard_however_it_matches() -> None:
    assert support(evidence([12.0], [20]))[0] < 0


def test_a_word_with_time_is_not_counted_out_for_sounding_odd() -> None:
    timed, fleeting = support(evidence([-5.0, -5.0], [400, 20]))
    assert fleeting < timed < 0
