"""The machine's work: what was asked for, how far it is, stop it, try again, let it go first."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Annotated, Literal

import msgspec
from flask import url_for
from msgspec import Meta

from media.catalogue import get_programme
from transcribe import jobs as ledger
from transcribe import unfinished as heard
from transcribe.records import Job as Kept
from transcribe.records import JobState
from webapp.gate.ask import jobs_shown
from webapp.newsroom.api.answer import Made
from webapp.newsroom.api.cursor import Key, Next, Part, cut
from webapp.newsroom.api.operation import JOB, PROGRAMME, Operation, Who
from webapp.newsroom.api.segments import Segment, record_of
from webapp.newsroom.queue import PRIORITIES
from webapp.newsroom.request import archive, database, user
from webapp.newsroom.words import is_urgent, percent
from webapp.newsroom.work import ask
from webapp.people.assignments import seen_by
from webapp.people.tokens import Scope

Kind = Literal["prepare", "transcribe", "align", "retime", "link", "voices", "translate"]
MOST_LANGUAGES = 10


class Job(msgspec.Struct, frozen=True):
    """A piece of the machine's work."""

    id: str
    programme_id: str
    kind: str
    state: JobState
    options: dict[str, str]
    is_urgent: bool
    percent: Annotated[int | None, Meta(description="How far it is; null while nobody knows.")]
    error: Annotated[str | None, Meta(description="Why it failed, or what should be known of how it ended.")]
    created_at: str
    started_at: str | None
    finished_at: str | None


class JobList(msgspec.Struct, frozen=True):
    """Jobs, the oldest first."""

    jobs: tuple[Job, ...]
    next: Next


class NewJob(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: Kind
    languages: Annotated[
        tuple[str, ...],
        Meta(max_length=MOST_LANGUAGES, description="To transcribe: what is spoken (BCP 47); none for as before."),
    ] = ()
    segment_id: Annotated[
        str | None, Meta(description="To retime: the only segment whose words are to be timed; null for all.")
    ] = None


class Order(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    priority: Literal["urgent", "normal"]


class HeardSoFar(msgspec.Struct, frozen=True):
    """What a recognition has heard while it still listens: a first reading, without later corrections."""

    job_id: str
    end_ms: Annotated[int, Meta(description="To be sent as `after_ms` for what comes next.")]
    segments: tuple[Segment, ...]


class After(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    after_ms: Annotated[int, Meta(ge=0, le=2**53, description="Up to where it is known already.", examples=[0])] = 0


def jobs(asked: Part) -> JobList:
    seen = seen_by(database(), user())
    shown = jobs_shown(user(), ledger.list_jobs(database()))
    return _part([each for each in shown if each.programme_id in seen], asked)


def jobs_of(asked: Part, programme_id: str) -> JobList:
    return _part(jobs_shown(user(), ledger.list_jobs(database(), programme_id)), asked)


def job(job_id: str) -> Job:
    return _record(ledger.get_job(database(), job_id))


def start(sent: NewJob, programme_id: str) -> Made:
    found = get_programme(database(), programme_id)
    made = ask(database(), archive().models, found, sent.kind, sent.languages, sent.segment_id)
    return Made(_record(made), url_for("api.job", job_id=made.job_id))


def cancel(job_id: str) -> Job:
    return _record(ledger.cancel(database(), job_id))


def retry(job_id: str) -> Job:
    return _record(ledger.retry(database(), job_id))


def prioritise(sent: Order, job_id: str) -> Job:
    return _record(ledger.set_priority(database(), job_id, PRIORITIES[sent.priority]))


def so_far(asked: After, job_id: str) -> HeardSoFar:
    found = heard.so_far(database(), job_id, asked.after_ms)
    return HeardSoFar(job_id, found.end_ms, tuple(map(record_of, found.segments)))


def _part(found: Sequence[Kept], asked: Part) -> JobList:
    part, following = cut(sorted(found, key=_key), _key, asked)
    return JobList(tuple(map(_record, part)), following)


def _key(kept: Kept) -> Key:
    return kept.created_at, kept.job_id


def _record(kept: Kept) -> Job:
    return Job(
        kept.job_id,
        kept.programme_id,
        kept.kind,
        kept.state,
        dict(kept.options),
        is_urgent(kept),
        percent(kept),
        kept.error,
        kept.created_at,
        kept.started_at,
        kept.finished_at,
    )


OPERATIONS = (
    Operation(
        "jobs",
        "GET",
        "/jobs",
        "List the machine's work",
        "On all programmes that this person may see, the oldest first.",
        Scope.READ,
        jobs,
        JobList,
        asked=Part,
    ),
    Operation(
        "jobs_of",
        "GET",
        "/programmes/{programme_id}/jobs",
        "List the machine's work on a programme",
        "The oldest first.",
        Scope.READ,
        jobs_of,
        JobList,
        asked=Part,
        in_path=(PROGRAMME,),
    ),
    Operation(
        "start_job",
        "POST",
        "/programmes/{programme_id}/jobs",
        "Ask the machine for work",
        "Of a kind that was done here before it is done as then; where the same waits already, that is the answer.",
        Scope.EDIT,
        start,
        Job,
        HTTPStatus.CREATED,
        body=NewJob,
        in_path=(PROGRAMME,),
        pages=("POST /programmes/<programme_id>/jobs",),
    ),
    Operation(
        "job",
        "GET",
        "/jobs/{job_id}",
        "Get a piece of work",
        "How far it is; ask again with If-None-Match.",
        Scope.READ,
        job,
        Job,
        in_path=(JOB,),
    ),
    Operation(
        "so_far",
        "GET",
        "/jobs/{job_id}/heard",
        "Get what was heard so far",
        "The words of a recognition that still listens, or was stopped.",
        Scope.READ,
        so_far,
        HeardSoFar,
        asked=After,
        in_path=(JOB,),
    ),
    Operation(
        "cancel_job",
        "POST",
        "/jobs/{job_id}/cancel",
        "Stop a piece of work",
        "What it has done is kept.",
        Scope.EDIT,
        cancel,
        Job,
        in_path=(JOB,),
        pages=("POST /jobs/<job_id>/cancel",),
    ),
    Operation(
        "retry_job",
        "POST",
        "/jobs/{job_id}/retry",
        "Try a piece of work again",
        "It goes on from what it had done.",
        Scope.EDIT,
        retry,
        Job,
        in_path=(JOB,),
        pages=("POST /jobs/<job_id>/retry",),
    ),
    Operation(
        "prioritise_job",
        "POST",
        "/jobs/{job_id}/priority",
        "Let a piece of work go first",
        "Or in its turn again.",
        Scope.EDIT,
        prioritise,
        Job,
        who=Who.STAFF,
        body=Order,
        in_path=(JOB,),
        pages=("POST /jobs/<job_id>/priority",),
    ),
)
