"""A recognition that has not ended: what it has heard are words without a run, which people may correct."""

from __future__ import annotations

from dataclasses import dataclass, replace

import msgspec
from sqlite_utils import Database

from media.catalogue import current_recording
from transcribe.jobs import newest_jobs
from transcribe.records import HEARD_UNTIL, Job, JobState, Provenance, Segment, canonical_json
from transcribe.transcripts import RECOGNISED, NewRun

KIND = "transcribe"


@dataclass(frozen=True, slots=True)
class Listening:
    """A recognition that runs, waits, failed or was stopped."""

    job_id: str
    recording_id: str
    provenance: Provenance
    """Of what it has heard; who speaks is told at the end."""


def listening_to(db: Database, programme_id: str) -> Listening | None:
    """Return the newest recognition of a programme's sound, ``None`` where it has ended well or has not begun."""
    job = next((each for each in newest_jobs(db, programme_id) if each.kind == KIND), None)
    if job is None or job.state is JobState.SUCCEEDED:
        return None
    recording = current_recording(db, programme_id)
    found = _of_job(db, job.job_id)
    return found if found and recording and found.recording_id == recording.recording_id else None


def is_listened_to_so(db: Database, job: Job, recording_id: str, provenance: Provenance) -> bool:
    """Return whether a job has heard in just this way before, and note that it does so now.

    Belongs into a transaction.
    """
    now = Listening(job.job_id, recording_id, provenance)
    if _of_job(db, job.job_id) == now:
        return True
    row = {"job_id": job.job_id, "recording_id": recording_id, "provenance": canonical_json(provenance).decode()}
    db.table("unfinished_run").insert(row, replace=True)
    return False


def run_so_far(listening: Listening, end_ms: int, segments: tuple[Segment, ...]) -> NewRun:
    """Return what was heard up to a moment as a run that says it is not whole."""
    made = listening.provenance
    provenance = replace(made, options={**made.options, HEARD_UNTIL: end_ms})
    return NewRun(listening.recording_id, RECOGNISED, provenance, segments)


def _of_job(db: Database, job_id: str) -> Listening | None:
    for row in db.table("unfinished_run").rows_where("job_id = ?", [job_id]):
        return Listening(job_id, row["recording_id"], msgspec.json.decode(row["provenance"], type=Provenance))
    return None
