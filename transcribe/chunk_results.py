"""What an engine made of one chunk, kept under all that it depends on: found again by any later job, not made twice."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
from sqlite_utils import Database

from media.database import immediate, utc_now
from media.records import Span
from transcribe.lease import check_held
from transcribe.records import Hypothesis, Job, canonical_json


@dataclass(frozen=True, slots=True)
class Recognition:
    """How sound is recognised: a chunk's result depends on all of it, and on the chunk's span."""

    engine: str
    engine_version: str
    model_sha256: str
    sound_sha256: str
    language: str
    options: Mapping[str, str | int | float | bool]

    def chunk_key(self, span: Span) -> str:
        return hashlib.sha256(canonical_json((self, span))).hexdigest()


def find_result(db: Database, recognition: Recognition, span: Span) -> Hypothesis | None:
    """Return what was made of this chunk before, ``None`` where nothing was."""
    for row in db.query("SELECT hypothesis FROM chunk_result WHERE chunk_key = ?", [recognition.chunk_key(span)]):
        return msgspec.json.decode(row["hypothesis"], type=Hypothesis)
    return None


def store_result(db: Database, job: Job, recognition: Recognition, span: Span, hypothesis: Hypothesis) -> None:
    """Keep what was made of a chunk; what is there under this key already stays.

    :raises JobCancelled: a person has stopped the job.
    :raises LeaseLost: another owner has it; the result is not stored.
    """
    with immediate(db):
        check_held(db, job)
        row = {
            "chunk_key": recognition.chunk_key(span),
            "hypothesis": canonical_json(hypothesis).decode(),
            "job_id": job.job_id,
            "fence": job.fence,
            "created_at": utc_now(),
        }
        db.table("chunk_result").insert(row, ignore=True)
