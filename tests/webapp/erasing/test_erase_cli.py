"""`muragat erase` as a user calls it."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from tests.webapp.command_line import Muragat
from tests.webapp.desk import Desk, make_desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def test_asks_says_why_not_and_goes_on(desk: Desk) -> None:
    muragat = Muragat(desk.archive.root)
    command = ("erase", desk.programme_id, "--as", "admin", "--reason", "The family asked for it.")
    refused = muragat(*command, stdin="n\n")
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    copy = desk.archive.root / "notes.txt"
    copy.write_text("A village plants saxaul. It is early.")
    pending = muragat(*command, "--yes")
    assert pending.returncode == 1
    assert pending.stderr.startswith("Pending: notes.txt: Words of it were found here")
    copy.unlink()
    again = muragat.done("erase", desk.programme_id, "--as", "admin", "--json")
    assert msgspec.json.decode(again) == {"programme_id": desk.programme_id, "is_done": True, "pending": []}
    assert "no programme" in muragat("show", desk.programme_id).stderr
