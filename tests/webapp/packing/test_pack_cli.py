"""`muragat pack`: what it prints, what it refuses, and what it finds wrong with bags."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.webapp.desk import Desk, make_desk
from webapp.cli.main import cli


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return make_desk(tmp_path_factory.mktemp("pack_cli"))


def run(desk: Desk, *arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["--archive", str(desk.archive.root), "pack", *map(str, arguments)])


def test_all_are_packed_once_and_checked(desk: Desk, tmp_path: Path) -> None:
    at = tmp_path / "bags"
    assert run(desk, at, "--all").output.split() == [str(at / desk.programme_id)]
    assert run(desk, at, "--all").output == ""
    assert run(desk, at, "--check").output == f"{desk.programme_id}: whole\n"
    path = at / desk.programme_id / "data" / "rows" / "document.jsonl"
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1])
    checked = run(desk, at, "--check")
    assert checked.exit_code == 1
    assert "data/rows/document.jsonl is not what it was" in checked.output


def test_what_a_killed_one_has_left_is_named(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / ".making-1a2b").mkdir()
    checked = run(desk, tmp_path, "--check", "--json")
    assert checked.exit_code == 1
    assert '"programme_id":".making-1a2b"' in checked.output


@pytest.mark.parametrize("arguments", [(), ("p1", "--all"), ("--all", "--check")])
def test_it_is_told_which(desk: Desk, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    refused = run(desk, tmp_path, *arguments)
    assert refused.exit_code == 2
    assert "Say which programmes" in refused.output
