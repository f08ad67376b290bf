"""The decoder finds the best telling, as trying all of them does."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.records import Span
from transcribe.linking.decode import decode
from transcribe.linking.weights import BACK_COST, SLACK_MS
from transcribe.linking.windows import Window


def window(start_ms: int) -> Window:
    return Window(0, 1, 0, 1, Span(start_ms, start_ms + 10_000))


def worth(chosen: tuple[int | None, ...], evidence: list[list[float]], windows: list[Window]) -> float:
    total, stands_ms = 0.0, None
    for row, place in zip(evidence, chosen, strict=True):
        if place is None:
            continue
        start_ms = windows[place].span.start_ms
        total += row[place] - (BACK_COST if stands_ms is not None and start_ms < stands_ms - SLACK_MS else 0)
        stands_ms = start_ms
    return total


@st.composite
def tellings(draw: st.DrawFn) -> tuple[list[list[float]], list[Window]]:
    starts = sorted(draw(st.lists(st.integers(0, 12).map(lambda step: step * 10_000), min_size=1, max_size=4)))
    rows = st.lists(st.floats(-4, 4), min_size=len(starts), max_size=len(starts))
    return draw(st.lists(rows, min_size=1, max_size=4)), [window(start_ms) for start_ms in starts]


@given(tellings())
def test_it_is_as_good_as_the_best_of_all_tellings(telling: tuple[list[list[float]], list[Window]]) -> None:
    evidence, windows = telling
    ours = decode(np.array(evidence), windows)
    every = product([None, *range(len(windows))], repeat=len(evidence))
    best = max(worth(chosen, evidence, windows) for chosen in every)
    assert worth(ours, evidence, windows) == pytest.approx(best)


def test_what_nothing_bears_out_gets_no_window_and_does_not_disturb_the_order() -> None:
    evidence = np.array([[3.0, -2.0, -2.0], [-1.0, -1.0, -1.0], [-2.0, -2.0, 3.0]])
    assert decode(evidence, [window(0), window(60_000), window(120_000)]) == (0, None, 2)


def test_of_two_places_as_good_the_one_in_order_is_taken_and_a_clear_one_behind_is_not_refused() -> None:
    windows = [window(0), window(60_000), window(120_000)]
    assert decode(np.array([[-3.0, 3.0, -3.0], [1.0, -3.0, 1.0]]), windows) == (1, 2)
    assert decode(np.array([[-3.0, 3.0, -3.0], [4.0, -3.0, 1.0]]), windows) == (1, 0)
