"""The same uploads for the pages' script, which comes with the session and its CSRF token, and for scripts by token."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, cast

from flask import Flask, Response, current_app, jsonify, request, url_for
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.wrappers import Response as AnyResponse

from media.errors import StorageFull
from webapp.newsroom.failures import STATUS
from webapp.newsroom.request import database, user
from webapp.newsroom.sentences import sentence
from webapp.newsroom.uploading import tus
from webapp.uploads.errors import UploadError
from webapp.uploads.records import Upload
from webapp.uploads.store import Uploads

UPLOADS = "UPLOADS"
Answer = Callable[..., AnyResponse]


def uploads() -> Uploads:
    return cast(Uploads, current_app.config[UPLOADS])


def setup_uploads(app: Flask, kept: Uploads) -> None:
    """Let an app take uploads, and say of each answer about one which protocol that is."""
    app.config[UPLOADS] = kept

    @app.after_request
    def describe(response: Response) -> Response:
        if (request.endpoint or "").rpartition(".")[2] in ENDPOINTS:
            tus.describe(response, kept.max_bytes)
        return response


def _in_a_line(view: Answer) -> Answer:
    """Answer what goes wrong with one sentence: a script reads it, no page is shown."""

    @wraps(view)
    def answer(**named: Any) -> AnyResponse:
        try:
            return view(**named)
        except (UploadError, StorageFull) as error:
            return Response(sentence(error), STATUS[type(error)], mimetype="text/plain")

    return answer


@_in_a_line
def list_uploads() -> AnyResponse:
    """Say which files of this person are here and no programme has."""
    return jsonify([told(each) for each in uploads().of(database(), user().user_id)])


@_in_a_line
def begin_upload() -> AnyResponse:
    """Make room for a file; see `begin`."""
    return begin("show_upload")


@_in_a_line
def show_upload(upload_id: str) -> AnyResponse:
    """Say how much of a file is here.

    :raise 404: there is none, or it is not theirs: nobody can tell which.
    """
    found = uploads().get(database(), user().user_id, upload_id)
    response = jsonify(told(found))
    response.headers.update(tus.headers_of(found))
    return response


@_in_a_line
def continue_upload(upload_id: str) -> AnyResponse:
    """Store the next piece of a file; see `go_on`."""
    return go_on(upload_id)


@_in_a_line
def end_upload(upload_id: str) -> AnyResponse:
    """Remove a file that is not wanted.

    :raise 404: there is none, or it is not theirs. :raise 412: another protocol.
    """
    return end(upload_id)


@_in_a_line
def override_upload(upload_id: str) -> AnyResponse:
    """Do what ``X-HTTP-Method-Override`` says, for whom a proxy lets neither PATCH nor DELETE through.

    :raise 405: it says neither.
    """
    return overridden(upload_id)


def begin(endpoint: str) -> Response:
    """Make room for a file, and say where it is to be sent.

    :param endpoint: that answers for it.
    :raise 400: its length is not said, or not as the protocol wants it. :raise 412: another protocol.
    :raise 413: it is too large. :raise 429: this person has enough. :raise 507: there is no room.
    """
    tus.require_version()
    made = uploads().begin(database(), user().user_id, tus.wanted())
    response = jsonify(told(made))
    response.status_code = HTTPStatus.CREATED
    response.headers.update(tus.headers_of(made) | {"Location": url_for(endpoint, upload_id=made.upload_id)})
    return response


def go_on(upload_id: str) -> Response:
    """Store the next piece of a file; answered when it outlasts a power cut.

    :raise 404: there is none, or it is not theirs. :raise 409: it does not begin where what is here ends.
    :raise 412: another protocol. :raise 413: it reaches past the end. :raise 423: another piece takes long.
    :raise 460: it is not what its sender hashed. :raise 507: there is no room.
    """
    tus.require_version()
    now = uploads().append(database(), user().user_id, upload_id, tus.piece())
    return Response(status=HTTPStatus.NO_CONTENT, headers=tus.headers_of(now))


def end(upload_id: str) -> Response:
    """Remove a file."""
    tus.require_version()
    uploads().end(database(), user().user_id, upload_id)
    return Response(status=HTTPStatus.NO_CONTENT)


def overridden(upload_id: str) -> Response:
    """Do what a header says instead of the request's method."""
    done = {"PATCH": go_on, "DELETE": end}.get(request.headers.get(tus.OVERRIDE, "").upper())
    if done is None:
        raise MethodNotAllowed(valid_methods=["GET", "HEAD", "PATCH", "DELETE"])
    return done(upload_id)


def told(upload: Upload) -> dict[str, object]:
    """Return what a page's script is told of an upload."""
    return {
        "id": upload.upload_id,
        "file_name": upload.file_name,
        "modified_ms": upload.modified_ms,
        "size_bytes": upload.size_bytes,
        "offset_bytes": upload.offset_bytes,
    }


UPLOAD_ROUTES: tuple[tuple[str, str, Answer], ...] = (
    ("/uploads", "GET", list_uploads),
    ("/uploads", "POST", begin_upload),
    ("/uploads/<upload_id>", "GET", show_upload),
    ("/uploads/<upload_id>", "PATCH", continue_upload),
    ("/uploads/<upload_id>", "POST", override_upload),
    ("/uploads/<upload_id>", "DELETE", end_upload),
)
ENDPOINTS = frozenset(
    {"list_uploads", "begin_upload", "show_upload", "continue_upload", "override_upload", "end_upload"}
)
