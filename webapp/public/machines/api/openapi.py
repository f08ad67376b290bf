"""The OpenAPI 3.1 document, made of the operations and the records they answer with."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from http import HTTPStatus
from typing import Any

import msgspec

from webapp.openapi import in_path, in_query
from webapp.public.machines.api.operations import OPERATIONS, Operation
from webapp.public.machines.problem import MEDIA_TYPE, Problem

BASE = "/api/v1"
SCHEMAS = "#/components/schemas/{name}"
IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "description": "ETags of what the asker has; 304 where it is unchanged.",
    "schema": {"type": "string"},
    "example": 'W/"0"',
}
ETAG = {"ETag": {"description": "Changes with the answer.", "schema": {"type": "string"}}}
ALWAYS = (HTTPStatus.SERVICE_UNAVAILABLE,)
"""While the list of programmes is made anew after an upgrade."""


@cache
def openapi(version: str) -> dict[str, Any]:
    """Return the document; its one server is the site that sends it.

    :param version: of muragat.
    """
    results = [operation.result for operation in OPERATIONS]
    _, schemas = msgspec.json.schema_components([*results, Problem], ref_template=SCHEMAS)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "muragat",
            "version": version,
            "summary": "Reads the public archive.",
            "description": "Everything that is public, as JSON. Nothing can be changed and nobody needs to sign in. "
            "Answers carry an ETag and are to be asked for anew each time: a programme may be withdrawn (410).",
        },
        "servers": [{"url": BASE}],
        "paths": {operation.path: {"get": _operation(operation)} for operation in OPERATIONS},
        "components": {"schemas": schemas},
    }


def parameters(operation: Operation) -> Iterator[dict[str, Any]]:
    """Yield what an operation may be asked with, as OpenAPI describes it."""
    for part in operation.in_path:
        yield in_path(part)
    (described,) = msgspec.json.schema_components([operation.asked])[1].values()
    for name, schema in described["properties"].items():
        yield in_query(name, schema, is_required=name in described["required"])


def _operation(operation: Operation) -> dict[str, Any]:
    result = {"$ref": SCHEMAS.format(name=operation.result.__name__)}
    responses: dict[str, Any] = {
        "200": {
            "description": operation.summary,
            "headers": ETAG,
            "content": {"application/json": {"schema": result}},
        },
        "304": {"description": "Not modified"},
    }
    for status in (*operation.refusals, *ALWAYS):
        responses[str(status.value)] = {
            "description": status.phrase,
            "content": {
                MEDIA_TYPE: {
                    "schema": {"$ref": SCHEMAS.format(name="Problem")},
                    "example": msgspec.to_builtins(
                        Problem("about:blank", status.phrase, status.value, "One sentence.")
                    ),
                }
            },
        }
    return {
        "operationId": operation.name,
        "summary": operation.summary,
        "description": operation.description,
        "parameters": [*parameters(operation), IF_NONE_MATCH],
        "responses": responses,
    }
