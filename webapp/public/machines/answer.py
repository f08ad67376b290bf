"""How machines are answered: by hash, compressed, and asked for anew each time, so that what is withdrawn is gone."""

from __future__ import annotations

import gzip
import hashlib
from datetime import datetime

import msgspec
from flask import Response, request

GZIP_LEVEL = 5
SMALL_BYTES = 1_000
"""What is not worth compressing."""


def answer(body: bytes, media_type: str, modified: datetime | None = None) -> Response:
    """Return the body, or 304 where the asker has it.

    :param modified: when it changed last, in UTC.
    """
    response = Response(body, mimetype=media_type)
    response.cache_control.no_cache = True
    # Weak: the same document compressed and not.
    response.set_etag(hashlib.sha256(body).hexdigest()[:32], weak=True)
    if modified:  # Werkzeug writes the present second where it is given none.
        response.last_modified = modified
    response.vary.add("Accept-Encoding")
    response.make_conditional(request)
    if response.status_code == 200 and len(body) > SMALL_BYTES and request.accept_encodings["gzip"] > 0:  # noqa: PLR2004
        response.set_data(gzip.compress(body, GZIP_LEVEL, mtime=0))
        response.content_encoding = "gzip"
    return response


def json_answer(record: object, media_type: str = "application/json") -> Response:
    """Return a record as JSON, or 304 where the asker has it."""
    return answer(msgspec.json.encode(record), media_type)
