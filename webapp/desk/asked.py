"""Who asked for an approval: the journalist is done, and an approver is to look."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from media.catalogue import get_programme
from media.database import immediate, utc_now
from webapp.accounts import User
from webapp.desk.errors import NotAsked


@dataclass(frozen=True, slots=True)
class Asked:
    approval_asked_id: int
    user_name: str
    created_at: str


def ask_for_approval(db: Database, programme_id: str, user: User) -> None:
    """Ask for an approval; where somebody has asked since the last decision, that stands.

    :raises UnknownProgramme: no such id.
    """
    with immediate(db):
        get_programme(db, programme_id)
        if asked_for_approval(db, programme_id) is None:
            row = {"programme_id": programme_id, "user_name": user.name, "created_at": utc_now()}
            db.table("approval_asked").insert(row)


def send_back(db: Database, programme_id: str, by: User, reason: str) -> None:
    """Refuse an approval that somebody asked for; whoever works on the programme reads why.

    :param reason: one line, not empty.
    :raises NotAsked: nobody has asked since the last decision.
    """
    with immediate(db):
        asked = asked_for_approval(db, programme_id)
        if asked is None:
            raise NotAsked(f"Nobody has asked for an approval of programme {programme_id} since it was decided last.")
        db.table("approval_refused").insert(
            {
                "approval_asked_id": asked.approval_asked_id,
                "programme_id": programme_id,
                "user_name": by.name,
                "reason": reason,
                "created_at": utc_now(),
            }
        )


def asked_for_approval(db: Database, programme_id: str) -> Asked | None:
    """Return who asked, ``None`` where nobody has since the last approval, refusal, publication or withdrawal."""
    rows = db.query(
        """SELECT approval_asked_id, user_name, created_at FROM approval_asked AS asked
           WHERE programme_id = ? AND NOT EXISTS (
               SELECT 1 FROM review_event
               WHERE review_event.programme_id = asked.programme_id AND kind != 'in_review'
               AND review_event.created_at >= asked.created_at
           ) AND NOT EXISTS (
               SELECT 1 FROM approval_refused WHERE approval_refused.approval_asked_id >= asked.approval_asked_id
               AND approval_refused.programme_id = asked.programme_id
           ) ORDER BY approval_asked_id DESC LIMIT 1""",
        [programme_id],
    )
    return next((Asked(**row) for row in rows), None)
