"""The API's routes, made of its table."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from importlib.metadata import version as version_of
from typing import Any

from flask import Blueprint, Flask
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.wrappers import Response as AnyResponse

from webapp.newsroom import failures
from webapp.newsroom.api import problems
from webapp.newsroom.api.answer import respond
from webapp.newsroom.api.asked import read_body, read_question
from webapp.newsroom.api.door import RATE, is_api, require_allowed
from webapp.newsroom.api.openapi import BASE, openapi
from webapp.newsroom.api.operation import BYTES, Nothing, Operation
from webapp.newsroom.api.operations import OPERATIONS
from webapp.newsroom.api.rate import Rate

blueprint = Blueprint("api", __name__)
problems.register(blueprint)


def _do(operation: Operation, **named: Any) -> AnyResponse:
    """Do an operation: first who may, then what was asked."""
    require_allowed(operation, named)
    asked = read_question(operation.asked)
    sent: list[object] = [] if operation.asked is Nothing else [asked]
    if operation.body is not None and operation.body != BYTES:
        sent.append(read_body(operation.body))
    return respond(operation.do(*sent, **named), operation.status)


for _operation in OPERATIONS:
    blueprint.add_url_rule(
        BASE + _operation.rule, _operation.name, partial(_do, _operation), methods=[_operation.method]
    )


@blueprint.get(f"{BASE}/openapi.json")
def description() -> AnyResponse:
    """Send the OpenAPI document: to every token, whatever its scopes."""
    return respond(openapi(version_of("muragat")), HTTPStatus.OK)


def register(app: Flask) -> None:
    """Put the API into the newsroom."""
    app.config[RATE] = Rate()
    app.register_blueprint(blueprint)
    for error in (NotFound, MethodNotAllowed):  # Where no route is found there is no blueprint to ask.
        app.register_error_handler(error, _nowhere)


def _nowhere(error: NotFound | MethodNotAllowed) -> AnyResponse:
    return problems.of_status(error) if is_api() else failures.of_status(error)
