"""kill -9 at any moment of an erasure: the same command goes on, and ends with nothing left."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from media.errors import UnknownProgramme
from tests.webapp.desk import Desk, make_desk
from tests.webapp.dying import FAR, in_a_child
from webapp.audit import verify
from webapp.edition.publish import publish
from webapp.erasing.belongings import belongings
from webapp.erasing.erase import ask, go_on
from webapp.erasing.manifest import manifest_path
from webapp.erasing.records import Step
from webapp.erasing.store import find_erasure
from webapp.review import approve

WORD = "сексеуіл".encode()


def begin(root: Path) -> Desk:
    root.mkdir()
    desk = make_desk(root)
    with closing(desk.open()) as db:
        approve(db, desk.programme_id, "approver", "test")
        publish(desk.archive, db, desk.edition, desk.programme_id, "approver")
    return desk


def erase(desk: Desk, die_at: int = FAR) -> int:
    """Erase, and be killed at a step; return how many there were."""

    def work(db: Database) -> None:
        ask(desk.archive, db, desk.edition, desk.programme_id, "admin", "Somebody asked.")
        go_on(desk.archive, db, desk.edition, desk.programme_id, "admin")

    return in_a_child(desk.archive.root.parent / "steps", desk.archive, work, die_at)


def check_erased(desk: Desk) -> None:
    with closing(desk.open()) as db:
        asked = find_erasure(db, desk.programme_id)
        assert asked
        assert asked.step is Step.DONE
        for each in belongings(db):
            assert db.table(each.table).count_where(each.condition, each.values(desk.programme_id)) == 0
        assert list(verify(db)) == []
    files = [path for root in (desk.archive.root, desk.edition) for path in root.rglob("*") if path.is_file()]
    assert not [path for path in files if WORD in path.read_bytes()]
    assert not manifest_path(desk.archive, desk.programme_id).exists()


def kill_at(tmp_path: Path, step: int) -> None:
    desk = begin(tmp_path / str(step))
    assert erase(desk, step) == step
    with closing(desk.open()) as db:
        try:
            ask(desk.archive, db, desk.edition, desk.programme_id, "admin", "Somebody asked.")
            assert go_on(desk.archive, db, desk.edition, desk.programme_id, "admin") == ()
        except UnknownProgramme as error:
            raise AssertionError(f"step {step}") from error
    check_erased(desk)


def test_killed_at_any_step_it_goes_on(tmp_path: Path) -> None:
    whole = begin(tmp_path / "whole")
    steps = erase(whole)
    check_erased(whole)
    assert steps > 100
    for step in range(1, steps, steps // 20):
        kill_at(tmp_path, step)


@pytest.mark.release
def test_killed_at_every_step(tmp_path: Path) -> None:
    steps = erase(begin(tmp_path / "whole"))
    for step in range(1, steps):
        kill_at(tmp_path, step)
