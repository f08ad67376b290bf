"""The command as a user starts it: a process of its own, an archive of its own."""

from __future__ import annotations

import atexit
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.webapp.command_nursery import Order, as_line

REPOSITORY = Path(__file__).resolve().parents[2]
MUTABLE = {"work", "models"}
"""Directories of an archive that may be emptied at any time."""


class Nursery:
    """The process that gives birth to commands (`tests.webapp.command_nursery`), one for all tests of this process."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("command_nursery.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            # What has threads should not fork.
            env=os.environ | {"PYTHONPATH": str(REPOSITORY), "OPENBLAS_NUM_THREADS": "1"},
        )
        atexit.register(self._end)

    def born(self, order: Order) -> int | None:
        """Run a command; return its exit status, or nothing where it took too long."""
        assert self._process.stdin
        assert self._process.stdout
        with self._turn:
            self._process.stdin.write(as_line(order))
            self._process.stdin.flush()
            status: int | None = json.loads(self._process.stdout.readline())
        return status

    def _end(self) -> None:
        self._process.communicate()


@cache
def nursery() -> Nursery:
    return Nursery()


@dataclass(frozen=True, slots=True)
class Muragat:
    """Runs ``muragat --archive …`` and returns what came of it."""

    archive: Path

    def __call__(
        self, *arguments: str | Path, stdin: str = "", environment: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        if environment and "PYTHONPATH" in environment:  # What was imported before cannot know of it.
            return subprocess.run(
                self.command(*arguments),
                input=stdin,
                env=os.environ | environment,
                cwd=self.archive.parent,
                capture_output=True,
                text=True,
                check=False,
                timeout=250,
            )
        with tempfile.TemporaryDirectory() as place:
            streams = [Path(place, name) for name in ("stdin", "stdout", "stderr")]
            streams[0].write_text(stdin)
            order = Order(
                ["--archive", str(self.archive), *map(str, arguments)],
                os.environ | (environment or {}),
                str(self.archive.parent),
                str(streams[0]),
                str(streams[1]),
                str(streams[2]),
                250,
            )
            status = nursery().born(order)
            assert status is not None, f"{arguments} took too long: {streams[2].read_text()}"
            return subprocess.CompletedProcess(order.arguments, status, streams[1].read_text(), streams[2].read_text())

    def command(self, *arguments: str | Path) -> list[str]:
        return [sys.executable, "-m", "webapp.cli.main", "--archive", str(self.archive), *map(str, arguments)]

    def done(self, *arguments: str | Path, stdin: str = "") -> str:
        """Run a command that must succeed; returns its standard output."""
        result = self(*arguments, stdin=stdin)
        assert result.returncode == 0, result.stderr
        return result.stdout

    def add(self, *arguments: str | Path) -> str:
        """Add a programme; returns its id."""
        return self.done("add", *arguments).splitlines()[-1]


def fingerprint(archive: Path) -> dict[str, str]:
    """Return what an archive holds: every row of every table but jobs, and every file that is not scratch."""
    import sqlite3

    connection = sqlite3.connect(archive / "archive.db")
    lines = [line for line in connection.iterdump() if not line.startswith('INSERT INTO "job"')]
    connection.close()
    found = {"archive.db": hashlib.sha256("\n".join(lines).encode()).hexdigest()}
    for path in sorted(archive.rglob("*")):
        name = path.relative_to(archive)
        if path.is_file() and name.parts[0] not in MUTABLE and not name.name.startswith("archive.db"):
            found[str(name)] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found
