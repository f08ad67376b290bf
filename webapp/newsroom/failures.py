"""Every failure becomes a page with one sentence; a text that was typed is given back on it."""

from __future__ import annotations

import errno
import sqlite3
from http import HTTPStatus

from flask import Flask, Response, current_app, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from media.errors import FixityError, MuragatError, NotAnArchive, StorageFull, UnknownProgramme
from media.stores.errors import NoStore, StoreFailed
from transcribe.errors import EditConflict, NoText, NoTranslation, SegmentGone, UnknownRun, UnknownSegment, WrittenAnew
from transcribe.jobs import get_job
from webapp.alike.errors import NotAlike
from webapp.desk.errors import BadComment, UnknownComment
from webapp.errors import (
    BadInvitation,
    BadSettings,
    BadWish,
    IdentityRefused,
    NotAllowed,
    ProviderUnreachable,
    TooManySignIns,
    UnknownInvitation,
    UnknownPasskey,
    UnknownSession,
    UnknownToken,
    UnknownWayBack,
)
from webapp.newsroom.request import database
from webapp.newsroom.sentences import sentence, sentence_for
from webapp.newsroom.typed import sent, typed
from webapp.newsroom.work import QUEUE
from webapp.uploads import errors as uploads

BUSY_SECONDS = 5

CHECKSUM_MISMATCH = 460
"""Of tus: a piece of a file is not what its sender hashed."""
STATUS: dict[type[MuragatError], int] = {
    BadInvitation: HTTPStatus.UNPROCESSABLE_ENTITY,
    BadSettings: HTTPStatus.SERVICE_UNAVAILABLE,
    BadComment: HTTPStatus.UNPROCESSABLE_ENTITY,
    BadWish: HTTPStatus.BAD_REQUEST,
    EditConflict: HTTPStatus.PRECONDITION_FAILED,
    FixityError: HTTPStatus.INTERNAL_SERVER_ERROR,
    IdentityRefused: HTTPStatus.FORBIDDEN,
    NotAlike: HTTPStatus.NOT_FOUND,
    NoText: HTTPStatus.NOT_FOUND,
    NoTranslation: HTTPStatus.NOT_FOUND,
    NotAllowed: HTTPStatus.FORBIDDEN,
    NotAnArchive: HTTPStatus.INTERNAL_SERVER_ERROR,
    ProviderUnreachable: HTTPStatus.BAD_GATEWAY,
    SegmentGone: HTTPStatus.GONE,
    NoStore: HTTPStatus.INTERNAL_SERVER_ERROR,
    StorageFull: HTTPStatus.INSUFFICIENT_STORAGE,
    StoreFailed: HTTPStatus.SERVICE_UNAVAILABLE,
    TooManySignIns: HTTPStatus.TOO_MANY_REQUESTS,
    UnknownInvitation: HTTPStatus.NOT_FOUND,
    UnknownPasskey: HTTPStatus.NOT_FOUND,
    UnknownComment: HTTPStatus.NOT_FOUND,
    UnknownProgramme: HTTPStatus.NOT_FOUND,
    UnknownRun: HTTPStatus.NOT_FOUND,
    UnknownSegment: HTTPStatus.NOT_FOUND,
    UnknownSession: HTTPStatus.NOT_FOUND,
    UnknownWayBack: HTTPStatus.NOT_FOUND,
    UnknownToken: HTTPStatus.NOT_FOUND,
    WrittenAnew: HTTPStatus.PRECONDITION_FAILED,
    uploads.BadUpload: HTTPStatus.BAD_REQUEST,
    uploads.ChecksumMismatch: CHECKSUM_MISMATCH,
    uploads.TooManyUploads: HTTPStatus.TOO_MANY_REQUESTS,
    uploads.UnknownProtocol: HTTPStatus.PRECONDITION_FAILED,
    uploads.UnknownUpload: HTTPStatus.NOT_FOUND,
    uploads.UploadBusy: HTTPStatus.LOCKED,
    uploads.UploadNotWhole: HTTPStatus.CONFLICT,
    uploads.UploadTooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    uploads.WrongOffset: HTTPStatus.CONFLICT,
}
"""What is not here is a conflict: the programme is not in the state that was asked for."""


def register(app: Flask) -> None:
    """Answer every error of the app with a page."""
    app.register_error_handler(HTTPException, of_status)
    app.register_error_handler(MuragatError, _named)
    app.register_error_handler(sqlite3.OperationalError, _database)
    app.register_error_handler(OSError, _system)


def failure_page(code: int, text: str) -> Response:
    """Return the page of a failure, with the way back to what it was about, where there is something."""
    page = render_template(
        "newsroom/failure.html",
        code=code,
        sentence=text,
        typed=typed(),
        programme_id=_programme_id(code),
        is_of_queue=sent().get("page") == QUEUE,
    )
    return make_response(page, code)


def _programme_id(code: int) -> str | None:
    """Return the programme that a failure was about; ``None`` where there is none, or a person may not see it."""
    named = request.view_args or {}
    if code in (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND):
        return None
    if code == HTTPStatus.CONFLICT and "job_id" in named:  # Of a job that they may not see it would be a 404.
        return get_job(database(), named["job_id"]).programme_id
    return named.get("programme_id")


def of_status(error: HTTPException) -> Response:
    """Return the page of a failure that has a status code."""
    code = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    response = failure_page(code, sentence_for(code))
    for name, value in error.get_headers():  # Allow (405), Content-Range (416)
        if name not in response.headers:
            response.headers[name] = value
    return response


def status_of_database(error: sqlite3.OperationalError) -> int:
    """Return what a failure of the database is: busy, full, or broken."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the primary code, without its extension
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return HTTPStatus.SERVICE_UNAVAILABLE
    return HTTPStatus.INSUFFICIENT_STORAGE if code == sqlite3.SQLITE_FULL else HTTPStatus.INTERNAL_SERVER_ERROR


def status_of_system(error: OSError) -> int:
    """Return what a failure of the machine is: full, or broken."""
    is_full = error.errno in {errno.ENOSPC, errno.EDQUOT}
    return HTTPStatus.INSUFFICIENT_STORAGE if is_full else HTTPStatus.INTERNAL_SERVER_ERROR


def _named(error: MuragatError) -> Response:
    response = failure_page(STATUS.get(type(error), HTTPStatus.CONFLICT), sentence(error))
    if isinstance(error, TooManySignIns):
        response.headers["Retry-After"] = str(error.retry_after_s)
    return response


def _database(error: sqlite3.OperationalError) -> Response:
    response = _failed(error, status_of_database(error))
    if response.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = str(BUSY_SECONDS)
    return response


def _system(error: OSError) -> Response:
    return _failed(error, status_of_system(error))


def _failed(error: Exception, code: int) -> Response:
    if code == HTTPStatus.INTERNAL_SERVER_ERROR:
        current_app.logger.exception("a request failed", exc_info=error)
    return failure_page(code, sentence_for(code))
