"""The machine's whole queue: what runs, what waits, what has ended, and what goes first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import Response, jsonify, render_template, request
from werkzeug.exceptions import BadRequest, Forbidden
from werkzeug.wrappers import Response as AnyResponse

from media.catalogue import titles_of
from transcribe import jobs
from transcribe.records import Job, JobState, Priority
from webapp.gate.ask import jobs_shown
from webapp.newsroom.request import database, job, user
from webapp.newsroom.work import after_change, as_polled
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
    seen = None if user().sees_everything else seen_by(database(), user())
    ended = _rows(jobs.ended_jobs(database(), seen, ENDED_ROWS))
    return render_template("newsroom/queue.html", queue=Queue(tuple(_active()), tuple(ended), user().is_staff))


def queue_progress() -> Response:
    """Say how far each job that has not ended is, as JSON."""
    return jsonify([as_polled(row.job) for row in _active()])


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


def _active() -> list[Row]:
    return _in_order(_rows(jobs.unfinished_jobs(database())))


def _rows(found: Iterable[Job]) -> list[Row]:
    """Return those of the jobs that a person may see, in their order."""
    db, person = database(), user()
    shown = jobs_shown(person, found)
    ids = {each.programme_id for each in shown}
    titles = titles_of(db, ids if person.sees_everything else ids & seen_by(db, person))
    return [Row(each, titles[each.programme_id]) for each in shown if each.programme_id in titles]


def _in_order(active: Sequence[Row]) -> list[Row]:
    """As `transcribe.lease.claim` takes them: what an urgent job waits for is as urgent."""
    urgency: dict[str, Priority] = {}
    for row in active:
        programme_id = row.job.programme_id
        urgency[programme_id] = max(urgency.get(programme_id, Priority.NORMAL), row.job.priority)
    return sorted(active, key=lambda row: (row.job.state is not JobState.RUNNING, -urgency[row.job.programme_id]))
