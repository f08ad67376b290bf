"""The words of a programme as they stood at an earlier time, found by their hash."""

from __future__ import annotations

import msgspec
from sqlite_utils import Database

from transcribe.merge import apply
from transcribe.records import Segment
from transcribe.transcripts import list_transcripts, transcript_by_id


def segments_before(db: Database, programme_id: str, text_sha256: str) -> tuple[Segment, ...] | None:
    """Return the segments of the text that had this hash (`ProgrammeText.sha256`), ``None`` where there was none."""
    where = "programme_id = ? AND sha256 = ?"
    for row in db.table("revision").rows_where(where, [programme_id, text_sha256], limit=1):
        run = transcript_by_id(db, row["transcript_id"])
        return apply(run.segments, _changed_by(db, programme_id, row["number"]))
    runs = (run for run in list_transcripts(db, programme_id) if run.sha256 == text_sha256)
    return next((run.segments for run in runs), None)


def _changed_by(db: Database, programme_id: str, number: int) -> list[Segment]:
    """Return every segment that had been edited by then, after its newest edit of that time.

    SQLite takes a bare column from the row that has the maximum (lang_select.html, "bare columns").
    """
    rows = db.query(
        """SELECT revision_segment.segment AS segment, max(revision.number)
           FROM revision JOIN revision_segment USING (revision_id)
           WHERE revision.programme_id = ? AND revision.number <= ? GROUP BY revision_segment.segment_id""",
        [programme_id, number],
    )
    return [msgspec.json.decode(row["segment"], type=Segment) for row in rows]
