"""How fast a job is: of late, and without what was done before."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcribe.speed import LEAST_SECONDS, Speed, seconds_left

STEPS = st.lists(st.tuples(st.floats(0.5, 100), st.integers(0, 300_000)), min_size=1, max_size=60)


def test_what_an_earlier_attempt_did_is_no_speed() -> None:
    speed = Speed(done_before_ms=600_000)
    assert speed.note(0.0, 0) == 0
    assert speed.note(0.5, 600_000) == 0, "found, not heard"
    assert speed.note(10.5, 800_000) == 20


def test_a_machine_that_slows_down_is_believed_within_a_minute() -> None:
    speed = Speed(0)
    told = [speed.note(second, second * 40_000) for second in range(600)]
    assert told[-1] == pytest.approx(40)
    slow = [speed.note(599 + second, 599 * 40_000 + second * 5_000) for second in range(1, 62)]
    assert slow[-1] == pytest.approx(5, abs=0.6)


@given(STEPS)
def test_speed_lies_between_the_slowest_and_the_fastest_step(steps: list[tuple[float, int]]) -> None:
    speed = Speed(0)
    now_seconds, done_ms = 0.0, 0
    speed.note(now_seconds, done_ms)
    rates = []
    for wait_seconds, heard_ms in steps:
        now_seconds, done_ms = now_seconds + wait_seconds, done_ms + heard_ms
        rates.append(heard_ms / 1000 / wait_seconds)
        told = speed.note(now_seconds, done_ms)
        if told:
            assert min(rates) - 1e-6 <= told <= max(rates) + 1e-6
        elif now_seconds >= LEAST_SECONDS:
            assert min(rates) == 0


@given(st.integers(1, 36_000_000), st.floats(0.01, 100))
def test_time_left_is_the_rest_at_this_speed(total_ms: int, speed: float) -> None:
    assert seconds_left(total_ms, total_ms, speed) == 0
    half = seconds_left(total_ms // 2, total_ms, speed)
    assert half is None if total_ms == 1 else half == pytest.approx((total_ms - total_ms // 2) / 1000 / speed)
    assert seconds_left(0, total_ms, speed) is None
    assert seconds_left(total_ms, total_ms, 0.0) is None
