"""How the editor in the browser is answered: JSON; every refusal gives back what was typed, and what stands there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus

import msgspec
from flask import Response
from sqlite_utils import Database

from transcribe.errors import (
    BadEdit,
    CannotJoin,
    CannotSplit,
    EditConflict,
    NoText,
    SegmentGone,
    TranscribeError,
    UnknownRevision,
    UnknownSegment,
    WrittenAnew,
)
from transcribe.past import newest_past
from transcribe.records import Segment
from transcribe.retime import MAX_CHARACTERS
from transcribe.revise import by_machine, head_of
from webapp.editor.checks import check_of
from webapp.editor.operations import BadOperation
from webapp.editor.wire import Wire, wire
from webapp.interface import gettext

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Stored:
    """What was stored, or stood so already."""

    segments: tuple[Wire, ...]
    """Those that were changed, as that edit left them."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Why nothing was stored; nothing that was typed is lost by it."""

    sentence: str
    yours: str = ""
    """What was typed."""
    theirs: Wire | None = None
    """The segment as it stands."""
    by: str = ""
    """Who changed it, or took it out."""
    near: str = ""
    """The words that stand at its time now, where it is gone."""


def stored(db: Database, programme_id: str, segments: Iterable[Segment], number: int) -> Response:
    """Return the answer to an edit; its ETag is that of the first segment. :param number: of the edit."""
    return _stored(tuple(wire(each, check_of(db, programme_id, each.segment_id), number) for each in segments))


def stood(db: Database, programme_id: str, segment_id: str) -> Response:
    """Return the answer to an edit that found a segment as it wanted it: the segment as it stands."""
    now, _ = _as_it_stands(db, programme_id, segment_id)
    return _stored((now,) if now else ())


def _stored(told: tuple[Wire, ...]) -> Response:
    answer = as_json(Stored(told))
    if told:
        answer.set_etag(told[0].tag)
    return answer


def _as_it_stands(db: Database, programme_id: str, segment_id: str) -> tuple[Wire | None, str]:
    """Return a segment, ``None`` where there is none, and who edited it last; empty for nobody."""
    past = newest_past(db, programme_id, segment_id)
    now = past.segment if past else by_machine(db, head_of(db, programme_id), segment_id)
    told = wire(now, check_of(db, programme_id, segment_id), past.number if past else 0) if now else None
    return told, past.author if past else ""


def refused(db: Database, programme_id: str, segment_id: str, error: TranscribeError, typed: str) -> Response:
    """Return the answer to an edit that was not stored.

    :param typed: goes back, so that whoever sent it without a page of ours has it still.
    """
    match error:
        case SegmentGone():
            sentence = gettext("Somebody has taken this passage out since you opened it; your words are kept here.")
            _, by = _as_it_stands(db, programme_id, segment_id)
            told = Refused(sentence, yours=typed, by=by, near=error.theirs)
            return as_json(told, HTTPStatus.GONE)
        case WrittenAnew() | UnknownSegment() | UnknownRevision() | NoText():
            sentence = gettext("The machine has written this down anew since you opened it; load the page again.")
            return as_json(Refused(sentence, yours=typed), HTTPStatus.CONFLICT)
        case EditConflict():
            return _conflict(db, programme_id, segment_id, typed)
        case BadEdit() if len(typed) > MAX_CHARACTERS:
            sentence = gettext("A passage holds at most %(most)s characters, these are %(count)s; shorten it.")
            told = Refused(sentence % {"most": MAX_CHARACTERS, "count": len(typed)}, yours=typed)
            return as_json(told, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        case BadEdit():
            return as_json(Refused(_bad(error, typed), yours=typed), HTTPStatus.UNPROCESSABLE_ENTITY)
        case _:
            raise error


def _bad(error: BadEdit, typed: str) -> str:
    match error:
        case BadOperation():
            return gettext("This came from no page of ours as it is now; load the page again.")
        case CannotSplit():
            return gettext("A passage is split between two of its words that have a time of their own in the sound.")
        case CannotJoin():
            return gettext(
                "These passages cannot be joined: give both the same speaker, or join them with what stands between."
            )
        case _ if not typed:
            return gettext("This could not be done.")
        case _:
            return gettext("The words hold a character that nobody can see; take it out.")


def as_json(record: object, status: int = HTTPStatus.OK) -> Response:
    return Response(msgspec.json.encode(record), status, mimetype=JSON)


def _conflict(db: Database, programme_id: str, segment_id: str, typed: str) -> Response:
    theirs, by = _as_it_stands(db, programme_id, segment_id)
    sentence = gettext("Somebody has changed this passage since you opened it; compare both.")
    told = Refused(sentence, yours=typed, theirs=theirs, by=by)
    answer = as_json(told, HTTPStatus.PRECONDITION_FAILED)
    if theirs:
        answer.set_etag(theirs.tag)
    return answer
