"""By what a person can sign in; nobody takes away their own last way."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from webapp.accounts import User
from webapp.errors import NoOtherWay
from webapp.people.passwords import NO_PASSWORD


@dataclass(frozen=True, slots=True)
class WaysIn:
    """What an account has."""

    has_password: bool
    passkeys: int
    has_identity: bool

    @property
    def count(self) -> int:
        return self.has_password + self.passkeys + self.has_identity


def ways_in(db: Database, user: User) -> WaysIn:
    """Return by what a person can sign in."""
    row = db.execute(
        "SELECT password_hash != ?,"
        " (SELECT count(*) FROM passkey WHERE passkey.user_id = user.user_id AND suspected_at IS NULL),"
        " EXISTS (SELECT 1 FROM identity WHERE identity.user_id = user.user_id)"
        " FROM user WHERE user_id = ?",
        [NO_PASSWORD, user.user_id],
    ).fetchone()
    return WaysIn(bool(row[0]), int(row[1]), bool(row[2]))


def require_another_way(db: Database, user: User) -> None:
    """:raises NoOtherWay: a person has only one way to sign in, or none."""
    if ways_in(db, user).count < 2:  # noqa: PLR2004 the one that goes, and another
        raise NoOtherWay("This is your only way to sign in; set a password first.")
