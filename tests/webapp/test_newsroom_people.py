"""People at the command line: passwords, ended accounts, and roles that hold there as they do in the newsroom."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from media.catalogue import current_document
from tests.webapp.command_line import Muragat
from tests.webapp.desk import PASSWORD, Desk, make_desk
from webapp.accounts import sign_in, signed_in
from webapp.errors import SignInRefused
from webapp.review import ReviewState, record_changed, require_approved, state


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


@pytest.fixture
def db(desk: Desk) -> Iterator[Database]:
    db = desk.open()
    yield db
    db.close()


@pytest.fixture
def muragat(desk: Desk) -> Muragat:
    return Muragat(desk.archive.root)


def test_a_password_is_changed_and_an_account_ended(desk: Desk, db: Database, muragat: Muragat) -> None:
    _, token = sign_in(db, "journalist", PASSWORD)
    muragat.done("user", "password", "Journalist", "--password-stdin", stdin="another long password\n")
    assert signed_in(db, token) is None
    _, token = sign_in(db, "journalist", "another long password")
    muragat.done("user", "disable", "journalist")
    assert signed_in(db, token) is None
    with pytest.raises(SignInRefused):
        sign_in(db, "journalist", "another long password")
    again = muragat("user", "disable", "journalist")
    assert (again.returncode, again.stderr.count("\n")) == (1, 1)


def test_own_work_is_approved_with_a_reason_alone(desk: Desk, db: Database, muragat: Muragat) -> None:
    pid = desk.programme_id
    record_changed(db, pid, "approver")
    refused = muragat("approve", pid, "--as", "approver")
    assert refused.returncode == 1
    assert "--override" in refused.stderr or "override reason" in refused.stderr
    muragat.done("approve", pid, "--as", "approver", "--override", "alone tonight")
    assert require_approved(db, pid).override == "alone tonight"


@pytest.mark.parametrize("name", ["journalist", "disabled"])
def test_roles_hold_at_the_command_line(desk: Desk, db: Database, muragat: Muragat, name: str) -> None:
    pid = desk.programme_id
    for command in (
        ("approve", pid, "--as", name, "--override", "because"),
        ("publish", pid, "--as", name),
        ("withdraw", pid, "--as", name, "--reason", "because"),
    ):
        result = muragat(*command)
        assert (result.returncode, result.stderr.count("\n")) == (1, 1), result.stderr
    assert state(db, pid) is ReviewState.UNREVIEWED
    assert not (desk.archive.root / "edition").exists()
    assert current_document(db, pid, "summary")
