"""What a segment was: after each edit that changed it, the oldest first."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from sqlite_utils import Database

from transcribe.records import Segment


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
    """Return a segment after each edit that changed it; nothing where nobody has.

    The join begins at the segment: a programme may have been edited ten thousand times.
    """
    rows = db.query(
        """SELECT revision_id, number, author, created_at, segment
           FROM revision_segment CROSS JOIN revision USING (revision_id)
           WHERE segment_id = ? AND programme_id = ? ORDER BY number""",
        [segment_id, programme_id],
    )
    return tuple(
        Past(
            row["revision_id"],
            row["number"],
            row["author"],
            row["created_at"],
            msgspec.json.decode(row["segment"], type=Segment),
        )
        for row in rows
    )
