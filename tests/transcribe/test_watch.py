"""Stuck or slow: judged on real processes, by what the kernel says of them."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcribe.engines.watch import FIRST_S, LEAST_S, LOOK_S, SLOWER, STILL_S, Pace, Stillness, Stuck

LOOKS = int(STILL_S / LOOK_S)
SECONDS = st.floats(0.01, 10_000)


@contextmanager
def process(code: str) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as child:
        try:
            assert child.stdout is not None
            child.stdout.readline()
            yield child
        finally:
            child.kill()


def look_on(stillness: Stillness) -> None:
    """Look twice as often as should be needed: it may have computed up to the first look."""
    for _ in range(2 * LOOKS):
        stillness.look()


def test_a_process_that_sleeps_is_stuck_after_so_many_looks_and_no_sooner() -> None:
    with process("import time; print(flush=True); time.sleep(600)") as child:
        stillness = Stillness(child.pid)
        for _ in range(LOOKS - 1):
            stillness.look()
        with pytest.raises(Stuck, match="no processor"):
            stillness.look()


def test_a_process_that_computes_is_not_stuck_until_it_is_stopped() -> None:
    with process("print(flush=True)\nwhile True: pass") as child:
        stillness = Stillness(child.pid)
        for _ in range(2 * LOOKS):
            time.sleep(0.02)  # The kernel counts in hundredths of a second.
            stillness.look()
        child.send_signal(signal.SIGSTOP)
        time.sleep(0.1)
        with pytest.raises(Stuck):
            look_on(stillness)


def test_of_a_process_that_has_ended_nothing_is_said() -> None:
    with process("print(flush=True)") as child:
        child.wait()
        look_on(Stillness(child.pid))


@given(st.lists(st.tuples(SECONDS, SECONDS), min_size=1), SECONDS)
def test_an_answer_gets_several_times_as_long_as_the_slowest_before(
    answers: list[tuple[float, float]], sound_s: float
) -> None:
    pace = Pace()
    assert pace.most_s(str, sound_s, 0) == FIRST_S
    for heard_s, took_s in answers:
        pace.learn(str, heard_s, took_s)
    slowest = max(took_s / heard_s for heard_s, took_s in answers)
    for attempt in (0, 1):
        most_s = pace.most_s(str, sound_s, attempt)
        assert most_s >= LEAST_S[attempt]
        assert most_s == pytest.approx(max(LEAST_S[attempt], SLOWER[attempt] * slowest * sound_s))
    assert pace.most_s(int, sound_s, 0) == FIRST_S, "another question is another work"


def test_a_fast_engine_that_spins_is_replaced_within_a_minute() -> None:
    pace = Pace()
    pace.learn(str, 30.0, 1.5)
    assert pace.most_s(str, 240.0, 0) + LOOK_S < 60
