"""The machine's whole queue: what runs, what waits, what has ended, and what goes first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, jsonify, render_template, request
from werkzeug.exceptions import BadRequest, Forbidden
from werkzeug.wrappers import Response as AnyResponse

from media.catalogue import list_programmes
from transcribe import jobs
from transcribe.records import Job, JobState, Priority
from webapp.gate.ask import jobs_shown
from webapp.newsroom.request import database, job, user
from webapp.newsroom.work import ACTIVE, after_change, as_polled
from webapp.people.assignments import seen_by

ENDED_ROWS = 30
PRIORITIES = {"urgent": Priority.URGENT, "normal": Priority.NORMAL}


@dataclass(frozen=True, slots=True)
class Row:
    job: Job
    title: str
    """Of its programme."""


@dataclass(frozen=True, slots=True)
class Queue:
    """What the page of the machine's work shows."""

    active: tuple[Row, ...]
    """Running, then waiting in the order in which they will be done."""
    ended: tuple[Row, ...]
    """The latest first."""
    may_order: bool


def queue() -> str:
    """Show the machine's work on all programmes that a person may see."""
    rows = _rows()
    active = [row for row in rows if row.job.state in ACTIVE]
    ended = sorted((row for row in rows if row.job.state not in ACTIVE), key=_ended_at, reverse=True)
    shown = Queue(tuple(_in_order(active)), tuple(ended[:ENDED_ROWS]), user().is_staff)
    return render_template("newsroom/queue.html", queue=shown)


def queue_progress() -> Response:
    """Say how far each job that has not ended is, as JSON."""
    return jsonify([as_polled(row.job) for row in _in_order([row for row in _rows() if row.job.state in ACTIVE])])


def prioritise(job_id: str) -> AnyResponse:
    """Let a job go before the others, or in its turn again.

    :raise 400: no such priority.
    :raise 403: a contributor.
    :raise 404: no such job, or not on a programme of theirs.
    :raise 409: it has ended already.
    """
    found = job(job_id)
    if not user().is_staff:
        raise Forbidden
    asked = PRIORITIES.get(request.form.get("priority", ""))
    if asked is None:
        raise BadRequest
    jobs.set_priority(database(), job_id, asked)
    return after_change(found)


def _rows() -> list[Row]:
    """Return the jobs that a person may see, the oldest first."""
    db, person = database(), user()
    seen = seen_by(db, person)
    titles = {each.programme_id: each.title for each in list_programmes(db) if each.programme_id in seen}
    found = reversed(jobs_shown(person, jobs.list_jobs(db)))
    return [Row(each, titles[each.programme_id]) for each in found if each.programme_id in titles]


def _in_order(active: Sequence[Row]) -> list[Row]:
    """As `transcribe.lease.claim` takes them: what an urgent job waits for is as urgent."""
    urgency: dict[str, Priority] = {}
    for row in active:
        programme_id = row.job.programme_id
        urgency[programme_id] = max(urgency.get(programme_id, Priority.NORMAL), row.job.priority)
    return sorted(active, key=lambda row: (row.job.state is not JobState.RUNNING, -urgency[row.job.programme_id]))


def _ended_at(row: Row) -> str:
    return row.job.finished_at or row.job.created_at
