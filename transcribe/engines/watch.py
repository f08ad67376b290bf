"""Tell a child that hangs from one that is slow, as a person would who looks at it."""

from __future__ import annotations

import os
from pathlib import Path

LOOK_S = 1.0
"""Between two looks at a child, and at whether anybody still wants its answer."""
STILL_S = 45.0
"""A child that has used no processor for so long is stuck: what computes uses some even on a crowded machine."""
FIRST_S = 900.0
"""For the first answer, while nobody knows this machine's speed: the largest model on two old cores."""
SLOWER = (4.0, 20.0)
"""How many times as long as ever before an answer may take, at the first and at the second attempt: sound on which
every temperature is tried takes several times as long, and that must not become a gap."""
LEAST_S = (50.0, 300.0)
"""At each attempt, however fast the answers were."""

_PROC = Path("/proc")
_STATE, _USER_TIME, _SYSTEM_TIME = 0, 11, 12
"""Fields of ``/proc/PID/stat`` after the command's name, counted from 0; the times are of all threads, in ticks."""
_ON_DISK = "D"
"""Waiting for a disk, which counts as work: weights on a slow one take long."""
_LEAST_SHARE = 0.002
"""Of a processor: threads that only wait wake up now and then."""


class Stuck(Exception):
    """The child computes nothing, and will not."""


class Stillness:
    """Looks at one process again and again; where there is no ``/proc`` it sees nothing, and the deadline decides."""

    def __init__(self, pid: int) -> None:
        self._stat = _PROC / str(pid) / "stat"
        self._used_s = self._processor_s()
        self._still_s = 0.0

    def look(self) -> None:
        """Look once more; call it every `LOOK_S`.

        Looks are counted, not hours: where this process was itself held up, the child is not blamed for the time.

        :raises Stuck: the child has used no processor for `STILL_S`.
        """
        used_s = self._processor_s()
        if used_s is None or self._used_s is None:
            return
        self._still_s += LOOK_S
        if used_s - self._used_s > _LEAST_SHARE * self._still_s:
            self._used_s, self._still_s = used_s, 0.0
        if self._still_s >= STILL_S:
            raise Stuck(f"it has used no processor for {STILL_S:.0f} s")

    def _processor_s(self) -> float | None:
        """Return the time that all threads have computed, ``None`` where that cannot be seen."""
        try:
            fields = self._stat.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):  # No /proc, or it has ended, which its pipe tells.
            return None
        if fields[_STATE] == _ON_DISK:
            self._still_s = 0.0
        return (int(fields[_USER_TIME]) + int(fields[_SYSTEM_TIME])) / os.sysconf("SC_CLK_TCK")


class Pace:
    """How long an answer may take: a child that computes for ever is found by what its kind took before."""

    def __init__(self) -> None:
        self._slowest: dict[type, float] = {}

    def learn(self, kind: type, sound_s: float, took_s: float) -> None:
        """Note how long an answer took. :param kind: of question. :param sound_s: of sound that it was about."""
        self._slowest[kind] = max(self._slowest.get(kind, 0.0), took_s / sound_s)

    def most_s(self, kind: type, sound_s: float, attempt: int) -> float:
        """Return how long the next answer may take. :param attempt: 0, or 1 after a child was replaced."""
        if kind not in self._slowest:
            return FIRST_S
        return max(LEAST_S[attempt], SLOWER[attempt] * self._slowest[kind] * sound_s)
