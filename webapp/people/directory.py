"""Everybody who has, or had, an account: as an admin sees them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from webapp.accounts import User, user_of
from webapp.errors import UnknownUser
from webapp.people.assignments import left_by
from webapp.people.passwords import NO_PASSWORD


@dataclass(frozen=True, slots=True)
class Person:
    """An account, with what an admin must know of it."""

    user: User
    created_at: str
    ended_at: str | None
    has_password: bool
    passkeys: int
    has_identity: bool
    expected_address: str | None
    """By which verified address an identity may be linked."""
    assignments: int
    """On how many programmes they are to work; of one who has left, how many are nobody's since."""


_SELECT = """
    SELECT user.*, expected.email AS expected_address,
        (SELECT count(*) FROM passkey WHERE passkey.user_id = user.user_id) AS passkeys,
        EXISTS (SELECT 1 FROM identity WHERE identity.user_id = user.user_id) AS has_identity,
        (SELECT count(*) FROM assignment WHERE assignment.user_id = user.user_id AND kind = 'assigned' AND NOT EXISTS (
            SELECT 1 FROM assignment AS later WHERE later.programme_id = assignment.programme_id
            AND later.user_id = assignment.user_id AND later.rowid > assignment.rowid)) AS assignments
    FROM user LEFT JOIN identity_expected AS expected USING (user_id)"""


def everybody(db: Database) -> tuple[Person, ...]:
    """Return all, by name; those who have left last."""
    rows = db.query(f"{_SELECT} ORDER BY disabled_at IS NOT NULL, name_key")
    return tuple(_person(db, row) for row in rows)


def find_person(db: Database, user_id: str) -> Person:
    """:raises UnknownUser: there is no account of this id, and never was."""
    for row in db.query(f"{_SELECT} WHERE user.user_id = ?", [user_id]):
        return _person(db, row)
    raise UnknownUser("There is no such account.")


def _person(db: Database, row: dict[str, object]) -> Person:
    ended_at, expected = row["disabled_at"], row["expected_address"]
    return Person(
        user=user_of(row),
        created_at=str(row["created_at"]),
        ended_at=None if ended_at is None else str(ended_at),
        has_password=row["password_hash"] != NO_PASSWORD,
        passkeys=int(str(row["passkeys"])),
        has_identity=bool(row["has_identity"]),
        expected_address=None if expected is None else str(expected),
        assignments=int(str(row["assignments"])) if ended_at is None else len(left_by(db, str(row["user_id"]))),
    )
