"""Who holds a job: one process on one machine, and whether it still lives."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_PROC = Path("/proc")
_START_TIME = 19
"""Of ``/proc/PID/stat`` after the command's name, counted from 0: field 22, start time in ticks since boot."""


@dataclass(frozen=True, slots=True)
class Owner:
    """A process, named so that no other ever has the same name: process numbers are used again."""

    machine: str
    """The boot and the process namespace in which the number means something; empty where the kernel does not say."""
    pid: int
    started: str

    def __str__(self) -> str:
        return f"{self.machine} {self.pid} {self.started}"

    @classmethod
    def parse(cls, text: str) -> Owner:
        """:raises ValueError: the text is not an owner's."""
        machine, pid, started = text.split(" ")
        return cls(machine, int(pid), started)

    def is_dead(self) -> bool:
        """Return whether this process has certainly ended; False where that cannot be told from here."""
        if not self.machine or self.machine != _machine():
            return False
        try:
            state, started = _state_and_start(self.pid)
        except FileNotFoundError:
            return not _exists(self.pid)
        return state in ("Z", "X") or started != self.started


def this_process() -> Owner:
    """Return the running process; not cached, because a fork is another."""
    try:
        return Owner(_machine(), os.getpid(), _state_and_start(os.getpid())[1])
    except FileNotFoundError:  # No /proc, as on macOS: leases alone decide there.
        return Owner("", os.getpid(), "")


@cache
def _machine() -> str:
    try:
        boot = (_PROC / "sys/kernel/random/boot_id").read_text().strip()
        return f"{boot}/{(_PROC / 'self/ns/pid').readlink()}"
    except OSError:
        return ""


def _state_and_start(pid: int) -> tuple[str, str]:
    """:raises FileNotFoundError: there is no such process, or it may not be seen."""
    try:
        stat = (_PROC / str(pid) / "stat").read_text()
    except ProcessLookupError as error:  # It ended between open and read.
        raise FileNotFoundError(pid) from error
    fields = stat.rpartition(")")[2].split()  # The name before it may hold spaces and brackets.
    return fields[0], fields[_START_TIME]


def _exists(pid: int) -> bool:
    """Return whether a process is there that ``/proc`` hides from us."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
