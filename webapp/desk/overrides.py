"""Approvals that were given though something stood against them: why, and what it was in the words of that day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec
from sqlite_utils import Database

from transcribe.records import canonical_json
from webapp.obstacles import Obstacle, ObstacleKind


@dataclass(frozen=True, slots=True)
class Overridden:
    """One obstacle as it stood."""

    kind: ObstacleKind
    message: str
    where: str
    values: Mapping[str, str | int]

    @property
    def sentence(self) -> str:
        """The message in English."""
        return self.message % self.values


def keep_overridden(
    db: Database, review_event_id: int, programme_id: str, user_name: str, reason: str, stood: Sequence[Obstacle]
) -> None:
    """Keep what somebody overrode; belongs into the transaction of the approval, which it is about."""
    kept = [Overridden(each.kind, each.message, each.where, each.values) for each in stood]
    event = db.table("review_event").get(review_event_id)
    db.table("overridden").insert(
        {
            "review_event_id": review_event_id,
            "programme_id": programme_id,
            "user_name": user_name,
            "reason": reason,
            "obstacles": canonical_json(kept).decode(),
            "created_at": event["created_at"],
        }
    )


def overridden_of(db: Database, programme_id: str) -> Mapping[int, tuple[Overridden, ...]]:
    """Return what was overridden, by the id of the approval's event."""
    rows = db.table("overridden").rows_where("programme_id = ?", [programme_id])
    return {row["review_event_id"]: msgspec.json.decode(row["obstacles"], type=tuple[Overridden, ...]) for row in rows}
