"""The command as a user starts it: a process of its own, an archive of its own."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
MUTABLE = {"work", "models"}
"""Directories of an archive that may be emptied at any time."""


@dataclass(frozen=True, slots=True)
class Muragat:
    """Runs ``muragat --archive …`` and returns what came of it."""

    archive: Path

    def __call__(
        self, *arguments: str | Path, stdin: str = "", environment: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments),
            input=stdin,
            env=os.environ | (environment or {}),
            cwd=self.archive.parent,
            capture_output=True,
            text=True,
            check=False,
            timeout=250,
        )

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
