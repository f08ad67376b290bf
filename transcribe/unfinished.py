"""What a job has heard so far: words that can be read long before a long recording is done."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from sqlite_utils import Database

from media.database import immediate
from transcribe.early.listening import is_listened_to_so
from transcribe.lease import check_held
from transcribe.records import Job, Provenance, Segment, canonical_json


@dataclass(frozen=True, slots=True)
class Unfinished:
    """The words up to some moment, a machine's raw first reading: speakers and later corrections are missing."""

    job_id: str
    end_ms: int
    """Of the last batch in it; 0 where there is none yet."""
    segments: tuple[Segment, ...]
    """Ascending in time."""


def begin(db: Database, job: Job, recording_id: str, provenance: Provenance) -> None:
    """Note how a job listens, and forget what an earlier attempt had heard otherwise.

    What was heard in the same way stays: it is heard so again, and people may be correcting it.

    :raises JobCancelled: a person has stopped the job.
    :raises LeaseLost: another owner has it.
    """
    with immediate(db):
        check_held(db, job)
        if not is_listened_to_so(db, job, recording_id, provenance):
            forget(db, job.job_id)


def note(db: Database, job: Job, start_ms: int, end_ms: int, segments: tuple[Segment, ...]) -> None:
    """Keep the words of the batch that lies here, until the run is stored.

    :raises JobCancelled: a person has stopped the job.
    :raises LeaseLost: another owner has it; nothing is kept.
    """
    with immediate(db):
        check_held(db, job)
        row = {
            "job_id": job.job_id,
            "start_ms": start_ms,
            "end_ms": end_ms,
            "segments": canonical_json(segments).decode(),
        }
        within = [job.job_id, start_ms, end_ms]
        db.execute("DELETE FROM unfinished_words WHERE job_id = ? AND start_ms > ? AND start_ms < ?", within)
        db.table("unfinished_words").insert(row, replace=True)


def so_far(db: Database, job_id: str, after_ms: int = 0) -> Unfinished:
    """Return what a job has heard of the recording from ``after_ms`` on, the end of what was read before."""
    rows = list(
        db.query(
            "SELECT end_ms, segments FROM unfinished_words WHERE job_id = ? AND start_ms >= ? ORDER BY start_ms",
            [job_id, after_ms],
        )
    )
    parts = [msgspec.json.decode(row["segments"], type=tuple[Segment, ...]) for row in rows]
    segments = tuple(segment for part in parts for segment in part)
    return Unfinished(job_id, rows[-1]["end_ms"] if rows else after_ms, segments)


def forget(db: Database, job_id: str) -> None:
    """Drop what a job had heard: its run is stored now."""
    db.execute("DELETE FROM unfinished_words WHERE job_id = ?", [job_id])
