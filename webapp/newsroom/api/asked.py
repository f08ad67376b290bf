"""What is asked of an operation: the query of its address and its body."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, TypeVar

import msgspec
from flask import request
from werkzeug.exceptions import UnsupportedMediaType

from webapp.newsroom.api.operation import JSON
from webapp.newsroom.api.problems import NotInTable

Asked = TypeVar("Asked", bound=msgspec.Struct)


def read_question(kind: type[Asked]) -> Asked:
    """Return what the query asks.

    :raises NotInTable: 400, a parameter is unknown, missing, there twice, or not what it may be.
    """
    for name, values in request.args.lists():
        if len(values) > 1:
            raise NotInTable(HTTPStatus.BAD_REQUEST, f"The address has `{name}` {len(values)} times; send it once.")
    try:
        return msgspec.convert(request.args.to_dict(), kind, strict=False)
    except msgspec.ValidationError as error:
        raise NotInTable(HTTPStatus.BAD_REQUEST, f"The address: {error}.") from error


def read_body(kind: Any) -> object:
    """Return the body as a record.

    :param kind: a type that msgspec knows.
    :raises NotInTable: 400, it is no JSON; 422, its fields are not as they should be.
    :raises UnsupportedMediaType: it does not say that it is JSON.
    """
    if request.mimetype != JSON:
        raise UnsupportedMediaType
    try:
        return msgspec.json.decode(request.get_data(), type=kind)
    except msgspec.ValidationError as error:
        raise NotInTable(HTTPStatus.UNPROCESSABLE_ENTITY, f"The body: {error}.") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NotInTable(HTTPStatus.BAD_REQUEST, "The body is no JSON in UTF-8; see the API's description.") from error
