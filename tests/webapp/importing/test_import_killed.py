"""An import that is killed at any moment goes on: every row is there once, and none is half there."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from media.archive import Archive
from tests.webapp.command_line import Muragat
from webapp.audit import verify
from webapp.schema import SCHEMAS

ROWS = 60


def written(path: Path) -> Path:
    lines = (f"Programme {number},kk,The village number {number} has no water." for number in range(ROWS))
    path.write_text("title,language,summary\n" + "\n".join(lines) + "\n")
    return path


def killed(muragat: Muragat, path: Path, after_s: float) -> bool:
    """Start an import and kill it; return whether it was still at work."""
    command = muragat.command("import", path)
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=path.parent)
    assert process.stdout
    process.stdout.readline()
    time.sleep(after_s)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return process.returncode == -signal.SIGKILL


@pytest.mark.parametrize("kills", [1, pytest.param(30, marks=pytest.mark.release)])
def test_what_is_killed_goes_on(tmp_path: Path, kills: int) -> None:
    muragat, path = Muragat(tmp_path / "archive"), written(tmp_path / "list.csv")
    draw = random.Random(9)
    for _ in range(kills):
        if not killed(muragat, path, draw.uniform(0, 0.08)):
            break
    assert muragat.done("import", path, "--json")
    db = Archive(tmp_path / "archive").open(SCHEMAS)
    titles = [row["title"] for row in db.query("SELECT title FROM programme ORDER BY created_at, title")]
    assert sorted(titles) == sorted(f"Programme {number}" for number in range(ROWS))
    for table in ("document", "imported_entry"):
        assert db.table(table).count == ROWS
    assert list(verify(db)) == []
    db.close()
