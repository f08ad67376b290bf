"""What was heard after the run was stored on which people correct already."""

from __future__ import annotations

from sqlite_utils import Database

from transcribe.early.listening import listening_to
from transcribe.records import HEARD_UNTIL, Segment
from transcribe.unfinished import so_far


def heard_beyond(db: Database, programme_id: str, transcript_id: str) -> tuple[Segment, ...]:
    """Return what was heard since a run was stored that is not whole, ascending; nothing where it is whole."""
    until_ms = until_of(db, transcript_id)
    listening = listening_to(db, programme_id) if until_ms is not None else None
    if until_ms is None or listening is None or not _is_of(db, transcript_id, listening.recording_id):
        return ()
    return so_far(db, listening.job_id, until_ms).segments


def until_of(db: Database, transcript_id: str) -> int | None:
    """Return `Transcript.heard_until_ms` of a run without reading its words."""
    rows = db.execute(
        "SELECT json_extract(provenance, ?) FROM transcript WHERE transcript_id = ?",
        [f"$.options.{HEARD_UNTIL}", transcript_id],
    )
    return next((until_ms for (until_ms,) in rows), None)


def _is_of(db: Database, transcript_id: str, recording_id: str) -> bool:
    asked = [transcript_id, recording_id]
    found = db.execute("SELECT 1 FROM transcript WHERE transcript_id = ? AND recording_id = ?", asked)
    return found.fetchone() is not None


def find_beyond(db: Database, programme_id: str, transcript_id: str, segment_id: str) -> Segment | None:
    """Return one of these segments."""
    heard = heard_beyond(db, programme_id, transcript_id)
    return next((each for each in heard if each.segment_id == segment_id), None)
