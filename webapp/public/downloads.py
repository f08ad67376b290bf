"""The words of a published version as files: one in each format, all in a ZIP, as they are wanted."""

from __future__ import annotations

import hashlib
import threading
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Final

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.exceptions import NotFound

import transcribe
from transcribe.errors import NoTranslation
from transcribe.formats import FORMATS, Options, render
from transcribe.formats.bundle import MEDIA_TYPE, pack
from webapp.downloads.asked import ALL, IN_ADDRESS, NAMES, options_of, query_of, require_use
from webapp.downloads.of_edition import export_of
from webapp.edition.records import EditionDocument, EditionTranscript
from webapp.errors import BadWish
from webapp.interface import gettext
from webapp.public.explained import Explained
from webapp.public.file_name import file_stem
from webapp.public.kept_pages import KeptPages
from webapp.public.request import shelf

blueprint = Blueprint("downloads", __name__)

MOST_AT_ONCE: Final = 2
"""Files that are made at one time: a long programme's PDF takes a second of the processor."""
MOST_WAITING: Final = 4
"""Readers who wait for their turn: each holds one of the site's few threads."""
WAIT_S: Final = 8.0
"""A ZIP of all formats of ten hours takes some five seconds."""
RETRY_AFTER_S: Final = 5

_kept = KeptPages()
making = threading.BoundedSemaphore(MOST_AT_ONCE)
waiting = threading.BoundedSemaphore(MOST_WAITING)


@blueprint.get(f"/programmes/<programme_id>/transcript.<{IN_ADDRESS}:name>")
@blueprint.get(f"/programmes/<programme_id>/versions/<int:number>/transcript.<{IN_ADDRESS}:name>")
def transcript(programme_id: str, name: str, number: int | None = None) -> Response:
    """Send the words of a published version as a file, or as a ZIP of all.

    :raise 400: the address asks for what a file cannot be, or for a translation that there is not.
    :raise 404: no such programme or version, or it has no transcript.
    :raise 410: it was withdrawn.
    :raise 503: others are being made; come again.
    """
    version = shelf().version(programme_id, number)
    document = shelf().document(version)
    words = document.transcript
    if words is None:
        raise NotFound
    options = _options(name)
    etag = _etag(version.sha256, name, request.host_url, repr(options))
    if etag in request.if_none_match:
        return _asked_about(Response(status=HTTPStatus.NOT_MODIFIED), etag)
    wanted = (version.sha256, name, request.host_url, options)
    made = _kept.get(shelf().index_name(), wanted, lambda: _made(document, words, name, options))
    response = Response(made, mimetype=MEDIA_TYPE if name == ALL else FORMATS[name].media_type)
    ending = ALL if name == ALL else FORMATS[name].ending
    response.headers.set("Content-Disposition", "attachment", filename=f"{file_stem(document)}.{ending}")
    return _asked_about(response, etag)


@blueprint.get("/programmes/<programme_id>/download")
@blueprint.get("/programmes/<programme_id>/versions/<int:number>/download")
def choose(programme_id: str, number: int | None = None) -> Response:
    """Lead from what a form asks for to the file's own address.

    :raise 400: it asks for what a file cannot be.
    :raise 404: no such programme or version.
    :raise 410: it was withdrawn.
    """
    shelf().version(programme_id, number)
    name = request.args.get("format", "")
    if name not in NAMES:
        raise _refused(gettext("There is no such format; choose one of the list."))
    query = query_of(_options(name))
    here = url_for(".transcript", programme_id=programme_id, number=number, name=name, **query)  # type: ignore[arg-type]
    response = redirect(here, HTTPStatus.SEE_OTHER)
    response.cache_control.no_cache = True
    return response  # type: ignore[return-value]


def _options(name: str) -> Options:
    try:
        options = options_of({asked: value for asked, value in request.args.items() if asked != "format"})
        require_use(name, options)
    except BadWish as error:
        raise _refused(str(error)) from error
    return options


def _made(document: EditionDocument, transcript: EditionTranscript, name: str, options: Options) -> bytes:
    if not (making.acquire(blocking=False) or _turn_comes()):
        said = gettext("Other files are being made just now; come again in a few seconds.")
        raise Explained(HTTPStatus.SERVICE_UNAVAILABLE, said, retry_after_s=RETRY_AFTER_S)
    try:
        export = export_of(document, transcript, request.host_url.rstrip("/"))
        return pack(export, file_stem(document), options) if name == ALL else render(name, export, options)
    except NoTranslation as error:
        raise _refused(gettext("There is no translation of this programme; ask for the original.")) from error
    finally:
        making.release()


def _turn_comes() -> bool:
    """Wait for a turn, where not too many wait already."""
    if not waiting.acquire(blocking=False):
        return False
    try:
        return making.acquire(timeout=WAIT_S)
    finally:
        waiting.release()


def _refused(sentence: str) -> Explained:
    return Explained(HTTPStatus.BAD_REQUEST, sentence)


def _asked_about(response: Response, etag: str) -> Response:
    response.cache_control.no_cache = True
    response.set_etag(etag)
    response.make_conditional(request)
    return response


def _etag(*parts: str) -> str:
    return hashlib.sha256("\n".join((*parts, _way_of_writing())).encode()).hexdigest()[:32]


@cache
def _way_of_writing() -> str:
    """Name how files are written: another release writes others, which no cache may take for these."""
    digest = hashlib.sha256()
    for path in sorted(Path(transcribe.__file__).parent.glob("formats/**/*.*")):
        if path.suffix != ".pyc":
            digest.update(path.read_bytes())
    return digest.hexdigest()
