"""What an engine answered, kept under all that it depends on: found again by any later job, not made twice."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import msgspec
from sqlite_utils import Database

from media.database import immediate, utc_now
from media.records import Span
from transcribe.lease import check_held
from transcribe.records import Hypothesis, Job, canonical_json

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Recognition:
    """How sound is recognised: a batch's result depends on all of it, and on the chunks in the batch."""

    engine: str
    engine_version: str
    model_sha256: str
    sound_sha256: str
    language: str
    """As asked for the whole recording."""
    options: Mapping[str, str | int | float | bool]
    glossary: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """One chunk of a batch, as an engine is asked for it."""

    span: Span
    language: str
    """BCP 47; ``und`` lets the model decide."""


def find_results(db: Database, recognition: Recognition, batch: Sequence[Asked]) -> tuple[Hypothesis, ...] | None:
    """Return what was heard in this batch before, ``None`` where it was not heard as a whole.

    An engine's arithmetic depends on what else is in a batch: only the whole gives the same words again.
    """
    return find_answer(db, answer_key(recognition, tuple(batch)), tuple[Hypothesis, ...])


def store_results(
    db: Database, job: Job, recognition: Recognition, batch: Sequence[Asked], hypotheses: Sequence[Hypothesis]
) -> None:
    """Keep what was heard in a batch; errors as of `store_answer`."""
    store_answer(db, job, answer_key(recognition, tuple(batch)), tuple(hypotheses))


def answer_key(*depends_on: object) -> str:
    """Return the name of an answer, from everything that it depends on."""
    return hashlib.sha256(canonical_json(depends_on)).hexdigest()


def find_answer(db: Database, key: str, kind: type[Answer]) -> Answer | None:
    """Return what was answered before, ``None`` where nothing was."""
    for row in db.query("SELECT hypothesis FROM chunk_result WHERE chunk_key = ?", [key]):
        return msgspec.json.decode(row["hypothesis"], type=kind)
    return None


def store_answer(db: Database, job: Job, key: str, answer: object) -> None:
    """Keep an answer; what is there under this key already stays.

    :raises JobCancelled: a person has stopped the job.
    :raises LeaseLost: another owner has it; the answer is not stored.
    """
    with immediate(db):
        check_held(db, job)
        row = {
            "chunk_key": key,
            "hypothesis": canonical_json(answer).decode(),
            "job_id": job.job_id,
            "fence": job.fence,
            "created_at": utc_now(),
        }
        db.table("chunk_result").insert(row, ignore=True)
