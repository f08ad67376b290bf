"""The static files of both apps: named for exactly these, kept by browsers, and sent compressed.

They are part of the program and the same for everybody, so they may be kept where nothing else of the newsroom may.
Together style sheets and scripts weigh a third when they are compressed, and a phone waits for each byte of them.
"""

from __future__ import annotations

import gzip
import hashlib
from functools import cache, lru_cache
from pathlib import Path

from flask import Flask, Response, request

import webapp

STATIC = Path(webapp.__file__).parent / "static"
ENDPOINT = "static"
"""Flask's own."""
KEPT_SECONDS = 365 * 24 * 3600
FINGERPRINT_CHARACTERS = 12
TEXTS = {"text/css", "text/javascript", "application/javascript", "image/svg+xml", "application/json"}
GZIP_LEVEL = 9
"""The best: each file is compressed once."""
KEPT_FILES = 128


@cache
def static_path() -> str:
    """Return where the static files are: named for exactly these, so that browsers keep them and never mix releases."""
    digest = hashlib.sha256()
    for path in sorted(path for path in STATIC.rglob("*") if path.is_file()):
        digest.update(path.relative_to(STATIC).as_posix().encode() + b"\0" + path.read_bytes())
    return f"/static/{digest.hexdigest()[:FINGERPRINT_CHARACTERS]}"


def serve_static(app: Flask) -> None:
    """Let browsers keep the static files of an app, made with `static_path`, and send their texts compressed."""
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = KEPT_SECONDS
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    if request.endpoint != ENDPOINT or response.status_code != 200 or response.mimetype not in TEXTS:  # noqa: PLR2004
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings["gzip"] <= 0:
        return response
    etag, _ = response.get_etag()
    response.direct_passthrough = False
    response.set_data(_packed(response.get_data()))
    response.content_encoding = "gzip"
    response.headers.pop("Accept-Ranges", None)
    # Other bytes, so another name (RFC 9110, 8.8.3).
    response.set_etag(f"{etag}-gzip")
    response.make_conditional(request)
    return response


@lru_cache(maxsize=KEPT_FILES)
def _packed(text: bytes) -> bytes:
    return gzip.compress(text, GZIP_LEVEL, mtime=0)
