"""The door of the API: a token in the Authorization header, and nothing else, says who asks.

No cookie counts here, so that no page of another site can act for a person who is signed in, and no form needs a hidden
field against that.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, cast

from flask import Response, current_app, g, request
from werkzeug.exceptions import Forbidden, NotFound

from media.database import act_as
from webapp.newsroom.api.operation import BYTES, Operation, Who
from webapp.newsroom.api.problems import problem
from webapp.newsroom.api.rate import Rate
from webapp.newsroom.request import database, job, programme, user
from webapp.people.tokens import Token, bearer_of, note_use

PLACE = "/api/"
"""Everything below it belongs to the API, also what is not there."""
RATE = "API_RATE"
MAX_BODY_BYTES = 1 << 20
"""Of a body of JSON, where the operation does not carry a whole text."""


def is_api() -> bool:
    """Return whether the request is one for the API."""
    return request.path.startswith(PLACE)


def require_token() -> Response | None:
    """Answer in the place of every operation where the request has no token that can be used."""
    g.user, g.token = None, None
    g.interface_language = "en"  # The API speaks one language: programs read what it says.
    kind, _, text = request.headers.get("Authorization", "").partition(" ")
    bearer = bearer_of(database(), text.strip()) if kind.lower() == "bearer" else None
    if bearer is None:
        response = problem(HTTPStatus.UNAUTHORIZED)
        response.headers["WWW-Authenticate"] = 'Bearer realm="muragat"'
        return response
    wait_s = cast(Rate, current_app.config[RATE]).wait_s(bearer.token.token_id)
    if wait_s:
        response = problem(HTTPStatus.TOO_MANY_REQUESTS)
        response.headers["Retry-After"] = str(wait_s)
        return response
    note_use(database(), bearer.token)
    act_as(database().conn, bearer.user.name, bearer.token.name)
    g.user, g.token = bearer.user, bearer.token
    return None


def token() -> Token:
    """Return by which token is asked; the door lets nobody else through."""
    return cast(Token, g.token)


def require_allowed(operation: Operation, named: dict[str, Any]) -> None:
    """Refuse what the token, the programme or the role does not allow, before anything that was sent is read.

    :raise 403: the token has not the scope, or its person not the role.
    :raise 404: the programme or job is not there, or not theirs to see: nobody can tell which.
    """
    if operation.scope not in token().scopes:
        raise Forbidden
    if "programme_id" in named:
        programme(named["programme_id"])
    if "job_id" in named:
        job(named["job_id"])
    if not operation.who.has(user()):
        raise NotFound if operation.who is Who.INSIDE else Forbidden
    if operation.body == BYTES:
        request.max_content_length = current_app.config["MAX_UPLOAD_BYTES"]
    elif not operation.is_of_text:
        request.max_content_length = MAX_BODY_BYTES
