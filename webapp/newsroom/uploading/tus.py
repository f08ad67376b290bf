"""tus 1.0.0 (https://tus.io/protocols/resumable-upload): core, creation, termination, checksum, expiration.

What requests say becomes records, what is known of an upload becomes headers; nothing is stored here.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from datetime import UTC, datetime
from email.utils import format_datetime
from http import HTTPStatus
from typing import BinaryIO, cast

from flask import Response, request
from werkzeug.exceptions import LengthRequired, UnsupportedMediaType

from webapp.uploads.errors import BadUpload, UnknownProtocol
from webapp.uploads.records import Checksum, Piece, Upload, Wanted

VERSION = "1.0.0"
EXTENSIONS = ("creation", "checksum", "expiration", "termination")
ALGORITHMS = ("sha1", "sha256")
OFFSET_STREAM = "application/offset+octet-stream"
OVERRIDE = "X-HTTP-Method-Override"
MOST_METADATA_CHARACTERS = 16_384
MOST_DIGITS = 18


def require_version() -> None:
    """Refuse another protocol before anything is looked at.

    :raises UnknownProtocol: the request does not say that it speaks 1.0.0.
    """
    if request.headers.get("Tus-Resumable") != VERSION:
        raise UnknownProtocol(f"Uploads speak tus {VERSION}: send “Tus-Resumable: {VERSION}”.")


def wanted() -> Wanted:
    """Return what the request says of a file that is to come.

    :raises BadUpload: its length or what is told of it cannot be read.
    """
    if "Upload-Defer-Length" in request.headers:
        raise BadUpload("Say how long the file is: “Upload-Length”; a length that comes later is not taken here.")
    told = metadata(request.headers.get("Upload-Metadata", ""))
    modified = told.get("modified", "")
    return Wanted(
        size_bytes=_number("Upload-Length"),
        file_name=told.get("filename") or told.get("name", ""),
        modified_ms=int(modified) if _is_number(modified) else None,
    )


def piece() -> Piece:
    """Return the part of a file that the request brings.

    :raises BadUpload: its offset or checksum cannot be read.
    :raise 411: its length is not said. :raise 415: it is not said to be one.
    """
    if request.mimetype != OFFSET_STREAM:
        raise UnsupportedMediaType
    if request.content_length is None:
        raise LengthRequired
    stream = cast(BinaryIO, request.stream)
    return Piece(_number("Upload-Offset"), request.content_length, stream, _checksum())


def metadata(header: str) -> dict[str, str]:
    """Return what ``Upload-Metadata`` tells, by key.

    :raises BadUpload: it is not pairs of a key and a text in base64.
    """
    if len(header) > MOST_METADATA_CHARACTERS:
        raise BadUpload(f"“Upload-Metadata” is longer than {MOST_METADATA_CHARACTERS} characters; tell less.")
    told: dict[str, str] = {}
    for pair in filter(None, (each.strip() for each in header.split(","))):
        key, _, value = pair.partition(" ")
        try:
            told[key] = base64.b64decode(value.strip(), validate=True).decode(errors="replace")
        except (binascii.Error, ValueError) as error:
            raise BadUpload("“Upload-Metadata” is pairs of a key and a value in base64, with commas.") from error
    return told


def headers_of(upload: Upload) -> dict[str, str]:
    """Return what every answer about an upload says."""
    expires = datetime.fromtimestamp(upload.expires_at_ms // 1000, UTC)
    return {
        "Upload-Offset": str(upload.offset_bytes),
        "Upload-Length": str(upload.size_bytes),
        "Upload-Expires": format_datetime(expires, usegmt=True),
    }


def describe(response: Response, max_bytes: int) -> None:
    """Say on a response which protocol is spoken, and to who asks, what of it."""
    response.headers["Tus-Resumable"] = VERSION
    if request.method == "OPTIONS" or response.status_code == HTTPStatus.PRECONDITION_FAILED:
        response.headers["Tus-Version"] = VERSION
        response.headers["Tus-Extension"] = ",".join(EXTENSIONS)
        response.headers["Tus-Max-Size"] = str(max_bytes)
        response.headers["Tus-Checksum-Algorithm"] = ",".join(ALGORITHMS)


def _number(name: str) -> int:
    text = request.headers.get(name, "")
    if not _is_number(text):
        raise BadUpload(f"“{name}” is a whole number of bytes, written in digits.")
    return int(text)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS


def _checksum() -> Checksum | None:
    header = request.headers.get("Upload-Checksum")
    if header is None:
        return None
    algorithm, _, digest = header.partition(" ")
    if algorithm not in ALGORITHMS:
        raise BadUpload(f"“Upload-Checksum” is one of {', '.join(ALGORITHMS)}, and the hash in base64 after a space.")
    try:
        raw = base64.b64decode(digest.strip(), validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadUpload("The hash in “Upload-Checksum” is not in base64.") from error
    if len(raw) != hashlib.new(algorithm, usedforsecurity=False).digest_size:
        raise BadUpload(f"The hash in “Upload-Checksum” is not one of {algorithm}.")
    return Checksum(algorithm, raw)
