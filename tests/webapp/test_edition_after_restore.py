"""An edition from a backup beside an archive that knows more: what has ended since does not come back."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from media.catalogue import set_facts
from tests.webapp.desk import Desk, make_desk
from tests.webapp.published import public_client
from webapp.edition.after_restore import block_what_has_ended
from webapp.edition.layout import Layout
from webapp.edition.publish import publish, withdraw
from webapp.erasing.erase import ask
from webapp.review import approve

Deed = Callable[[Desk, Database], None]


def nothing(_desk: Desk, _db: Database) -> None:
    """Nobody does anything."""


def withdrawn(desk: Desk, db: Database) -> None:
    withdraw(desk.archive, db, desk.edition, desk.programme_id, "approver", "Asked for.")


def erased(desk: Desk, db: Database) -> None:
    ask(desk.archive, db, desk.edition, desk.programme_id, "admin", "The family asked for it.")


def anew(desk: Desk, db: Database) -> None:
    set_facts(db, desk.programme_id, {"title": "Another"})
    approve(db, desk.programme_id, "approver")
    publish(desk.archive, db, desk.edition, desk.programme_id, "approver", "The title was wrong.")


@pytest.mark.parametrize(("deed", "status"), [(nothing, 200), (withdrawn, 410), (erased, 410), (anew, 410)])
def test_what_has_ended_since_the_backup_does_not_come_back(tmp_path: Path, deed: Deed, status: int) -> None:
    desk = make_desk(tmp_path)
    with closing(desk.open()) as db:
        approve(db, desk.programme_id, "approver")
        publish(desk.archive, db, desk.edition, desk.programme_id, "approver")
        shutil.copytree(desk.edition, tmp_path / "backup")
        deed(desk, db)
        shutil.rmtree(desk.edition)
        shutil.copytree(tmp_path / "backup", desk.edition)
        ended = block_what_has_ended(db, Layout(desk.edition))
        assert ended == (() if status == 200 else (desk.programme_id,))
        assert block_what_has_ended(db, Layout(desk.edition)) == ()
        assert public_client(desk.edition).get(desk.address).status_code == status
        assert bool(list(desk.edition.glob("sound/*"))) is (status == 200)
        if deed is anew:  # It comes back by what is approved now.
            approve(db, desk.programme_id, "approver")
            assert publish(desk.archive, db, desk.edition, desk.programme_id, "approver").facts.title == "Another"
