"""Invitations: by a link that works once, somebody makes an account of the role that an admin chose."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlite_utils import Database

from media.database import immediate, new_id, utc_now
from webapp.accounts import NAME_CHARACTERS, User, token_sha256
from webapp.errors import BadInvitation, UnknownInvitation

DAY_MS = 24 * 3600 * 1000
USUAL_DAYS = 7
MOST_DAYS = 30


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link that was given to somebody and can still be used."""

    invitation_id: str
    role: str
    whom: str | None
    """As the admin calls them, for the list of invitations."""
    by_name: str
    created_at: str
    expires_at_ms: int
    """Unix time."""


_OPEN = """SELECT invitation_id, role, whom, by_name, created_at, expires_at_ms FROM invitation
    WHERE expires_at_ms > ? AND invitation_id NOT IN (SELECT invitation_id FROM invitation_end)"""


def invite(db: Database, role: str, by: User, whom: str = "", days: int = USUAL_DAYS) -> tuple[Invitation, str]:
    """Return an invitation and the text of its link's end; only that text's sha256 is stored.

    :param role: one of `webapp.accounts.ROLES`.
    :param whom: what to call it in the list.
    :param days: after which it ends, 1 … `MOST_DAYS`.
    :raises BadInvitation: ``whom`` is too long or cannot be read, or the days are too few or too many.
    """
    whom = " ".join(whom.split())
    if len(whom) > NAME_CHARACTERS or (whom and not whom.isprintable()):
        raise BadInvitation(f"Say whom you invite in at most {NAME_CHARACTERS} visible characters.")
    if not 1 <= days <= MOST_DAYS:
        raise BadInvitation(f"An invitation ends after 1 to {MOST_DAYS} days; choose how many.")
    token = secrets.token_urlsafe(32)
    made = Invitation(new_id("i"), role, whom or None, by.name, utc_now(), _now_ms() + days * DAY_MS)
    db.table("invitation").insert(
        {
            "invitation_id": made.invitation_id,
            "token_sha256": token_sha256(token),
            "role": role,
            "whom": made.whom,
            "by_name": by.name,
            "created_at": made.created_at,
            "expires_at_ms": made.expires_at_ms,
        }
    )
    return made, token


def open_invitations(db: Database) -> tuple[Invitation, ...]:
    """Return those that can still be used, the newest first."""
    return tuple(Invitation(**row) for row in db.query(f"{_OPEN} ORDER BY rowid DESC", [_now_ms()]))


def find_invitation(db: Database, token: str) -> Invitation:
    """:raises UnknownInvitation: there is none, or it was used, taken back, or has expired."""
    rows = db.query(f"{_OPEN} AND token_sha256 = ?", [_now_ms(), token_sha256(token)])
    for row in rows:
        return Invitation(**row)
    raise UnknownInvitation("This invitation is not valid any more; ask for another.")


def use_invitation(db: Database, token: str, make: Callable[[Invitation], User]) -> User:
    """Make an account by an invitation, which is used up with it; where that fails, it is not.

    :param make: makes the account, and raises what may be wrong with what was chosen.
    :raises UnknownInvitation: there is none, or it was used, taken back, or has expired.
    """
    with immediate(db):
        found = find_invitation(db, token)
        user = make(found)
        _end(db, found.invitation_id, "used", user.name)
    return user


def take_back(db: Database, invitation_id: str, by: User) -> None:
    """Let an invitation be used no more.

    :raises UnknownInvitation: there is none of this id that can still be used.
    """
    with immediate(db):
        if all(each.invitation_id != invitation_id for each in open_invitations(db)):
            raise UnknownInvitation("This invitation was used already, or has expired.")
        _end(db, invitation_id, "taken back", by.name)


def _end(db: Database, invitation_id: str, kind: str, name: str) -> None:
    db.table("invitation_end").insert(
        {"invitation_id": invitation_id, "kind": kind, "name": name, "created_at": utc_now()}
    )


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
