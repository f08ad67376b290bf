"""Whoever is heard may take their consent back: it acts at once, and is remembered when somebody approves again."""

from __future__ import annotations

from sqlite_utils import Database

from media.catalogue import get_programme
from media.database import immediate, utc_now
from webapp.accounts import User


def note_consent_withdrawn(db: Database, programme_id: str, user: User, reason: str) -> None:
    """Note that somebody who is heard no longer consents; an approval has to answer it from now on.

    :raises UnknownProgramme: no such id.
    """
    with immediate(db):
        get_programme(db, programme_id)
        row = {"programme_id": programme_id, "user_name": user.name, "reason": reason, "created_at": utc_now()}
        db.table("consent_withdrawn").insert(row)


def consent_withdrawn_at(db: Database, programme_id: str) -> str | None:
    """Return when consent was withdrawn last, ``None`` where it never was, or somebody has approved since.

    Whoever approved then had to override it in writing, and so has answered it.
    """
    row = db.execute(
        """SELECT max(created_at) FROM consent_withdrawn AS withdrawn WHERE programme_id = ? AND NOT EXISTS (
               SELECT 1 FROM review_event
               WHERE review_event.programme_id = withdrawn.programme_id AND kind = 'approved'
               AND review_event.created_at > withdrawn.created_at
           )""",
        [programme_id],
    ).fetchone()
    return None if row[0] is None else str(row[0])
