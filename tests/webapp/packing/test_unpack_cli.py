"""`muragat unpack`: what it prints, what it refuses, and that one bad bag keeps no good one out."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from media.archive import Archive
from tests.webapp.packing.conftest import Bagged
from tests.webapp.packing.worked import ADMIN, APPROVER, newsroom
from webapp.cli.main import cli
from webapp.errors import NotAllowed
from webapp.packing.errors import NotUnpacked


@pytest.fixture
def there(tmp_path: Path) -> Archive:
    return newsroom(tmp_path / "there")


def run(archive: Archive, *arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["--archive", str(archive.root), "unpack", *map(str, arguments)])


def test_all_that_can_come_in_does(packed: Bagged, there: Archive, tmp_path: Path) -> None:
    bags = tmp_path / "bags"
    shutil.copytree(packed.place, bags / packed.programme_id)
    (bags / "p0").mkdir()
    (bags / "p0" / "bagit.txt").write_text("BagIt-Version: 0.97\n")
    done = run(there, bags, "--all", "--as", ADMIN)
    assert done.exit_code == 1
    assert f"{packed.programme_id}  brought in; it is approved by nobody here yet" in done.output
    assert "p0: " in done.output
    again = run(there, bags, packed.programme_id, "--as", ADMIN, "--json")
    assert again.exit_code == 0
    assert json.loads(again.output) == {"programme_id": packed.programme_id, "outcome": "there"}


def test_it_refuses(packed: Bagged, there: Archive) -> None:
    assert run(there, packed.place, "--as", ADMIN).exit_code == 2
    assert run(there, packed.place, "p1", "--all", "--as", ADMIN).exit_code == 2
    assert isinstance(run(there, packed.place, "p1", "--as", ADMIN).exception, NotUnpacked)
    assert isinstance(run(there, packed.place, "--all", "--as", APPROVER).exception, NotAllowed)
