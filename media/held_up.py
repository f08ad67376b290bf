"""Tell a child that stands still from one that this machine held up, by what the system says of it."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_STATE, _USER_TIME, _SYSTEM_TIME = 0, 11, 12
"""Fields of ``/proc/PID/stat`` after the command's name, counted from 0; the times are of all threads, in ticks."""
_WANTS_A_TURN = "RD"
"""It computes or waits for a processor; it waits for a disk."""
_HALF = 2


@dataclass(frozen=True, slots=True)
class Standing:
    """A process at one moment."""

    state: str
    """A letter of the system's; ``?`` where nothing can be known."""
    processor_s: float
    """All its threads together, since it began."""


NOTHING_KNOWN = Standing("?", 0.0)


def standing_of(pid: int) -> Standing:
    """Return how a process stands; `NOTHING_KNOWN` where there is no ``/proc``, or no such process any more."""
    try:
        fields = (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return NOTHING_KNOWN
    ticks = int(fields[_USER_TIME]) + int(fields[_SYSTEM_TIME])
    return Standing(fields[_STATE], ticks / os.sysconf("SC_CLK_TCK"))


def is_held_up(before: Standing, now: Standing, waited_s: float) -> bool:
    """Return whether a process wanted to work in this time and was given less than half of it."""
    return now.state in _WANTS_A_TURN and now.processor_s - before.processor_s < waited_s / _HALF


class Silence:
    """A child that has said nothing from now on."""

    def __init__(self, pid: int, stall_s: float, stalls: int) -> None:
        """:param stalls: so many times ``stall_s`` it may last where the child is held up, and once where it is not."""
        self._pid, self._stall_s, self._stalls = pid, stall_s, stalls
        self._before, self._stall = standing_of(pid), 1
        self._deadline = time.monotonic() + stall_s

    @property
    def left_s(self) -> float:
        """Until it is to be asked whether it is too long."""
        return max(0.0, self._deadline - time.monotonic())

    def is_too_long(self) -> bool:
        """Return whether the child stands still; where not, it has as long again."""
        waited_s = self._stall * self._stall_s
        if self._stall == self._stalls or not is_held_up(self._before, standing_of(self._pid), waited_s):
            return True
        self._stall += 1
        self._deadline += self._stall_s
        return False
