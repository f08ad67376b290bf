"""A child that is held up by a crowded machine is not taken for one that stands still."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from media.held_up import NOTHING_KNOWN, Silence, Standing, is_held_up, standing_of

LONG_AGO = 0.0


@pytest.mark.parametrize(
    ("now", "held_up"),
    [
        (Standing("R", 10.0), True),
        (Standing("D", 10.0), True),
        (Standing("R", 30.0), False),  # It computes, and says nothing.
        (Standing("S", 10.0), False),  # It waits for something that does not come.
        (Standing("T", 10.0), False),
        (Standing("Z", 10.0), False),
        (NOTHING_KNOWN, False),
    ],
)
def test_who_wants_a_turn_and_has_hardly_any_is_held_up(now: Standing, *, held_up: bool) -> None:
    assert is_held_up(Standing("S", 5.0), now, 40.0) is held_up


def test_this_process_computes() -> None:
    before = standing_of(os.getpid())
    while standing_of(os.getpid()).processor_s == before.processor_s:
        sum(range(10_000))
    assert standing_of(os.getpid()).state == "R"


def test_who_waits_has_one_turn_however_many_there_are() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        child.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, child.pid, os.WSTOPPED)
        silence = Silence(child.pid, LONG_AGO, 10)
        assert silence.left_s == 0
        assert silence.is_too_long()
        child.kill()
    assert standing_of(child.pid) == NOTHING_KNOWN
