"""The API's routes, made of its table, and the page that explains them to people."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from importlib.metadata import version as version_of

from flask import Blueprint, Response

from webapp.public.machines.answer import json_answer
from webapp.public.machines.api.asked import BadQuestion, read_question
from webapp.public.machines.api.openapi import BASE, openapi, parameters
from webapp.public.machines.api.operations import OPERATIONS, Operation
from webapp.public.machines.problem import problem
from webapp.public.page import page_response

blueprint = Blueprint("api", __name__)
pages = Blueprint("api_pages", __name__)


def _answer(operation: Operation, **named: str | int) -> Response:
    return json_answer(operation.answer(read_question(operation.asked), **named))


for _operation in OPERATIONS:
    blueprint.add_url_rule(BASE + _operation.rule, _operation.name, partial(_answer, _operation))


@blueprint.get(f"{BASE}/openapi.json")
def description() -> Response:
    """Send the OpenAPI document."""
    return json_answer(openapi(version_of("muragat")))


@blueprint.errorhandler(BadQuestion)
def refuse(error: BadQuestion) -> Response:
    """Say in the API's one language what is wrong with a question."""
    return problem(HTTPStatus.BAD_REQUEST, str(error))


@pages.get("/api")
def api_page() -> Response:
    """Explain to people what machines can ask."""
    explained = [(operation, list(parameters(operation))) for operation in OPERATIONS]
    return page_response("public/api.html", base=BASE, operations=explained)
