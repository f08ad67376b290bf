"""What an open editor asks every few seconds: what others have changed, who is there, and whether it may still save."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import msgspec
from flask import Response, current_app, request
from flask_wtf.csrf import generate_csrf
from sqlite_utils import Database
from werkzeug.exceptions import BadRequest

from transcribe.jobs import SEGMENT, newest_jobs
from transcribe.records import ACTIVE, Segment
from webapp.editor.begun import heard_after, stands_on
from webapp.editor.checks import Check, checks_of
from webapp.editor.presence import Here, Presence
from webapp.editor.wire import Wire, wire
from webapp.newsroom.editor.answers import as_json
from webapp.newsroom.request import database, programme, user
from webapp.newsroom.words import job_state, standing

PRESENCE = "EDITOR_PRESENCE"
WINDOW_CHARACTERS = 40


class Asked(msgspec.Struct, frozen=True):
    """What a window knows, and where it is."""

    number: int
    """Of the newest edit that it knows."""
    checks: int
    """Of the newest check that it knows."""
    window: str
    """A name that it drew."""
    heard: int | None = None
    """Up to where it has what the machine hears, in ms; none where the machine does not listen."""
    at: str = ""
    """The segment in which its cursor is."""
    typing: bool = False
    leaving: bool = False


@dataclass(frozen=True, slots=True)
class Timing:
    """How far the machine is that was asked last to time the corrected words."""

    job_id: str
    segment_id: str
    """The passage whose words are timed, empty for those of all."""
    is_active: bool
    told: str
    """In the words of the interface."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What is otherwise than the window knows."""

    user_name: str
    csrf_token: str
    """Of the session as it is now: who signed in again in another window can go on in this one."""
    transcript_id: str
    """The run that the words stand on; where it is another, the window must be loaded again. While the machine still
    listens it is `BEGUN`."""
    number: int
    """Of the newest edit."""
    segments: tuple[Wire, ...]
    checks: tuple[Check, ...]
    others: tuple[Here, ...]
    timing: Timing | None
    """``None`` where nobody asked for it."""
    heard_ms: int | None
    """Up to where the machine has heard, as far as the window asked; what it heard since is among the segments."""


def changes_since(programme_id: str) -> Response:
    """Return what has changed since.

    :raise 400: this does not say what the window knows.
    :raise 404: no such programme, or not theirs, or it has no words.
    """
    programme(programme_id)
    try:
        asked = msgspec.convert(request.args.to_dict(), Asked, strict=False)
    except msgspec.ValidationError as error:
        raise BadRequest from error
    window = asked.window[:WINDOW_CHARACTERS]
    presence = cast(Presence, current_app.config[PRESENCE])
    if asked.leaving:
        presence.leave(programme_id, window)
    else:
        presence.say(programme_id, window, Here(user().name, asked.at[:WINDOW_CHARACTERS], asked.typing))
    return as_json(_changes(database(), programme_id, asked, presence.others(programme_id, window)))


def _changes(db: Database, programme_id: str, asked: Asked, others: tuple[Here, ...]) -> Changes:
    with db.atomic():  # One snapshot.
        heard = heard_after(db, programme_id, asked.heard) if asked.heard is not None else None
        rows = db.query(
            """SELECT revision_segment.segment AS segment, max(revision.number) AS number
               FROM revision JOIN revision_segment USING (revision_id)
               WHERE programme_id = ? AND number > ? GROUP BY segment_id""",
            [programme_id, asked.number],
        )
        segments = [(msgspec.json.decode(row["segment"], type=Segment), int(row["number"])) for row in rows]
        segments += [(each, 0) for each in heard.segments] if heard else []
        checks = checks_of(db, programme_id) if segments else {}
        return Changes(
            user_name=user().name,
            csrf_token=generate_csrf(),
            transcript_id=stands_on(db, programme_id),
            number=_newest(db, programme_id),
            segments=tuple(wire(each, checks.get(each.segment_id), number) for each, number in segments),
            checks=tuple(checks_of(db, programme_id, after=asked.checks).values()),
            others=others,
            timing=_timing(db, programme_id),
            heard_ms=heard.end_ms if heard else asked.heard,
        )


def _newest(db: Database, programme_id: str) -> int:
    found = db.execute("SELECT max(number) FROM revision WHERE programme_id = ?", [programme_id])
    return int(found.fetchone()[0] or 0)


def _timing(db: Database, programme_id: str) -> Timing | None:
    for job in newest_jobs(db, programme_id):
        if job.kind == "retime":
            told = ", ".join(part for part in (job_state(job), standing(job)) if part)
            return Timing(job.job_id, job.options.get(SEGMENT, ""), job.state in ACTIVE, told)
    return None
