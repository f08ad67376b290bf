"""What was found of recordings that sound the same, in ``archive.db``."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlite_utils import Database

from media.alike.records import Likeness, Pair
from media.catalogue import find_recording
from media.database import immediate, utc_now
from media.records import Recording

COLUMNS = "recording_id, other_id, percent, shared_ms, offset_ms, found_at"


def note_pairs(db: Database, recording: Recording, found: Sequence[Likeness]) -> None:
    """Note which others sound the same as a recording; what was noted stays, and those of one programme are none."""
    with immediate(db):
        for each in found:
            other = find_recording(db, each.sha256)
            if other is None or other.programme_id == recording.programme_id or _is_noted(db, recording, other):
                continue
            db.execute(
                f"INSERT INTO alike ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)",  # noqa: S608 our own words
                [
                    *(recording.recording_id, other.recording_id),
                    *(each.percent, each.shared_ms, each.offset_ms),
                    utc_now(),
                ],
            )


def pairs_of(db: Database, recording_id: str) -> tuple[Pair, ...]:
    """Return the pairs that a recording is one of, the most alike first."""
    rows = db.query(
        f"SELECT {COLUMNS} FROM alike WHERE recording_id = ? OR other_id = ? "  # noqa: S608 our own words
        "ORDER BY percent DESC, found_at",
        [recording_id, recording_id],
    )
    return tuple(msgspec.convert(row, Pair) for row in rows)


def all_pairs(db: Database) -> tuple[Pair, ...]:
    """Return every pair, the newest first."""
    rows = db.query(f"SELECT {COLUMNS} FROM alike ORDER BY found_at DESC, recording_id, other_id")  # noqa: S608
    return tuple(msgspec.convert(row, Pair) for row in rows)


def _is_noted(db: Database, recording: Recording, other: Recording) -> bool:
    ids = [recording.recording_id, other.recording_id]
    where = "(recording_id = ? AND other_id = ?) OR (other_id = ? AND recording_id = ?)"
    return db.execute(f"SELECT 1 FROM alike WHERE {where}", [*ids, *ids]).fetchone() is not None  # noqa: S608
