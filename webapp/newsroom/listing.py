"""All programmes that a person may see, each with where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, request
from sqlite_utils import Database

from media.catalogue import current_recording, list_programmes
from media.records import Programme
from transcribe.jobs import newest_jobs
from transcribe.records import Job, JobState
from webapp.accounts import User
from webapp.newsroom.request import database, user
from webapp.people.assignments import seen_by
from webapp.review import Review, content, review

PAGE_ROWS = 50
UNDONE = frozenset({JobState.QUEUED, JobState.RUNNING, JobState.FAILED})


@dataclass(frozen=True, slots=True)
class Row:
    programme: Programme
    review: Review
    duration_ms: int | None
    job: Job | None
    """What the machine is at, or could not do."""


def index() -> str:
    """List programmes, newest first."""
    page = max(1, request.args.get("page", 1, type=int))
    found = _visible(database(), user())
    part = found[(page - 1) * PAGE_ROWS : page * PAGE_ROWS]
    rows = [_row(database(), programme) for programme in part]
    return render_template("newsroom/index.html", rows=rows, page=page, pages=-(-len(found) // PAGE_ROWS))


def _visible(db: Database, person: User) -> list[Programme]:
    seen = seen_by(db, person)
    return [programme for programme in list_programmes(db) if programme.programme_id in seen]


def _row(db: Database, programme: Programme) -> Row:
    recording = current_recording(db, programme.programme_id)
    undone = (job for job in newest_jobs(db, programme.programme_id) if job.state in UNDONE)
    return Row(
        programme=programme,
        review=review(db, content(db, programme.programme_id)),
        duration_ms=recording.duration_ms if recording else None,
        job=next(undone, None),
    )
