"""What was heard after the run was stored on which people correct already."""

from __future__ import annotations

from sqlite_utils import Database

from transcribe.early.listening import listening_to
from transcribe.records import HEARD_UNTIL, Segment
from transcribe.unfinished import so_far


def heard_beyond(db: Database, programme_id: str, transcript_id: str) -> tuple[Segment, ...]:
    """Return what was heard since a run was stored that is not whole, ascending; nothing where it is whole."""
    row = db.execute(
        "SELECT json_extract(provenance, ?), recording_id FROM transcript WHERE transcript_id = ?",
        [f"$.options.{HEARD_UNTIL}", transcript_id],
    ).fetchone()
    if row is None or row[0] is None:
        return ()
    listening = listening_to(db, programme_id)
    if listening is None or listening.recording_id != row[1]:
        return ()
    return so_far(db, listening.job_id, row[0]).segments


def find_beyond(db: Database, programme_id: str, transcript_id: str, segment_id: str) -> Segment | None:
    """Return one of these segments."""
    heard = heard_beyond(db, programme_id, transcript_id)
    return next((each for each in heard if each.segment_id == segment_id), None)
