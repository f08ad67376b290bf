"""What the facts of a programme were before: noted by a trigger whenever one becomes another."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class FactChange:
    """One fact that became another."""

    fact_change_id: int
    programme_id: str
    name: str
    """One of `KEPT`."""
    old: str | None
    new: str | None
    user_name: str | None
    """``None`` where nobody said who writes."""
    changed_at: str


def fact_changes(db: Database, programme_id: str) -> tuple[FactChange, ...]:
    """Return all changes of a programme's facts, the newest first."""
    rows = db.table("fact_change").rows_where("programme_id = ?", [programme_id], order_by="fact_change_id DESC")
    return tuple(msgspec.convert(row, FactChange) for row in rows)
