"""Which erasures were asked for, and how far each is: rows that are only added."""

from __future__ import annotations

from sqlite_utils import Database

from media.database import utc_now
from webapp.accounts import User
from webapp.erasing.records import Erasure, Step

ORDER = tuple(Step)


def add_step(db: Database, programme_id: str, step: Step, user: User, reason: str = "") -> None:
    """Note a step; belongs into the transaction of what it says."""
    row = {"programme_id": programme_id, "step": step, "user_name": user.name, "reason": reason}
    db.table("erasure_step").insert(row | {"created_at": utc_now()})


def find_erasure(db: Database, programme_id: str) -> Erasure | None:
    """Return ``None`` where nobody asked for it."""
    return next((each for each in list_erasures(db) if each.programme_id == programme_id), None)


def list_erasures(db: Database) -> list[Erasure]:
    """Return all erasures, the one asked for last first."""
    rows = list(db.table("erasure_step").rows_where(order_by="erasure_step_id DESC"))
    made = []
    for asked in (row for row in rows if row["step"] == Step.ASKED):
        steps = {row["step"]: row["created_at"] for row in rows if row["programme_id"] == asked["programme_id"]}
        made.append(
            Erasure(
                programme_id=asked["programme_id"],
                step=max(map(Step, steps), key=ORDER.index),
                asked_by=asked["user_name"],
                reason=asked["reason"],
                asked_at=asked["created_at"],
                done_at=steps.get(Step.DONE),
            )
        )
    return made
