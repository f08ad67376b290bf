"""Where somebody is signed in, as they see it themselves, and how one or all of it ends: with the next request."""

from __future__ import annotations

import time
from dataclasses import dataclass

from sqlite_utils import Database

from media.database import immediate
from webapp.accounts import How, User, token_sha256
from webapp.errors import UnknownSession


@dataclass(frozen=True, slots=True)
class Session:
    """One browser in which somebody is signed in."""

    session_id: str
    created_at: str
    expires_at_ms: int
    """Unix time."""
    how: How | None
    """``None`` for one that began before this was kept."""
    browser: str | None
    network: str | None
    is_this: bool
    """True for the one that asks."""


def sessions_of(db: Database, user: User, token: str) -> tuple[Session, ...]:
    """Return a person's sessions that have not ended: this one, then the newest.

    :param token: of the session that asks.
    """
    rows = db.query(
        "SELECT session_id, created_at, expires_at_ms, how, browser, network, token_sha256 = ? AS is_this FROM session"
        " WHERE user_id = ? AND expires_at_ms > ? ORDER BY is_this DESC, session.rowid DESC",
        [token_sha256(token), user.user_id, time.time_ns() // 1_000_000],
    )
    return tuple(
        Session(**{**row, "how": How(row["how"]) if row["how"] else None, "is_this": bool(row["is_this"])})
        for row in rows
    )


def end_session(db: Database, user: User, session_id: str) -> None:
    """End one session of a person.

    :raises UnknownSession: they have none of this id; it may have ended already.
    """
    with immediate(db):
        ended = db.execute("DELETE FROM session WHERE session_id = ? AND user_id = ?", [session_id, user.user_id])
        if not ended.rowcount:
            raise UnknownSession("This sign-in has ended already.")


def end_other_sessions(db: Database, user: User, token: str) -> int:
    """End all sessions of a person but the one that asks; returns how many."""
    with immediate(db):
        ended = db.execute(
            "DELETE FROM session WHERE user_id = ? AND token_sha256 != ?", [user.user_id, token_sha256(token)]
        )
    return ended.rowcount
