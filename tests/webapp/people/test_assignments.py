"""Who may see which programme: what they brought, what they are assigned to, or everything; nothing else."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from media.archive import Archive
from media.catalogue import add_programme
from media.database import sha256_of
from media.errors import UnknownProgramme
from tests.webapp.command_line import Muragat
from tests.webapp.desk import Desk, make_desk
from transcribe.schema import SCHEMAS as OLDER
from webapp.accounts import User, disable_user, get_user
from webapp.audit import entries, verify
from webapp.errors import NotADay, NotAllowed, NotAssigned, UnknownUser
from webapp.people.assignments import (
    assign,
    assigned_to,
    assignees,
    may_see,
    require_editor,
    seen_by,
    unassign,
)
from webapp.schema import SCHEMAS, webapp_migrations

JOURNALIST, OTHER = "journalist", "journalist_other"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return make_desk(tmp_path_factory.mktemp("assignments"))


@pytest.fixture(scope="module")
def opened(desk: Desk) -> Iterator[Database]:
    with closing(desk.open()) as db:
        yield db


@pytest.fixture
def db(opened: Database) -> Iterator[Database]:
    """What a test changes is taken back, so that all can share one newsroom."""
    opened.conn.execute("BEGIN IMMEDIATE")
    yield opened
    opened.conn.execute("ROLLBACK")


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("contributor_owner", True),
        ("contributor_other", False),
        (JOURNALIST, True),
        (OTHER, False),
        ("approver", True),
        ("admin", True),
    ],
)
def test_who_sees_a_programme(desk: Desk, db: Database, name: str, seen: bool) -> None:
    person = get_user(db, name)
    assert may_see(db, person, desk.programme_id) is seen
    assert (desk.programme_id in seen_by(db, person)) is seen


def test_an_unknown_role_sees_nothing(desk: Desk, db: Database) -> None:
    stranger = User("u0", "stranger", "auditor")
    assert not may_see(db, stranger, desk.programme_id)
    assert seen_by(db, stranger) == frozenset()


def test_an_assignment_opens_a_programme_and_its_end_closes_it(desk: Desk, db: Database) -> None:
    person = get_user(db, OTHER)
    given = assign(db, desk.programme_id, "Journalist_OTHER", "approver", "2026-12-01")
    assert (given.user_name, given.due, given.by_name) == (OTHER, "2026-12-01", "approver")
    assert may_see(db, person, desk.programme_id)
    assert [each.user_name for each in assignees(db, desk.programme_id)] == [JOURNALIST, "journalist_too", OTHER]
    assert assigned_to(db, OTHER) == (given,)
    unassign(db, desk.programme_id, OTHER, "admin")
    assert not may_see(db, person, desk.programme_id)
    assert assigned_to(db, OTHER) == ()
    with pytest.raises(NotAssigned):
        unassign(db, desk.programme_id, OTHER, "admin")
    assert assign(db, desk.programme_id, OTHER, "admin").due is None
    assert may_see(db, person, desk.programme_id)


def test_another_day_is_another_row_and_the_same_again_is_none(desk: Desk, db: Database) -> None:
    assign(db, desk.programme_id, JOURNALIST, "admin", "2026-12-01")
    before = db.table("assignment").count
    assign(db, desk.programme_id, JOURNALIST, "approver", "2026-12-01")
    assert db.table("assignment").count == before
    assign(db, desk.programme_id, JOURNALIST, "approver", "2026-12-24")
    assert db.table("assignment").count == before + 1
    assert [each.due for each in assigned_to(db, JOURNALIST)] == ["2026-12-24"]


def test_what_is_due_first_comes_first(desk: Desk, db: Database) -> None:
    late, soon = (add_programme(db, {"title": title, "language": "kk"}).programme_id for title in ("late", "soon"))
    assign(db, late, JOURNALIST, "admin", "2026-12-31")
    assign(db, soon, JOURNALIST, "admin", "2026-12-01")
    assert [each.programme_id for each in assigned_to(db, JOURNALIST)] == [soon, late, desk.programme_id]


@pytest.mark.parametrize(
    ("user", "by", "due", "error"),
    [
        (OTHER, JOURNALIST, None, NotAllowed),
        (OTHER, "contributor_owner", None, NotAllowed),
        ("contributor_other", "admin", None, NotAllowed),
        ("nobody", "admin", None, UnknownUser),
        ("disabled", "admin", None, UnknownUser),
        (OTHER, "disabled", None, UnknownUser),
        (OTHER, "admin", "tomorrow", NotADay),
        (OTHER, "admin", "2026-02-30", NotADay),
    ],
)
def test_refusals(desk: Desk, db: Database, user: str, by: str, due: str | None, error: type[Exception]) -> None:
    before = db.table("assignment").count
    with pytest.raises(error):
        assign(db, desk.programme_id, user, by, due)
    assert db.table("assignment").count == before


def test_what_is_not_there_cannot_be_given(db: Database) -> None:
    with pytest.raises(UnknownProgramme):
        assign(db, "pnothing", JOURNALIST, "admin")


def test_whose_account_is_ended_works_on_nothing(desk: Desk, db: Database) -> None:
    person = get_user(db, JOURNALIST)
    disable_user(db, JOURNALIST)
    assert not may_see(db, person, desk.programme_id)
    assert [each.user_name for each in assignees(db, desk.programme_id)] == ["journalist_too"]


def test_a_contributor_has_nothing_of_an_assignment_of_before(desk: Desk, db: Database) -> None:
    db.conn.execute("UPDATE user SET role = 'contributor' WHERE name = ?", [JOURNALIST])
    assert not may_see(db, get_user(db, JOURNALIST), desk.programme_id)
    assert seen_by(db, get_user(db, JOURNALIST)) == frozenset()


def test_the_audit_says_who_assigned_whom(desk: Desk, db: Database) -> None:
    assign(db, desk.programme_id, OTHER, "approver", "2026-12-01")
    unassign(db, desk.programme_id, OTHER, "admin")
    newest = entries(db, desk.programme_id, newest_first=True, limit=2)
    assert [(each.user_name, each.action) for each in newest] == [
        ("admin", f"unassigned: {OTHER}"),
        ("approver", f"assigned: {OTHER}, 2026-12-01"),
    ]
    assert list(verify(db)) == []
    db.conn.execute("UPDATE assignment SET by_name = 'somebody else' WHERE kind = 'unassigned'")
    assert len(list(verify(db))) == 1


def test_the_command_line_assigns_and_holds_to_it(desk: Desk, tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    muragat, pid = Muragat(desk.archive.root), desk.programme_id
    with closing(desk.open()) as db, pytest.raises(NotAllowed, match="assign them"):
        require_editor(db, pid, OTHER)
    refused = muragat("assign", pid, OTHER, "--as", JOURNALIST)
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    muragat.done("assign", pid, OTHER, "--due", "2026-12-01", "--as", "admin")
    with closing(desk.open()) as db:
        assert require_editor(db, pid, OTHER).name == OTHER
    muragat.done("unassign", pid, OTHER, "--as", "admin")
    assert muragat("merge", pid, "--accept-unedited", "--as", OTHER).returncode == 1


def test_journalists_of_before_keep_what_they_had(tmp_path: Path) -> None:
    old = Database(sqlite3.connect(tmp_path / "archive.db"))
    old.conn.create_function("sha256_of", -1, sha256_of, deterministic=True)
    old.conn.create_function("acting", 1, lambda name: name)
    for migrations in (*OLDER, webapp_migrations):
        migrations.apply(old)
    for number, role in enumerate(("contributor", JOURNALIST, JOURNALIST, "approver")):
        row = {"user_id": f"u{number}", "name": f"{role} {number}", "name_key": f"{role} {number}", "role": role}
        more = {"password_hash": "x", "created_at": "2026-11-01T00:00:00Z", "disabled_at": None}
        old.table("user").insert(row | more)
    old.execute("UPDATE user SET disabled_at = '2026-11-02T00:00:00Z' WHERE user_id = 'u2'")
    programme_id = add_programme(old, {"title": "Of before", "language": "kk"}).programme_id
    old.close()
    with closing(Archive(tmp_path).open(SCHEMAS)) as db:
        assert [each.user_name for each in assignees(db, programme_id)] == [f"{JOURNALIST} 1"]
        assert may_see(db, get_user(db, f"{JOURNALIST} 1"), programme_id)
        assert not may_see(db, get_user(db, "contributor 0"), programme_id)
        assert list(verify(db)) == []
        later = add_programme(db, {"title": "Of now", "language": "kk"}).programme_id
        assert not may_see(db, get_user(db, f"{JOURNALIST} 1"), later)
