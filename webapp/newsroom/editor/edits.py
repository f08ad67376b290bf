"""Small edits of single passages, as the browser sends them: each names what it was made on (If-Match)."""

from __future__ import annotations

from http import HTTPStatus
from typing import TypeVar

import msgspec
from flask import Response, request
from werkzeug.exceptions import BadRequest

from transcribe.errors import TranscribeError
from transcribe.records import Revision
from webapp.editor.acts import Editor
from webapp.editor.checks import check
from webapp.interface import gettext
from webapp.newsroom.editor.answers import Refused, as_json, refused, stood, stored
from webapp.newsroom.editor.asked import Act, Checking, Joining, Splitting, TakingOut, Undoing, Words
from webapp.newsroom.request import database, programme, user

Asked = TypeVar("Asked", Words, Undoing)


def change_words(programme_id: str, segment_id: str) -> Response:
    """Store the words of a segment, or who speaks in it; answer with the segment and its new ETag.

    :raise 400: this is no patch.
    :raise 404: no such programme, or not theirs.
    :raise 409: the text has no such segment; what was typed is in the answer, as in all that follow.
    :raise 410: somebody took it out.
    :raise 412: somebody changed it: both versions are in the answer.
    :raise 413: it is too long. :raise 422: it holds control characters.
    :raise 428: it does not say what it was made on.
    """
    programme(programme_id)
    asked = _asked(Words)
    seen = _seen()
    if seen is None:
        return _must_say_what_was_seen(asked.text or "")
    try:
        made = _editor(programme_id, asked.operation).change(
            segment_id, seen, text=asked.text, speaker=asked.speaker, revive=asked.revive
        )
    except TranscribeError as error:
        return refused(database(), programme_id, segment_id, error, asked.text or "")
    return _stored(programme_id, segment_id, made)


def act_on_segment(programme_id: str, segment_id: str) -> Response:
    """Split a segment, join it to the next, take it out, or vouch for it.

    :raise 400, 404, 409, 410, 412, 422, 428: as `change_words`.
    """
    programme(programme_id)
    seen = _seen()
    try:
        asked = msgspec.json.decode(request.get_data(), type=Act)
    except msgspec.DecodeError as error:
        raise BadRequest from error
    if seen is None:
        return _must_say_what_was_seen("")
    try:
        made = _do(programme_id, segment_id, seen, asked)
    except TranscribeError as error:
        return refused(database(), programme_id, segment_id, error, "")
    return _stored(programme_id, segment_id, made)


def undo_edit(programme_id: str) -> Response:
    """Undo what an earlier operation did; undone again, it is done again.

    :raise 400: it names none. :raise 404: no such programme, or not theirs.
    :raise 409: it was never stored. :raise 412: somebody has changed one of its segments since.
    """
    programme(programme_id)
    asked = _asked(Undoing)
    try:
        made = _editor(programme_id, asked.operation).undo(asked.undoes)
    except TranscribeError as error:
        return refused(database(), programme_id, asked.segment, error, "")
    return stored(database(), programme_id, made.changes, made.number)


def _do(programme_id: str, segment_id: str, seen: str, asked: Act) -> Revision | None:
    match asked:
        case Splitting():
            return _editor(programme_id, asked.operation).split(segment_id, seen, at=asked.at, mark=asked.mark)
        case Joining():
            editor = _editor(programme_id, asked.operation)
            return editor.join(segment_id, seen, next_id=asked.next, next_seen=asked.next_seen)
        case TakingOut():
            return _editor(programme_id, asked.operation).take_out(segment_id, seen)
        case Checking():
            check(database(), programme_id, segment_id, user().name, seen=seen, take_back=asked.take_back)
            return None


def _editor(programme_id: str, operation_id: str) -> Editor:
    return Editor(database(), programme_id, user().name, operation_id)


def _stored(programme_id: str, segment_id: str, made: Revision | None) -> Response:
    """Return what an edit left, the segment that was named first; where it did nothing, that as it stands."""
    if made is None:
        return stood(database(), programme_id, segment_id)
    changes = sorted(made.changes, key=lambda each: each.segment_id != segment_id)
    return stored(database(), programme_id, changes, made.number)


def _asked(kind: type[Asked]) -> Asked:
    try:
        return msgspec.json.decode(request.get_data(), type=kind)
    except msgspec.DecodeError as error:
        raise BadRequest from error


def _seen() -> str | None:
    """Return the tag that the request was made on, ``None`` where it names none, or more than one."""
    tags = request.if_match.as_set()
    return next(iter(tags)) if len(tags) == 1 else None


def _must_say_what_was_seen(typed: str) -> Response:
    sentence = gettext("This does not say which state of the passage it was made on; load the page again.")
    return as_json(Refused(sentence, yours=typed), HTTPStatus.PRECONDITION_REQUIRED)
