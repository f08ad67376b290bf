"""A module of ours that does one piece of work in a process of its own, and never outlives the process that asked.

It is run as ``python -m MODULE PARENT ARGUMENTS``.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

from media.decoder.confine import die_with_parent
from media.environment import for_children
from media.errors import NO_ROOM, StorageFull
from media.store import no_room_said
from transcribe.errors import EngineFailed

MOST_S = 1800.0
"""For the largest model on a slow disk."""
DISK_FULL = 4
"""The child's exit status."""

Done = subprocess.CompletedProcess[str]


def send(module: str, *arguments: str, most_s: float = MOST_S) -> Done:
    """Return what a module said, and with which status it ended, be it that the work cannot be done.

    :param most_s: after which the child is ended.
    :raises EngineFailed: it took longer, or the system ended it: that is no fault of the file it was busy with.
    :raises StorageFull: it found no room for what it wrote.
    """
    try:
        done = subprocess.run(  # noqa: S603 (our own module)
            [sys.executable, "-P", "-m", module, str(os.getpid()), *arguments],
            stdin=subprocess.DEVNULL,
            env=for_children(),
            capture_output=True,
            check=False,
            text=True,
            timeout=most_s,
        )
    except subprocess.TimeoutExpired as error:
        raise EngineFailed(
            f"The weights were not read within {most_s / 60:.0f} minutes; do the same again when the machine is less "
            "busy."
        ) from error
    if done.returncode == DISK_FULL:
        raise StorageFull(NO_ROOM)
    if done.returncode < 0:
        raise EngineFailed(
            f"The process that read the weights was ended by signal {-done.returncode}, perhaps for want of memory; "
            "close other programs and do the same again."
        )
    return done


def run(work: Callable[[list[str]], None]) -> None:
    """Do the work in the child, with the arguments that it was sent with."""
    parent, *arguments = sys.argv[1:]
    die_with_parent(int(parent))
    try:
        with no_room_said():
            work(arguments)
    except StorageFull:
        sys.exit(DISK_FULL)
