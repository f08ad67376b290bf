"""Who works on which programme, and so who may see it: deny by default.

A contributor sees what they brought, a journalist that and what they are assigned to, an approver and an admin
everything. `may_see` is the one rule: every page about a programme (`webapp.newsroom.request.programme`) and every
``--as USER`` of the command line go through it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database

from media.catalogue import get_programme
from media.database import immediate, new_id, utc_now
from webapp.accounts import User, get_user
from webapp.errors import NotADay, NotAllowed, NotAssigned

BROUGHT = "SELECT programme_id FROM programme_owner"
COLUMNS = "assignment_id, programme_id, user.name AS user_name, due, by_name, assignment.created_at"
# The newest row of a programme and a person; rowid is the order in which they came.
NEWEST = """
    FROM assignment JOIN user USING (user_id)
    WHERE kind = 'assigned' AND disabled_at IS NULL AND NOT EXISTS (
        SELECT 1 FROM assignment AS later
        WHERE later.programme_id = assignment.programme_id AND later.user_id = assignment.user_id
        AND later.rowid > assignment.rowid
    )"""


@dataclass(frozen=True, slots=True)
class Assignment:
    """Somebody who is to work on a programme."""

    assignment_id: str
    programme_id: str
    user_name: str
    due: str | None
    """The day until which, ISO 8601; ``None`` where there is no hurry."""
    by_name: str | None
    """``None`` for those who were there before programmes were assigned."""
    created_at: str


def assign(db: Database, programme_id: str, user_name: str, by: str, due: str | None = None) -> Assignment:
    """Let somebody work on a programme, or give them another day for it; the same again changes nothing.

    :param by: who says so, an approver or an admin.
    :param due: the day until which, ISO 8601.
    :raises UnknownProgramme: no such id.
    :raises UnknownUser: no active account has one of the names.
    :raises NotAllowed: ``by`` is neither an approver nor an admin, or the other is a contributor.
    :raises NotADay: ``due`` is no day.
    """
    due = _day(due)
    with immediate(db):
        giver, user = _require_giver(db, by), get_user(db, user_name)
        get_programme(db, programme_id)
        if not user.is_staff:
            raise NotAllowed(f"{user.name} is a {user.role}, who works on what they bring; assign a journalist.")
        now = _assignment(db, programme_id, user)
        if now is None or now.due != due:
            _add(db, programme_id, user, "assigned", giver.name, due)
            now = _assignment(db, programme_id, user)
    assert now is not None  # noqa: S101 it was added just now
    return now


def unassign(db: Database, programme_id: str, user_name: str, by: str) -> None:
    """Let somebody work on a programme no more, from their next request on; what they did stays.

    :raises UnknownUser: no active account has one of the names.
    :raises NotAllowed: ``by`` is neither an approver nor an admin.
    :raises NotAssigned: they are not assigned to it.
    """
    with immediate(db):
        giver, user = _require_giver(db, by), get_user(db, user_name)
        if _assignment(db, programme_id, user) is None:
            raise NotAssigned(f"{user.name} is not assigned to programme {programme_id}; nothing was changed.")
        _add(db, programme_id, user, "unassigned", giver.name)


def assigned_to(db: Database, user_name: str) -> tuple[Assignment, ...]:
    """Return what somebody is to work on: what is due first, then the newest.

    :raises UnknownUser: no active account has this name.
    """
    found = _query(db, "AND user.user_id = ? ORDER BY due IS NULL, due, assignment.rowid DESC", get_user(db, user_name))
    return tuple(found)


def assignees(db: Database, programme_id: str) -> tuple[Assignment, ...]:
    """Return who is to work on a programme, in the order in which they were assigned."""
    return tuple(_query(db, "AND programme_id = ? ORDER BY assignment.rowid", programme_id))


def leave(db: Database, user: User, by: User | None) -> None:
    """Take somebody off everything because their account ends; belongs into the transaction that ends it.

    What they brought, is not public, and nobody else works on is left too: else it would be in nobody's work.
    """
    given = assigned_to(db, user.name)
    for each in given:
        _add(db, each.programme_id, user, "left", by.name if by else None, each.due)
    done = {each.programme_id for each in given}
    for programme_id in brought_by(db, user.name, only_unpublished=True):
        if programme_id not in done and not assignees(db, programme_id):
            _add(db, programme_id, user, "left", by.name if by else None)


def brought_by(db: Database, user_name: str, *, only_unpublished: bool = False) -> tuple[str, ...]:
    """Return the ids of what somebody brought, the newest first.

    :param only_unpublished: leave out what was published last, whatever was edited since.
    """
    unpublished = """AND coalesce((
        SELECT kind FROM review_event WHERE review_event.programme_id = programme_owner.programme_id
        ORDER BY review_event_id DESC LIMIT 1), '') != 'published'"""
    rows = db.execute(
        f"{BROUGHT} WHERE user_name = ? {unpublished if only_unpublished else ''} ORDER BY rowid DESC", [user_name]
    )
    return tuple(row[0] for row in rows)


def left_by(db: Database, user_id: str) -> tuple[Assignment, ...]:
    """Return what somebody had to do, or had brought, when their account ended, as far as nobody was given it since."""
    rows = db.query(
        f"SELECT {COLUMNS} FROM assignment JOIN user USING (user_id) WHERE user_id = ? AND kind = 'left'"  # noqa: S608
        " AND NOT EXISTS (SELECT 1 FROM assignment AS later WHERE later.programme_id = assignment.programme_id"
        " AND later.kind = 'assigned' AND later.rowid > assignment.rowid) ORDER BY assignment.rowid",
        [user_id],
    )
    return tuple(Assignment(**row) for row in rows)


def may_see(db: Database, user: User, programme_id: str) -> bool:
    """Return whether a programme, if there is one of this id, is shown to a person; who sees it may work on it."""
    if user.sees_everything:
        return True
    return _brought(db, user, programme_id) or (user.is_staff and _assignment(db, programme_id, user) is not None)


def seen_by(db: Database, user: User) -> frozenset[str]:
    """Return the ids of all programmes that a person may see: `may_see`, for lists."""
    if user.sees_everything:
        return frozenset(row[0] for row in db.execute("SELECT programme_id FROM programme"))
    brought = {row[0] for row in db.execute(f"{BROUGHT} WHERE user_name = ?", [user.name])}
    assigned = {each.programme_id for each in _query(db, "AND user.user_id = ?", user)} if user.is_staff else set()
    return frozenset(brought | assigned)


def require_editor(db: Database, programme_id: str, user_name: str) -> User:
    """Return who works on a programme at the command line (``--as USER``).

    :raises UnknownUser: no active account has this name.
    :raises NotAllowed: they may not see this programme.
    """
    user = get_user(db, user_name)
    if not may_see(db, user, programme_id):
        raise NotAllowed(f"{user.name} may not edit programme {programme_id}; name somebody who may, or assign them.")
    return user


def _require_giver(db: Database, name: str) -> User:
    giver = get_user(db, name)
    if not giver.is_decider:
        raise NotAllowed(f"{giver.name} is a {giver.role}; only an approver or an admin assigns programmes.")
    return giver


def _brought(db: Database, user: User, programme_id: str) -> bool:
    found = db.execute(f"{BROUGHT} WHERE programme_id = ? AND user_name = ?", [programme_id, user.name])
    return found.fetchone() is not None


def _assignment(db: Database, programme_id: str, user: User) -> Assignment | None:
    found = _query(db, "AND user.user_id = ? AND programme_id = ?", user, programme_id)
    return next(iter(found), None)


def _query(db: Database, condition: str, *about: User | str) -> Sequence[Assignment]:
    values = [each.user_id if isinstance(each, User) else each for each in about]
    rows = db.query(f"SELECT {COLUMNS} {NEWEST} {condition}", values)
    return [Assignment(**row) for row in rows]


def _add(db: Database, programme_id: str, user: User, kind: str, by_name: str | None, due: str | None = None) -> None:
    db.table("assignment").insert(
        {
            "assignment_id": new_id("a"),
            "programme_id": programme_id,
            "user_id": user.user_id,
            "kind": kind,
            "due": due,
            "by_name": by_name,
            "created_at": utc_now(),
        }
    )


def _day(due: str | None) -> str | None:
    if not due:
        return None
    try:
        return date.fromisoformat(due).isoformat()
    except ValueError as error:
        raise NotADay("Write the day as year, month, day: 2026-11-24.") from error
