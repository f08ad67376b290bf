"""What a segment was: after each edit that changed it, the oldest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec
from sqlite_utils import Database

from transcribe.records import Segment

STATES = """SELECT revision_id, number, author, created_at, segment
    FROM revision_segment CROSS JOIN revision USING (revision_id) WHERE segment_id = ? AND programme_id = ?"""
"""The join begins at the segment: a programme may have been edited ten thousand times."""
NEWEST = """SELECT revision_id, number, author, created_at, segment
    FROM (SELECT revision_id, number, author, created_at
        FROM revision_segment CROSS JOIN revision USING (revision_id)
        WHERE segment_id = :segment AND programme_id = :programme ORDER BY number DESC LIMIT :most)
    CROSS JOIN revision_segment USING (revision_id) WHERE segment_id = :segment ORDER BY number DESC"""
"""The newest are picked before a segment is read: who sorts whole segments reads them all."""


@dataclass(frozen=True, slots=True)
class Past:
    """A segment as one edit left it."""

    revision_id: str
    number: int
    """Of the edit."""
    author: str
    created_at: str
    segment: Segment


def past_of(db: Database, programme_id: str, segment_id: str) -> tuple[Past, ...]:
    """Return a segment after each edit that changed it; nothing where nobody has."""
    return tuple(map(_past, db.query(f"{STATES} ORDER BY number", [segment_id, programme_id])))


def newest_past(db: Database, programme_id: str, segment_id: str) -> Past | None:
    """Return a segment after the newest edit that changed it, ``None`` where nobody has: the others are not read."""
    return next(iter(newest_pasts(db, programme_id, segment_id, 1)), None)


def newest_pasts(db: Database, programme_id: str, segment_id: str, most: int) -> tuple[Past, ...]:
    """As `past_of`, after no more than the newest edits, the newest first."""
    asked = {"segment": segment_id, "programme": programme_id, "most": most}
    return tuple(map(_past, db.query(NEWEST, asked)))


def _past(row: dict[str, Any]) -> Past:
    segment = msgspec.json.decode(row["segment"], type=Segment)
    return Past(row["revision_id"], row["number"], row["author"], row["created_at"], segment)
