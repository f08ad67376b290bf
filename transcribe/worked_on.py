"""Segments that people translated or vouched for without changing a word: the words go on standing on their run.

Otherwise the machine, asked once more, would take what they have done out of everybody's sight. Rows are only added.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlite_utils import Database

STANDING = """SELECT transcript_id, sha256, number FROM transcript AS run
    WHERE programme_id = :programme_id AND (:until IS NULL OR number <= :until)
    ORDER BY transcript_id IN (SELECT transcript_id FROM worked_on WHERE programme_id = :programme_id)
        AND recording_id = (
            SELECT recording_id FROM transcript
            WHERE programme_id = :programme_id AND (:until IS NULL OR number <= :until) ORDER BY number DESC LIMIT 1)
        DESC, number DESC
    LIMIT 1"""
"""The newest run, unless people have worked on an older one of the same recording."""


def standing_run(db: Database, programme_id: str, until: int | None = None) -> Mapping[str, str | int] | None:
    """Return id, hash, and number of the run that the words stand on where nobody has edited.

    :param until: as if there were no run of a higher number.
    :return: ``None`` where there is no run.
    """
    return next(db.query(STANDING, {"programme_id": programme_id, "until": until}), None)


def note_worked_on(db: Database, programme_id: str, transcript_id: str, segment_id: str, user_name: str) -> None:
    """Note that a person has worked on a segment of a run; belongs into the transaction of what they did."""
    row = [transcript_id, segment_id, programme_id, user_name]
    db.execute("INSERT OR IGNORE INTO worked_on VALUES (?, ?, ?, ?)", row)


def is_worked_on(db: Database, programme_id: str) -> bool:
    """Return whether anybody has worked on a run of a programme."""
    return db.execute("SELECT 1 FROM worked_on WHERE programme_id = ? LIMIT 1", [programme_id]).fetchone() is not None


def worked_on(db: Database, transcript_id: str) -> Mapping[str, str]:
    """Return the segments of a run that people have worked on, each with one who did."""
    rows = db.query("SELECT segment_id, user_name FROM worked_on WHERE transcript_id = ?", [transcript_id])
    return {row["segment_id"]: row["user_name"] for row in rows}
