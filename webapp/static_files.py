"""The static files of both apps: named for exactly these, kept by browsers, and sent compressed.

They are part of the program and the same for everybody, so they may be kept where nothing else of the newsroom may.
Together style sheets and scripts weigh a third when they are compressed, and a phone waits for each byte of them.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Flask, Response, current_app, request

import webapp

STATIC = Path(webapp.__file__).parent / "static"
ENDPOINT = "static"
"""Flask's own."""
KEPT_SECONDS = 365 * 24 * 3600
FINGERPRINT_CHARACTERS = 12
TEXTS = {"text/css", "text/javascript", "application/javascript", "image/svg+xml", "application/json"}
GZIP_LEVEL = 9
"""The best: each file is compressed once."""


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
    app.view_functions[ENDPOINT] = _send


def _send(filename: str) -> Response:
    """Return a file as it is, or as it was compressed once: to open an editor, a browser asks for 35 of them."""
    if filename not in _texts():
        return current_app.send_static_file(filename)
    if request.accept_encodings["gzip"] <= 0 or request.range:
        response = current_app.send_static_file(filename)
    else:
        packed = _packed(filename)
        response = Response(packed.data, mimetype=packed.mimetype)
        response.content_encoding = "gzip"
        response.cache_control.public = True
        response.cache_control.max_age = KEPT_SECONDS
        response.set_etag(packed.etag)  # Other bytes, so another name than the file's (RFC 9110, 8.8.3).
        response.make_conditional(request)
    response.vary.add("Accept-Encoding")
    return response


@cache
def _texts() -> Mapping[str, str]:
    """Return the type of each static text, by its name."""
    types = {path: mimetypes.guess_type(path.name)[0] for path in STATIC.rglob("*") if path.is_file()}
    return {path.relative_to(STATIC).as_posix(): kind for path, kind in types.items() if kind in TEXTS}


@cache
def _packed(filename: str) -> _Packed:
    data = gzip.compress((STATIC / filename).read_bytes(), GZIP_LEVEL, mtime=0)
    return _Packed(data, _texts()[filename], hashlib.sha256(data).hexdigest()[:FINGERPRINT_CHARACTERS])


@dataclass(frozen=True, slots=True)
class _Packed:
    data: bytes
    mimetype: str
    etag: str
