"""The API's routes, made of its table, and the page that explains them to people."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from importlib.metadata import version as version_of
from typing import Any

from flask import Blueprint, Response, url_for

from webapp.interface import gettext
from webapp.public.machines.answer import json_answer
from webapp.public.machines.api.asked import BadQuestion, read_question
from webapp.public.machines.api.openapi import BASE, openapi, parameters
from webapp.public.machines.api.operations import OPERATIONS, Operation
from webapp.public.machines.problem import problem
from webapp.public.page import page_response
from webapp.public.request import shelf
from webapp.public.shelf import Entry

blueprint = Blueprint("api", __name__)
pages = Blueprint("api_pages", __name__)

EXAMPLES = 20
"""Among how many of the newest programmes the page looks for one of which every address answers."""


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
    whole = (entry for entry in shelf().newest(EXAMPLES, 0) if entry.has_transcript and entry.abstract)
    shown = next(whole, None)
    explained = [
        (
            operation,
            {"summary": gettext(operation.summary), "description": gettext(operation.description)},
            [_explained(each) for each in parameters(operation)],
            _example(operation, shown) if shown else None,
        )
        for operation in OPERATIONS
    ]
    return page_response("public/api.html", base=BASE, operations=explained)


def _explained(parameter: dict[str, Any]) -> dict[str, Any]:
    """Return a parameter with its description in the reader's language."""
    english: str = parameter["description"]
    return parameter | {"description": gettext(english)}


def _example(operation: Operation, entry: Entry) -> str:
    """Return an address that answers: of this site's own programme where one is needed."""
    known: dict[str, str | int] = {"programme_id": entry.programme_id, "number": entry.version}
    asked = list(parameters(operation))
    named = {each["name"]: known.get(each["name"], each["example"]) for each in asked if each["required"]}
    return url_for(f"{blueprint.name}.{operation.name}", **named)
