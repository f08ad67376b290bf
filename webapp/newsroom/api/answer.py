"""How an operation answers: a record with its ETag, nothing, or a file."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

import msgspec
from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from webapp.newsroom.api.operation import JSON
from webapp.newsroom.api.preconditions import tag_of


@dataclass(frozen=True, slots=True)
class Made:
    """A record with more to be said of it than the operation's own status."""

    record: object
    location: str | None = None
    """The address of what was made."""
    status: HTTPStatus | None = None
    """Instead of the operation's own."""


def respond(result: object, status: HTTPStatus) -> AnyResponse:
    """Return the answer of an operation.

    :param result: a record, `Made`, ``None`` for no content, or a response that is ready.
    """
    if isinstance(result, AnyResponse):
        return result
    made = result if isinstance(result, Made) else Made(result)
    if made.record is None:
        return Response(status=HTTPStatus.NO_CONTENT)
    response = Response(msgspec.json.encode(made.record), made.status or status, mimetype=JSON)
    response.set_etag(tag_of(made.record))
    if made.location:
        response.headers["Location"] = made.location
    if request.method in {"GET", "HEAD"}:
        response.make_conditional(request)
    return response
