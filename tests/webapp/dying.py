"""Work that ends by kill -9 at any moment that one names: between any two SQL statements or changes of files."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from media.archive import Archive
from webapp.schema import SCHEMAS

WATCHED = frozenset({"os.remove", "os.rename", "os.rmdir", "os.chmod", "os.truncate", "open"})
FAR = 10**6
"""A step that nothing comes to."""


def in_a_child(note: Path, archive: Archive, work: Callable[[Database], object], die_at: int = FAR) -> int:
    """Work in a process of its own that kills itself at a step; return how many steps it had, or was killed at.

    What is loaded when it is first used makes a few steps more the first time.

    :param note: a file for the number of steps.
    """
    child = os.fork()
    if not child:
        _work_and_die(note, archive, work, die_at)
    _, status = os.waitpid(child, 0)
    assert os.WIFEXITED(status) or os.WTERMSIG(status) == signal.SIGKILL
    return int(note.read_text())


def _work_and_die(note: Path, archive: Archive, work: Callable[[Database], object], die_at: int) -> None:
    steps = 0
    written = os.open(note, os.O_CREAT | os.O_WRONLY)

    def step() -> None:
        nonlocal steps
        steps += 1
        os.pwrite(written, b"%8d" % steps, 0)
        if steps == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(event: str, _: Sequence[object]) -> None:
        if event in WATCHED:
            step()

    try:
        with closing(archive.open(SCHEMAS)) as db:
            sys.addaudithook(watch)
            db.conn.set_trace_callback(lambda _: step())
            work(db)
    finally:
        os._exit(0)
