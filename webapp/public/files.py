"""Sound and waveform."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path

from flask import Blueprint, Response, current_app, request, send_file
from werkzeug.exceptions import NotFound, PreconditionFailed

from webapp.public.ranges import hand_over, settle_range
from webapp.public.request import shelf
from webapp.public.sound_elsewhere import SoundElsewhere

blueprint = Blueprint("files", __name__)

SOUND_CACHING = "public, no-cache"
"""Everybody may keep sound and must ask each time, though its name is its hash: it may be withdrawn."""


@blueprint.get("/sound/<string(length=64):sha256>.m4a")
def sound(sha256: str) -> Response:
    """Send the public sound of a programme, whole or in part, or say where it is (307).

    :raise 404: no public version has it.
    :raise 410: it was withdrawn.
    :raise 412: the request names another file by If-Match.
    :raise 416: the range lies beyond it.
    """
    shelf().check_sound(sha256)
    path = shelf().layout.sound_path(sha256)
    elsewhere: SoundElsewhere | None = current_app.config["SOUND_ELSEWHERE"]
    if elsewhere and not path.exists():
        response = Response(status=HTTPStatus.TEMPORARY_REDIRECT, headers={"Location": elsewhere.address_of(sha256)})
        response.headers["Cache-Control"] = SOUND_CACHING
        return response
    return _send(path, "audio/mp4", sha256)


@blueprint.get("/sound/<string(length=64):sha256>.dat")
def peaks(sha256: str) -> Response:
    """Send the waveform of a public sound (audiowaveform .dat, version 2).

    :raise 404: no public version has it.
    :raise 410: it was withdrawn.
    """
    shelf().check_sound(sha256)
    return _send(shelf().layout.peaks_path(sha256), "application/octet-stream", f"{sha256}-peaks")


def _send(path: Path, media_type: str, etag: str) -> Response:
    try:
        state = path.stat()
    except FileNotFoundError as error:  # swept since the index was read
        raise NotFound from error
    settle_range(request, etag, int(state.st_mtime), state.st_size)
    response = send_file(path, mimetype=media_type, conditional=True, etag=etag)
    if response.status_code == PreconditionFailed.code:  # Werkzeug would send the whole file with it.
        response.close()
        raise PreconditionFailed
    response.headers["Cache-Control"] = SOUND_CACHING
    hand_over(response, path)
    return response
