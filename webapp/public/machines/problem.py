"""Errors for machines: Problem Details (RFC 9457)."""

from __future__ import annotations

from http import HTTPStatus

import msgspec
from flask import Response

MEDIA_TYPE = "application/problem+json"


class Problem(msgspec.Struct, frozen=True):
    """What went wrong."""

    type: str
    title: str
    status: int
    detail: str


def problem(code: int, sentence: str) -> Response:
    """Return the problem as a response."""
    known = Problem("about:blank", HTTPStatus(code).phrase, code, sentence)
    return Response(msgspec.json.encode(known), code, mimetype=MEDIA_TYPE)
