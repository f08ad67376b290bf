"""Start actors in processes of their own, and never leave one behind."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Actor:
    """A running actor; its lines are read one by one."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def read(self) -> str:
        """Return the next line, empty at the end."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def read_until(self, end: str) -> list[str]:
        return list(iter(self.read, end))

    def go(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()


@contextmanager
def actor(name: str, database: Path, *arguments: object) -> Iterator[Actor]:
    """Run an actor until the block ends; it is ready when this yields."""
    command = [sys.executable, "-m", "tests.faults.actors", name, str(database), *map(str, arguments)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        started = Actor(process)
        try:
            assert started.read() == "ready"
            yield started
        finally:
            process.kill()
