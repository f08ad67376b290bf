"""What the child gives up before it touches the first foreign byte."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys

from media.decoder.messages import Limits
from media.decoder.syscalls import refuse_all_but_computing

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4


def die_with_parent(parent_pid: int) -> None:
    """End when the parent ends, even by kill -9: nobody would read the result."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent_pid:
        raise SystemExit(1)


def confine(limits: Limits) -> None:
    """Take the limits, for good: no step of this can be undone by the process.

    On every Unix: memory, CPU time, size of output, no new files, no core dump, and no new process unless root.
    On Linux (x86-64, AArch64) the kernel also refuses every system call but those of computing and of reading and
    writing what is open already: no file opened or removed, no socket, no process, also for root.
    """
    for kind, limit in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.cpu_s),
        (resource.RLIMIT_FSIZE, limits.output_bytes),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 0),
    ):
        _, most = resource.getrlimit(kind)
        lowest = limit if most == resource.RLIM_INFINITY else min(limit, most)
        resource.setrlimit(kind, (lowest, lowest))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
        refuse_all_but_computing()
