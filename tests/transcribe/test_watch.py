"""Stuck or slow: judged on real processes, by what the kernel says of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media import held_up
from transcribe.engines.watch import FIRST_S, LEAST_S, LOOK_S, SLOWER, STILL_S, Pace, Stuck, Watched

LOOKS = int(STILL_S / LOOK_S)
SECONDS = st.floats(0.01, 10_000)
FOR_EVER_S = 1e9
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


@contextmanager
def process(code: str) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as child:
        try:
            assert child.stdout is not None
            child.stdout.readline()
            yield child
        finally:
            child.kill()


def look_on(watched: Watched) -> None:
    """Look twice as often as should be needed: it may have computed up to the first look."""
    for _ in range(2 * LOOKS):
        watched.look()


def test_a_process_that_computes_is_not_stuck_until_it_is_stopped() -> None:
    with process("print(flush=True)\nwhile True: pass") as child:
        watched = Watched(child.pid, FOR_EVER_S)
        for _ in range(LOOKS + 1):
            used_s = watched.used_s
            while watched.used_s == used_s:  # However seldom it has its turn on this machine.
                time.sleep(0.005)
            watched.look()
        child.send_signal(signal.SIGSTOP)
        time.sleep(0.1)
        with pytest.raises(Stuck):
            look_on(watched)


def test_of_a_process_that_has_ended_nothing_is_said() -> None:
    with process("print(flush=True)") as child:
        child.wait()
        look_on(Watched(child.pid, FOR_EVER_S))


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


class Kernel:
    """Says of a process what a real one would have to compute for hours to have said of it."""

    def __init__(self, place: Path) -> None:
        self._stat = place / "1" / "stat"
        self._stat.parent.mkdir()
        self.say(0.0)

    def say(self, used_s: float, state: str = "R") -> None:
        times = f"{round(used_s * TICKS_A_SECOND)} 0"
        self._stat.write_text(f"1 (python (engine)) {state} {' '.join(['0'] * 10)} {times} 0 0\n")


@pytest.fixture
def kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kernel:
    monkeypatch.setattr(held_up, "_PROC", tmp_path)
    return Kernel(tmp_path)


def test_a_process_that_sleeps_is_stuck_after_so_many_looks_and_no_sooner(kernel: Kernel) -> None:
    kernel.say(3.0, state="S")
    watched = Watched(1, FOR_EVER_S)
    for _ in range(LOOKS - 1):
        watched.look()
    with pytest.raises(Stuck, match="no processor"):
        watched.look()


def test_a_child_that_gets_little_of_a_crowded_machine_is_left_to_its_work(kernel: Kernel) -> None:
    """One per cent of a processor for an hour: it has computed for half a minute, and may for a whole one."""
    watched = Watched(1, 60.0)
    for look in range(3_600):
        kernel.say(look / 100)
        watched.look()
    assert watched.used_s == pytest.approx(35.99, abs=0.01)


def test_a_child_that_has_computed_for_longer_than_it_may_is_stuck_however_short_that_was(kernel: Kernel) -> None:
    """Sixteen processors, ten seconds."""
    watched = Watched(1, 150.0)
    for look in range(1, 10):
        kernel.say(16.0 * look)
        watched.look()
    kernel.say(160.0)
    with pytest.raises(Stuck, match="computed for 150 s"):
        watched.look()


def test_waiting_for_a_disk_is_work(kernel: Kernel) -> None:
    watched = Watched(1, 10.0)
    kernel.say(0.0, state="D")
    look_on(watched)
    kernel.say(0.0, state="S")
    with pytest.raises(Stuck, match="no processor"):
        look_on(watched)


def test_where_nothing_can_be_seen_every_look_counts_as_a_second_of_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held_up, "_PROC", tmp_path)
    watched = Watched(1, 20.0)
    for _ in range(20):
        watched.look()
    assert watched.used_s == 20 * LOOK_S
    with pytest.raises(Stuck, match="computed for 20 s"):
        watched.look()
