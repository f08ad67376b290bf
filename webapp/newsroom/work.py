"""The machine's jobs on a programme: how far they are, start, stop, try again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from pathlib import Path

from flask import Response, flash, jsonify, redirect, request, url_for
from sqlite_utils import Database
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse

from media.catalogue import current_document, current_recording
from media.records import Programme
from transcribe import jobs
from transcribe.able import require_able, require_parts
from transcribe.records import Job
from transcribe.revise import head_of, segment_now
from transcribe.transcripts import list_transcripts, no_segment
from webapp.gate.ask import CHECK, jobs_shown
from webapp.interface import gettext
from webapp.newsroom.request import archive, database, job, programme, user
from webapp.newsroom.words import is_urgent, percent, standing

QUEUE = "queue"
"""In a form's field ``page``: its button was on the page of the whole queue."""


def enqueue_all(db: Database, programme_id: str, *, has_new_sound: bool, has_new_words: bool = False) -> None:
    """Ask for what a programme needs with what it has now: its sound prepared, its words, its links.

    :param has_new_words: whether somebody brought words with their times, so that the machine need not hear them.
    """
    has_script = current_document(db, programme_id, "script") is not None
    if has_new_sound:
        jobs.enqueue(db, "prepare", programme_id, {})
    if current_recording(db, programme_id):
        if not has_new_words:
            jobs.enqueue(db, "align" if has_script else "transcribe", programme_id, {})
        if current_document(db, programme_id, "summary"):
            jobs.enqueue(db, "link", programme_id, {})


def relink(db: Database, programme_id: str) -> None:
    """Look for a changed summary in the sound, where there are words to look in."""
    if list_transcripts(db, programme_id):
        jobs.enqueue(db, "link", programme_id, {})


def progress(programme_id: str) -> Response:
    """Say how far each job is, as JSON.

    :raise 404: no such programme, or not theirs.
    """
    programme(programme_id)
    return jsonify([as_polled(each) for each in jobs_shown(user(), jobs.newest_jobs(database(), programme_id))])


def as_polled(each: Job) -> dict[str, object]:
    """Return what a page that watches a job is told of it."""
    return {
        "id": each.job_id,
        "state": each.state,
        "urgent": is_urgent(each),
        "percent": percent(each),
        "told": standing(each),
    }


def after_change(changed: Job) -> AnyResponse:
    """Return to the page on which the button was."""
    if request.form.get("page") == QUEUE:
        return redirect(url_for("queue"), HTTPStatus.SEE_OTHER)
    return redirect(url_for("show", programme_id=changed.programme_id), HTTPStatus.SEE_OTHER)


def start(programme_id: str) -> AnyResponse:
    """Put a job into the queue; one of a kind that was done here before is done as it was asked for then.

    :raise 400: no such kind.
    :raise 404: no such programme, or not theirs, or its words have no such segment.
    :raise 409: the programme lacks what the job needs, or the model that it was done with cannot do it.
    """
    found, kind = programme(programme_id), request.form.get("kind", "")
    if kind not in jobs.DEFAULTS or (kind == CHECK and not user().is_staff):
        raise BadRequest
    segment_id = request.form.get("segment") or None
    ask(database(), archive().models, found, kind, request.form.getlist("spoken"), segment_id)
    flash(gettext("The machine has been asked to do this."))
    return redirect(url_for("show", programme_id=programme_id), HTTPStatus.SEE_OTHER)


def ask(
    db: Database,
    models: Path,
    found: Programme,
    kind: str,
    spoken: Sequence[str] = (),
    segment_id: str | None = None,
) -> Job:
    """Put a job into the queue; one of a kind that was done here before is done as it was asked for then.

    :param kind: one of `transcribe.jobs.DEFAULTS`.
    :param spoken: the languages to be recognised; none for those of before.
    :param segment_id: the only segment whose words are to be timed; ``None`` for all.
    :raises UnknownSegment: the words have none of this id.
    :raises NoSound, NoSummary, NoScript, NoText: the programme lacks what the job needs.
    :raises WrongModel, CannotTranslate, WeightsMissing, WeightsCorrupt, EngineUnavailable: as `require_able`.
    :raises UnknownLanguage: a language is none.
    """
    require_parts(db, kind, found.programme_id)
    before = {each.kind: each.options for each in jobs.newest_jobs(db, found.programme_id)}
    options = _asked(kind, before.get(kind, {}), spoken)
    options.pop(jobs.SEGMENT, None)  # What was asked of one passage is not asked of all.
    if segment_id is not None and kind == "retime":
        _require_segment(db, found.programme_id, segment_id)
        options[jobs.SEGMENT] = segment_id
    require_able(kind, options, found.language, models)
    return jobs.enqueue(db, kind, found.programme_id, options)


def _asked(kind: str, options: Mapping[str, str], chosen: Sequence[str]) -> dict[str, str]:
    """Return the options with the languages that were chosen, as they were where none was."""
    if not chosen or kind != "transcribe":
        return dict(options)
    others = {name: value for name, value in options.items() if name not in {"language", "languages"}}
    return others | ({"languages": ",".join(chosen)} if len(chosen) > 1 else {"language": chosen[0]})


def cancel(job_id: str) -> AnyResponse:
    """Stop a job; what it has done is kept.

    :raise 404: no such job, or not on a programme of theirs.
    :raise 409: it has ended already.
    """
    found = job(job_id)
    jobs.cancel(database(), job_id)
    return after_change(found)


def retry(job_id: str) -> AnyResponse:
    """Put a job that failed or was stopped into the queue again.

    :raise 404: no such job, or not on a programme of theirs.
    :raise 409: it has not ended, or has ended well.
    """
    found = job(job_id)
    jobs.retry(database(), job_id)
    return after_change(found)


def _require_segment(db: Database, programme_id: str, segment_id: str) -> None:
    segment = segment_now(db, head_of(db, programme_id), segment_id)
    if segment is None or segment.gone is not None:
        raise no_segment(programme_id, segment_id)
