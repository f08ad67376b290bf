"""What people write to each other about a programme: read, write, answer, edit, delete, resolve."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus

from flask import flash, make_response, redirect, render_template, request, url_for
from sqlite_utils import Database
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse

from media.records import Span
from transcribe.linking.claims import split_claims
from webapp.accounts import User
from webapp.desk.comments import (
    About,
    Thread,
    answer,
    delete_comment,
    edit_comment,
    settle,
    thread_of,
    threads_of,
    write_comment,
)
from webapp.desk.errors import BadComment
from webapp.desk.mentions import active_users, mentioned, named_in_vain
from webapp.errors import ChangedSince
from webapp.interface import clock, gettext
from webapp.newsroom.form import DRAFT_SAVED
from webapp.newsroom.request import database, programme, user
from webapp.newsroom.sentences import sentence
from webapp.newsroom.typed_time import parse_time
from webapp.people.assignments import may_see
from webapp.review import Content, content

HEARD_MS = 10_000
"""How long the sound plays from the moment of a comment that is about no passage."""
NEW = "new"
"""The form that begins a thread, where others are named by their thread or comment."""


@dataclass(frozen=True, slots=True)
class Refused:
    """What was not kept, at which form, and what was typed there."""

    form: str
    problem: str
    text: str
    at: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """What a new thread would be about."""

    about: About
    name: str
    """As the form sends it back: ``segment …``, ``sentence …``, or empty."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A thread, and what can be heard of it."""

    thread: Thread
    span: Span | None


def comments(programme_id: str) -> str:
    """Show the comments on a programme, open ones first.

    :raise 404: no such programme, or not theirs.
    """
    programme(programme_id)
    return _page(programme_id)


def add_comment(programme_id: str) -> AnyResponse:
    """Keep a new comment, or an answer to one.

    :raise 404: no such programme, or not theirs, or no such thread in it.
    :raise 422: it cannot be kept; the page comes back with what was typed.
    """
    programme(programme_id)
    text, thread_id = request.form.get("text", ""), request.form.get("thread", "")
    at = request.form.get("at", "").strip()
    if thread_id:
        thread_of(database(), programme_id, thread_id)
    try:
        if thread_id:
            thread = answer(database(), programme_id, thread_id, user(), text)
        else:
            now = content(database(), programme_id)
            about = _place(now).about
            moment = parse_time(at) if at else None
            if at and moment is None:
                problem = gettext("Write the moment as minutes and seconds, such as 4:12.")
                return _refusal(programme_id, Refused(NEW, problem, text, at))
            if moment is not None and now.recording and moment >= now.recording.duration_ms:
                problem = gettext("The sound ends at %(time)s: write a moment before that.")
                told = problem % {"time": clock(now.recording.duration_ms)}
                return _refusal(programme_id, Refused(NEW, told, text, at))
            if moment is not None:
                about = About(moment, about.segment_id, about.claim_id, about.quote)
            thread = write_comment(database(), programme_id, user(), text, about)
    except BadComment as error:
        return _refusal(programme_id, Refused(thread_id or NEW, sentence(error), text, at))
    _tell_who_is_not_told(programme_id, text)
    flash(f"{programme_id}-comment-{thread_id or NEW}", DRAFT_SAVED)
    return _back(programme_id, thread.thread_id)


def change_comment(programme_id: str, thread_id: str, comment_id: str) -> AnyResponse:
    """Edit or delete a comment, resolve its thread or open it again.

    :raise 400: nothing of these was asked for.
    :raise 403: somebody else wrote it.
    :raise 404: no such programme, or not theirs, or no such comment in it.
    :raise 412: it is another text by now; the page comes back with what was typed.
    :raise 422: it cannot be kept; the page comes back with what was typed.
    """
    programme(programme_id)
    thread_of(database(), programme_id, thread_id)
    text = request.form.get("text", "")
    match request.form.get("do"):
        case "edit":
            seen = request.form.get("seen", "")
            try:
                edit_comment(database(), programme_id, thread_id, comment_id, user(), text, seen)
            except (BadComment, ChangedSince) as error:
                is_conflict = isinstance(error, ChangedSince)
                code = HTTPStatus.PRECONDITION_FAILED if is_conflict else HTTPStatus.UNPROCESSABLE_ENTITY
                return _refusal(programme_id, Refused(f"edit-{comment_id}", sentence(error), text), code)
            _tell_who_is_not_told(programme_id, text)
            flash(f"{programme_id}-comment-edit-{comment_id}", DRAFT_SAVED)
        case "delete":
            delete_comment(database(), programme_id, thread_id, comment_id, user())
            flash(gettext("Deleted. The archive keeps it; nobody sees it on this page any more."))
        case "resolve" | "open" as done:
            settle(database(), programme_id, thread_id, user(), is_open=done == "open")
        case _:
            raise BadRequest
    return _back(programme_id, thread_id)


def _tell_who_is_not_told(programme_id: str, text: str) -> None:
    """Say that somebody who is named cannot see the programme, or does not exist: nobody waits for them in vain."""
    blind = [each.name for each in mentioned(database(), text) if not may_see(database(), each, programme_id)]
    if blind:
        told = gettext("%(names)s cannot see this programme, and is not told; assign them first.")
        flash(told % {"names": ", ".join(blind)}, "alarm")
    if in_vain := named_in_vain(database(), text):
        told = gettext("Nobody here is called %(names)s, so that nobody is told; the comment is kept.")
        flash(told % {"names": ", ".join(in_vain)}, "alarm")


def _place(now: Content) -> Place:
    """Return what the form or the address names, nothing where that is not there any more."""
    kind, _, name = _asked().get("about", "").partition(" ")
    if kind == "segment" and now.text:
        for segment in now.text.segments:
            if segment.segment_id == name:
                return Place(About(segment.start_ms, name, quote=segment.text), f"segment {name}")
    if kind == "sentence" and now.summary:
        for claim in split_claims(now.summary.text):
            if claim.claim_id == name:
                return Place(About(claim_id=name, quote=claim.text), f"sentence {name}")
    return Place(About(), "")


def _heard(now: Content, threads: tuple[Thread, ...]) -> Iterator[Heard]:
    spans = {each.segment_id: each.span for each in now.text.segments} if now.text else {}
    for thread in threads:
        start_ms = thread.about.start_ms
        named = spans.get(thread.about.segment_id or "")
        at = None if start_ms is None or not now.recording else Span(start_ms, start_ms + HEARD_MS)
        yield Heard(thread, named or (at.clamp(now.recording.duration_ms) if at and now.recording else None))


def _who_sees(db: Database, programme_id: str) -> tuple[User, ...]:
    return tuple(each for each in active_users(db) if may_see(db, each, programme_id))


def _refusal(programme_id: str, refused: Refused, code: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY) -> AnyResponse:
    return make_response(_page(programme_id, refused), code)


def _page(programme_id: str, refused: Refused | None = None) -> str:
    now = content(database(), programme_id)
    return render_template(
        "newsroom/desk/comments.html",
        programme=now.programme,
        recording=now.recording,
        heard=tuple(_heard(now, threads_of(database(), programme_id))),
        place=_place(now),
        at=_asked().get("at", ""),
        people=_who_sees(database(), programme_id),
        refused=refused,
    )


def _asked() -> Mapping[str, str]:
    """Return what the page is asked by: a form that was sent, or the address, never one in the other's place."""
    return request.form if request.method == "POST" else request.args


def _back(programme_id: str, thread_id: str) -> AnyResponse:
    return redirect(url_for("comments", programme_id=programme_id, _anchor=thread_id), HTTPStatus.SEE_OTHER)
