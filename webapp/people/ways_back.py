"""A link by which somebody who has forgotten their password sets another: an admin who knows them gives it to them.

It works once: whatever changes the password, this link too, makes it one of before. Passkeys and an identity stay as
they are; nobody learns the new password.
"""

from __future__ import annotations

import secrets
import time

from sqlite_utils import Database

from media.database import immediate, new_id, utc_now
from webapp.accounts import User, set_password, token_sha256, user_of
from webapp.errors import UnknownWayBack

LASTS_MS = 24 * 3600 * 1000


def make_way_back(db: Database, user: User, by: User) -> tuple[int, str]:
    """Return until when a new link works (Unix time, ms), and its end; only its sha256 is stored.

    One that was made before for the same account ends.
    """
    token, until_ms = secrets.token_urlsafe(32), _now_ms() + LASTS_MS
    db.table("way_back").insert(
        {
            "way_back_id": new_id("w"),
            "token_sha256": token_sha256(token),
            "user_id": user.user_id,
            "by_name": by.name,
            "created_at": utc_now(),
            "expires_at_ms": until_ms,
        }
    )
    return until_ms, token


def find_way_back(db: Database, token: str) -> User:
    """Return whose link this is.

    :raises UnknownWayBack: there is none, or it has been used or has expired, or another was made since.
    """
    rows = db.query(
        "SELECT user.* FROM way_back JOIN user USING (user_id)"
        " WHERE token_sha256 = ? AND expires_at_ms > ? AND disabled_at IS NULL"
        " AND coalesce(password_changed_at, '') < way_back.created_at"
        " AND NOT EXISTS (SELECT 1 FROM way_back AS later"
        "  WHERE later.user_id = way_back.user_id AND later.rowid > way_back.rowid)",
        [token_sha256(token), _now_ms()],
    )
    for row in rows:
        return user_of(row)
    raise UnknownWayBack("This link is not valid any more; ask an admin for another.")


def come_back(db: Database, token: str, password: str) -> User:
    """Set a password by a link, which is used up with it; every session and token of the account ends.

    :raises UnknownWayBack: as of `find_way_back`.
    :raises WeakPassword: the password is too short, or one of those that are tried first; the link still works.
    """
    with immediate(db):
        user = find_way_back(db, token)
        set_password(db, user.name, password)
    return user


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
