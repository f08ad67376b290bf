"""What went wrong, for scripts: Problem Details (RFC 9457), each with a type that stays and one sentence."""

from __future__ import annotations

import re
import sqlite3
from http import HTTPStatus
from typing import Any

import msgspec
from flask import Blueprint, Response, current_app
from werkzeug.exceptions import HTTPException

from media import errors as media
from media.errors import MuragatError
from transcribe import errors as transcribe
from webapp import errors as webapp
from webapp import obstacles as against
from webapp.newsroom import failures
from webapp.newsroom.api.preconditions import NotSaidWhatWasSeen, Stale
from webapp.newsroom.sentences import sentence
from webapp.public.machines.problem import MEDIA_TYPE
from webapp.redaction import errors as redaction

TYPES = "urn:muragat:problem:"

STATUS: dict[type[MuragatError], int] = {
    **failures.STATUS,
    media.DecoderFailed: HTTPStatus.UNPROCESSABLE_ENTITY,
    media.FactTooLong: HTTPStatus.UNPROCESSABLE_ENTITY,
    media.UnknownFact: HTTPStatus.UNPROCESSABLE_ENTITY,
    media.UnknownLanguage: HTTPStatus.UNPROCESSABLE_ENTITY,
    media.UnreadableFile: HTTPStatus.UNPROCESSABLE_ENTITY,
    media.UnreadableSound: HTTPStatus.UNPROCESSABLE_ENTITY,
    transcribe.BadDecision: HTTPStatus.UNPROCESSABLE_ENTITY,
    transcribe.BadEdit: HTTPStatus.UNPROCESSABLE_ENTITY,
    transcribe.BadTranscript: HTTPStatus.UNPROCESSABLE_ENTITY,
    transcribe.OfAnotherSound: HTTPStatus.UNPROCESSABLE_ENTITY,
    transcribe.UnknownTranscript: HTTPStatus.UNPROCESSABLE_ENTITY,
    transcribe.UnknownRevision: HTTPStatus.NOT_FOUND,
    transcribe.UnusableTerm: HTTPStatus.UNPROCESSABLE_ENTITY,
    redaction.BadRedaction: HTTPStatus.UNPROCESSABLE_ENTITY,
    webapp.ApprovalRefused: HTTPStatus.CONFLICT,
    webapp.BadAnswer: HTTPStatus.UNPROCESSABLE_ENTITY,
    webapp.BadNote: HTTPStatus.UNPROCESSABLE_ENTITY,
    webapp.ChangedSince: HTTPStatus.PRECONDITION_FAILED,
    webapp.NobodySpeaksSo: HTTPStatus.UNPROCESSABLE_ENTITY,
    webapp.NotADay: HTTPStatus.UNPROCESSABLE_ENTITY,
    webapp.NotAssigned: HTTPStatus.UNPROCESSABLE_ENTITY,
    webapp.NotHeard: HTTPStatus.UNPROCESSABLE_ENTITY,
    webapp.NoteNeeded: HTTPStatus.UNPROCESSABLE_ENTITY,
    webapp.UnknownUser: HTTPStatus.UNPROCESSABLE_ENTITY,
}
"""What is not here is a conflict: the programme is not in the state that was asked for."""

SENTENCES = {
    400: "The request is not as it should be; see the API's description.",
    401: "Send a token that can be used: “Authorization: Bearer muragat_…”; make one on the page “Your tokens”.",
    403: "This token, or the role of its person, does not allow this.",
    404: "There is nothing here, or it is not yours to see.",
    405: "This cannot be done here; “Allow” says what can.",
    413: "This is too large: a recording may have 2 GB, a text 4 MB, any other request 1 MB.",
    415: "Send JSON with “Content-Type: application/json”, a sound with “application/octet-stream”, or a piece of one "
    "with “application/offset+octet-stream”.",
    411: "Say how long the body is: “Content-Length”.",
    416: "The recording does not reach that far.",
    429: "This token asks too often; wait for as many seconds as “Retry-After” says.",
    503: "The archive is busy with other work; nothing was stored. Try again in a few seconds.",
    507: "The disk is full; nothing was stored. Make room, then try again.",
}
FAILED = "The newsroom has failed here; nothing was stored. Try again in a minute."


def phrase_of(status: int) -> str:
    """Return the short name of a status, also of the one that tus has made."""
    return "Checksum Mismatch" if status == failures.CHECKSUM_MISMATCH else HTTPStatus(status).phrase


class Obstacle(msgspec.Struct, frozen=True):
    """What stands against an approval."""

    kind: against.ObstacleKind
    sentence: str
    """Says what to do."""
    where: str
    """Where it is mended, from the programme's page on."""
    can_override: bool


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """What went wrong."""

    type: str
    """Stays the same for the same situation; ``about:blank`` where the status says all."""
    title: str
    status: int
    detail: str
    """One sentence that says what to do."""
    current: Any = None
    """412: what stands there now."""
    current_etag: str | None = None
    """412: to be sent as If-Match by whoever has looked at it."""
    sent: Any = None
    """412: what was sent, and is not stored."""
    obstacles: tuple[Obstacle, ...] = ()
    """What stands against an approval that is refused."""


class NotInTable(Exception):
    """A body is no JSON, or not of the fields that it should have; the text is one sentence."""

    def __init__(self, status: HTTPStatus, text: str) -> None:
        super().__init__(text)
        self.status = status


def problem(status: int, text: str | None = None, kind: str = "", **more: object) -> Response:
    """Return a problem as a response.

    :param kind: the end of its type; none where the status says all.
    """
    known = Problem(
        f"{TYPES}{kind}" if kind else "about:blank",
        phrase_of(status),
        int(status),
        text or SENTENCES.get(status, FAILED),
        **more,  # type: ignore[arg-type]
    )
    return Response(msgspec.json.encode(known), status, mimetype=MEDIA_TYPE)


def obstacle_record(obstacle: against.Obstacle) -> Obstacle:
    """Return the record of an obstacle."""
    return Obstacle(obstacle.kind, obstacle.sentence, obstacle.where, obstacle.can_override)


def kind_of(error: Exception) -> str:
    """Return the end of an error's type: “edit-conflict” of `EditConflict`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", type(error).__name__).lower()


def register(blueprint: Blueprint) -> None:
    """Answer every error of the API's operations with a problem."""
    blueprint.register_error_handler(Stale, _stale)
    blueprint.register_error_handler(NotSaidWhatWasSeen, _not_said)
    blueprint.register_error_handler(NotInTable, lambda error: problem(error.status, str(error), kind_of(error)))
    blueprint.register_error_handler(MuragatError, _named)
    blueprint.register_error_handler(HTTPException, of_status)
    blueprint.register_error_handler(sqlite3.OperationalError, _database)
    blueprint.register_error_handler(OSError, _system)


def of_status(error: HTTPException) -> Response:
    """Return the problem of a status code, also of an address that leads nowhere."""
    response = problem(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    for name, value in error.get_headers():  # Allow (405), Content-Range (416)
        if name not in response.headers:
            response.headers[name] = value
    return response


def _stale(error: Stale) -> Response:
    text = "This is another by now; look at “current”, then send yours again with “current_etag” as If-Match."
    return problem(
        HTTPStatus.PRECONDITION_FAILED,
        text,
        kind_of(error),
        current=error.current,
        current_etag=error.current_etag,
        sent=error.sent,
    )


def _not_said(error: NotSaidWhatWasSeen) -> Response:
    return problem(HTTPStatus.PRECONDITION_REQUIRED, str(error), kind_of(error))


def _named(error: MuragatError) -> Response:
    more: dict[str, object] = {}
    if isinstance(error, transcribe.EditConflict):
        more = {"current": error.theirs, "sent": error.yours}
    elif isinstance(error, webapp.ApprovalRefused):
        more = {"obstacles": tuple(map(obstacle_record, error.obstacles))}
    status = next((STATUS[each] for each in type(error).__mro__ if each in STATUS), HTTPStatus.CONFLICT)
    return problem(status, sentence(error), kind_of(error), **more)


def _database(error: sqlite3.OperationalError) -> Response:
    code = failures.status_of_database(error)
    response = problem(code)
    if code == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = str(failures.BUSY_SECONDS)
    return _logged(response, error)


def _system(error: OSError) -> Response:
    return _logged(problem(failures.status_of_system(error)), error)


def _logged(response: Response, error: Exception) -> Response:
    if response.status_code == HTTPStatus.INTERNAL_SERVER_ERROR:
        current_app.logger.exception("a request failed", exc_info=error)
    return response
