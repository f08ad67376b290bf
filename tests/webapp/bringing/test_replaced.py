"""Who brings a text in the place of another is told so, and that the other stays."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from media.catalogue import documents_of
from tests.webapp.desk import Desk, make_desk
from webapp.cli.main import cli


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return make_desk(tmp_path_factory.mktemp("desk"))


def add(desk: Desk, *options: str) -> Result:
    place = ["--archive", str(desk.archive.root), "add", "--to", desk.programme_id]
    return CliRunner().invoke(cli, [*place, *options], catch_exceptions=False)


def test_a_script_in_the_place_of_another_is_told_of(desk: Desk, tmp_path: Path) -> None:
    first, second = tmp_path / "first.txt", tmp_path / "second.txt"
    first.write_text("Бір екі үш")
    second.write_text("Бір екі төрт бес")
    assert "stays in the archive" not in add(desk, "--script", str(first)).stderr
    told = add(desk, "--script", str(second)).stderr
    assert "The script of " in told
    assert "(3 words) stays in the archive; the new one counts from now on." in told
    assert "stays in the archive" not in add(desk, "--script", str(second)).stderr
    with closing(desk.open()) as db:
        assert documents_of(db, desk.programme_id, "script")[-1].text == "Бір екі үш"
    page = (
        desk.visitor("journalist").post(f"{desk.address}/sound", {"script": "Бір екі алты"}, follow_redirects=True).text
    )
    assert "The script that was there stays in the archive" in page
