"""When the whole run is stored, what people corrected before is put on it, in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import msgspec
from sqlite_utils import Database

from transcribe.early.carried import carried
from transcribe.records import Segment, Transcript, Word, canonical_json
from transcribe.revise import append, changed_segments, head_of, revision_by_id
from transcribe.transcripts import transcript_by_id
from transcribe.worked_on import note_worked_on, worked_on


def carry(db: Database, whole: Transcript) -> None:
    """Let the words stand on a whole run where people have worked on those of one that was not.

    The edit's author is that of the edit before, or who worked on a segment that would go: the words are still that
    person's, so approving them is for another. Belongs into the transaction that stores the run, while the job's
    unfinished words are there.
    """
    programme_id = whole.programme_id
    head = head_of(db, programme_id)
    begun = transcript_by_id(db, head.transcript_id)
    if begun.heard_until_ms is None or begun.transcript_id == whole.transcript_id:
        return
    if begun.recording_id != whole.recording_id:
        return
    changed, heard = changed_segments(db, programme_id), _heard(db, begun)
    people = worked_on(db, begun.transcript_id)
    for segment_id, user_name in people.items():
        note_worked_on(db, programme_id, whole.transcript_id, segment_id, user_name)
    kept = people.keys() - _ids(changed) - _ids(whole.segments)
    if head.revision_id is None and not kept:
        return
    made = carried(changed, heard, whole.segments, kept)
    author = revision_by_id(db, head.revision_id).author if head.revision_id else people[min(kept)]
    how = f"{whole.provenance.engine} {Path(whole.provenance.model).name}"
    append(db, replace(head, transcript_id=whole.transcript_id), made.changes, author, how)
    for segment_id, words in made.seen.items():
        row = {"transcript_id": whole.transcript_id, "segment_id": segment_id, "words": canonical_json(words).decode()}
        db.table("carried_segment").insert(row)


def _ids(segments: Iterable[Segment]) -> set[str]:
    return {each.segment_id for each in segments}


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
