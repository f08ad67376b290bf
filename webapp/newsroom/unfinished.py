"""What the machine has heard of a programme so far, while it still listens."""

from __future__ import annotations

from flask import render_template, request
from sqlite_utils import Database
from werkzeug.exceptions import BadRequest

from transcribe import unfinished
from transcribe.jobs import newest_jobs
from transcribe.records import Job, JobState
from transcribe.unfinished import Unfinished
from webapp.newsroom import request as asked

KIND = "transcribe"


def unfinished_words(db: Database, jobs: tuple[Job, ...], after_ms: int = 0) -> Unfinished | None:
    """Return the words of a recognition that has not ended well, ``None`` where there is no such job.

    :param jobs: of the programme, one of each kind. :param after_ms: up to where they are known already.
    """
    for job in jobs:
        if job.kind == KIND and job.state is not JobState.SUCCEEDED:
            return unfinished.so_far(db, job.job_id, after_ms)
    return None


def hear_more(programme_id: str) -> str:
    """Return the words after those that a page shows already, as a piece of it.

    :raise 400: the page does not say how far it is.
    :raise 404: no such programme, or not theirs.
    """
    programme = asked.programme(programme_id)
    after_ms = request.args.get("after", 0, type=int)
    if not 0 <= after_ms < 1 << 53:
        raise BadRequest
    jobs = newest_jobs(asked.database(), programme_id)
    heard = unfinished_words(asked.database(), jobs, after_ms)
    return render_template("newsroom/heard.html", heard=heard, programme=programme, after_ms=after_ms)
