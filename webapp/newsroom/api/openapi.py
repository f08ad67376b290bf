"""The OpenAPI 3.1 document, made of the operations and the records that they take and answer with."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from http import HTTPStatus
from typing import Any

import msgspec

from webapp.newsroom.api.once import HEADER, KEY_CHARACTERS
from webapp.newsroom.api.operation import BYTES, JSON, Condition, Operation, Who
from webapp.newsroom.api.operations import OPERATIONS
from webapp.newsroom.api.problems import TYPES, Problem, phrase_of
from webapp.openapi import in_path, in_query, without_null
from webapp.people.tokens import Scope
from webapp.public.machines.problem import MEDIA_TYPE

BASE = "/api/v1"
SCHEMAS = "#/components/schemas/{name}"
SECURITY = "token"

ALWAYS = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
WHERE_CHANGED = (
    HTTPStatus.CONFLICT,
    HTTPStatus.PRECONDITION_FAILED,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.INSUFFICIENT_STORAGE,
)
WHERE_SENT = (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
ROLES = {
    Who.ANYBODY: "",
    Who.STAFF: " Contributors may not.",
    Who.INSIDE: " For contributors it is not there.",
    Who.DECIDER: " Only approvers and admins may.",
    Who.ADMIN: " Only admins may.",
}
ETAG = {"ETag": {"description": "Changes with the answer.", "schema": {"type": "string"}}}
INTRODUCTION = f"""\
Everything that a page of the newsroom can do, for scripts. Send a token: `Authorization: Bearer muragat_…`; a person
makes one for themselves on the page “Your tokens” or by `muragat token add`. It does at most what its scopes say and
its person may do at that moment. What is not there and what is not theirs to see are the same 404.

What can be changed has an `ETag`. A change names the one that was seen in `If-Match`: 428 without, 412 with both
versions where it is another by now. Times in the sound are whole milliseconds, moments RFC 3339 in UTC. Errors are
Problem Details (RFC 9457); their `type` begins with `{TYPES}` and stays."""


@cache
def openapi(version: str) -> dict[str, Any]:
    """Return the document; its one server is the newsroom that sends it.

    :param version: of muragat.
    """
    records = [each for each in _records() if each not in (None, BYTES)]
    _, schemas = msgspec.json.schema_components([*dict.fromkeys(records), Problem], ref_template=SCHEMAS)
    paths: dict[str, dict[str, Any]] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation)
    scopes = "\n".join(f"- `{scope}`" for scope in Scope)
    return {
        "openapi": "3.1.0",
        "info": {"title": "muragat newsroom", "version": version, "description": INTRODUCTION},
        "servers": [{"url": BASE}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                SECURITY: {"type": "http", "scheme": "bearer", "description": f"A token with a scope of:\n{scopes}"}
            },
        },
    }


def parameters(operation: Operation) -> Iterator[dict[str, Any]]:
    """Yield what an operation may be asked with beside its body, as OpenAPI describes it."""
    for part in operation.in_path:
        yield in_path(part)
    _, asked = msgspec.json.schema_components([operation.asked], ref_template=SCHEMAS)
    described = asked[operation.asked.__name__]
    for name, schema in described["properties"].items():
        plain = _plain(without_null(schema), asked)
        yield in_query(name, plain, is_required=name in described["required"])
    for each in operation.headers:
        yield _header(each.name, each.description, each.example, is_needed=each.is_needed)
    if operation.method == "GET":
        yield _header("If-None-Match", "The ETag of what the asker has; 304 where it is unchanged.")
    if operation.condition is not Condition.NONE:
        is_needed = operation.condition is Condition.MATCH
        yield _header("If-Match", "The ETag of what was seen.", '"0"', is_needed=is_needed)
    if operation.condition is Condition.MATCH_OR_NONE:
        yield _header("If-None-Match", "`*` where nothing was there yet.", "*")
    if operation.is_once:
        schema = {"type": "string", "minLength": 1, "maxLength": KEY_CHARACTERS, "pattern": "^[ -~]+$"}
        yield _header(HEADER, "The same key, the same programme.", "6f0c2d5e", is_needed=True) | {"schema": schema}


def _records() -> Iterator[Any]:
    for operation in OPERATIONS:
        yield operation.result
        yield operation.body


def _header(name: str, description: str, example: str = '"0"', *, is_needed: bool = False) -> dict[str, Any]:
    return {
        "name": name,
        "in": "header",
        "required": is_needed,
        "description": description,
        "schema": {"type": "string"},
        "example": example,
    }


def _plain(schema: dict[str, Any], named: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return a schema with what it refers to in its place: a kind that only an address is asked with has no name."""
    refers_to = schema.pop("$ref", None) or next((each["$ref"] for each in schema.pop("allOf", [])), None)
    return {"type": "string", "enum": named[refers_to.rpartition("/")[2]]["enum"]} | schema if refers_to else schema


def _operation(operation: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "description": operation.description + ROLES[operation.who],
        "parameters": list(parameters(operation)),
        "security": [{SECURITY: [operation.scope.value]}],
        "responses": dict(_responses(operation)),
    }
    if operation.body is not None:
        described["requestBody"] = {"required": True, "content": _content(operation.body)}
    return described


def _responses(operation: Operation) -> Iterator[tuple[str, dict[str, Any]]]:
    for status in dict.fromkeys(_done(operation)):
        yield _number(status), _success(operation, status)
    if operation.method == "GET":
        yield _number(HTTPStatus.NOT_MODIFIED), {"description": "Not modified"}
    for status in dict.fromkeys(_refused(operation)):
        schema = {"$ref": SCHEMAS.format(name=Problem.__name__)}
        yield _number(status), {"description": phrase_of(status), "content": {MEDIA_TYPE: {"schema": schema}}}


def _done(operation: Operation) -> Iterator[int]:
    yield operation.status if operation.result is not None else HTTPStatus.NO_CONTENT
    if operation.status is HTTPStatus.CREATED:
        yield HTTPStatus.OK
    if operation.condition is Condition.MATCH_OR_NONE:
        yield HTTPStatus.NO_CONTENT
    yield from (status for status in operation.refusals if status < HTTPStatus.BAD_REQUEST)


def _refused(operation: Operation) -> Iterator[int]:
    yield from ALWAYS
    if operation.is_unsafe:
        yield from WHERE_CHANGED
    if operation.body is not None:
        yield from WHERE_SENT
    if operation.condition is not Condition.NONE:
        yield HTTPStatus.PRECONDITION_REQUIRED
    yield from (status for status in operation.refusals if status >= HTTPStatus.BAD_REQUEST)


def _success(operation: Operation, status: int) -> dict[str, Any]:
    if status == HTTPStatus.NO_CONTENT:
        return {"description": "Done"}
    headers = {} if operation.result == BYTES else {"headers": ETAG}
    return {"description": operation.summary, **headers, "content": _content(operation.result)}


def _content(kind: Any) -> dict[str, Any]:
    if kind == BYTES:
        return {"*/*": {}}
    return {JSON: {"schema": {"$ref": SCHEMAS.format(name=kind.__name__)}}}


def _number(status: int) -> str:
    return str(int(status))
