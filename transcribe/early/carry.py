"""When the whole run is stored, what people corrected before is put on it, in the same transaction."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import msgspec
from sqlite_utils import Database

from transcribe.early.carried import carried
from transcribe.records import Segment, Transcript, Word, canonical_json
from transcribe.revise import append, changed_segments, head_of, revision_by_id
from transcribe.transcripts import transcript_by_id


def carry(db: Database, whole: Transcript) -> None:
    """Let the words stand on a whole run where people have corrected those of one that was not.

    Its author is that of the edit before: the words are still that person's, so approving them is for another. Belongs
    into the transaction that stores the run, while the job's unfinished words are there.
    """
    programme_id = whole.programme_id
    head = head_of(db, programme_id)
    begun = transcript_by_id(db, head.transcript_id)
    if head.revision_id is None or begun.heard_until_ms is None or begun.recording_id != whole.recording_id:
        return
    author = revision_by_id(db, head.revision_id).author
    made = carried(changed_segments(db, programme_id), _heard(db, begun), whole.segments)
    how = f"{whole.provenance.engine} {Path(whole.provenance.model).name}"
    append(db, replace(head, transcript_id=whole.transcript_id), made.changes, author, how)
    for segment_id, words in made.seen.items():
        row = {"transcript_id": whole.transcript_id, "segment_id": segment_id, "words": canonical_json(words).decode()}
        db.table("carried_segment").insert(row)


def seen_before(db: Database, transcript_id: str) -> dict[str, tuple[Word, ...]]:
    """Return what the machine had heard where people's words stand beside others of a whole run, by segment."""
    rows = db.table("carried_segment").rows_where("transcript_id = ?", [transcript_id])
    return {row["segment_id"]: msgspec.json.decode(row["words"], type=tuple[Word, ...]) for row in rows}


def _heard(db: Database, begun: Transcript) -> tuple[Segment, ...]:
    """Return all that people may have seen: the run that was stored, and what any job has heard since."""
    rows = db.query(
        """SELECT segments FROM unfinished_words JOIN job USING (job_id)
           WHERE programme_id = ? AND start_ms >= ? ORDER BY job.rowid, start_ms""",
        [begun.programme_id, begun.heard_until_ms],
    )
    later = {
        each.segment_id: each for row in rows for each in msgspec.json.decode(row["segments"], type=tuple[Segment, ...])
    }
    return (*begun.segments, *later.values())
