"""A quote's clip and its picture: files that other sites may show, too."""

from __future__ import annotations

import hashlib
import io
from http import HTTPStatus

from flask import Blueprint, Response, current_app, request, send_file
from werkzeug.exceptions import NotFound, PreconditionFailed

from media.errors import DecoderFailed, StorageFull, UnreadableSound
from webapp.edition.records import EditionDocument
from webapp.interface import gettext, interface_language
from webapp.public.explained import Explained
from webapp.public.file_name import file_stem
from webapp.public.quoting.asked import find_quoted, nothing_there, way_back
from webapp.public.quoting.card import draw_card
from webapp.public.quoting.clips import Busy, Clips
from webapp.public.quoting.pictured import programme_card, quote_card
from webapp.public.quoting.span import parse_span, span_text
from webapp.public.ranges import settle_range
from webapp.public.request import shelf

blueprint = Blueprint("taking", __name__)

MADE_AS = "3"
"""Goes up when clips or pictures are made in another way, so that no cache keeps the old ones."""
RETRY_AFTER_S = 5


@blueprint.get("/programmes/<programme_id>/versions/<int:number>/clip.m4a")
def clip(programme_id: str, number: int) -> Response:
    """Send the sound of a span, cut out exactly.

    :raise 400: ``t`` names no span, or one that is too long.
    :raise 404: no such programme or version, or it has no sound then.
    :raise 410: it was withdrawn.
    :raise 412: the request names another file by If-Match.
    :raise 416: the range lies beyond it.
    :raise 503: others are being made; come again.
    """
    version = shelf().version(programme_id, number)
    document = shelf().document(version)
    if document.sound is None:
        raise NotFound
    span = parse_span(request.args.get("t", ""), way_back(document))
    if span.start_ms >= document.sound.duration_ms:
        raise nothing_there(document)
    span = span.clamp(document.sound.duration_ms)
    etag = _etag(document.sound.sha256, span_text(span))
    if etag in request.if_none_match:
        return _cached(Response(status=HTTPStatus.NOT_MODIFIED), etag)
    clips: Clips = current_app.extensions["clips"]
    try:
        made = clips.get(shelf().layout.sound_path(document.sound.sha256), document.sound.sha256, span)
    except FileNotFoundError as error:  # swept since the index was read
        raise NotFound from error
    except UnreadableSound as error:
        raise nothing_there(document) from error
    except (Busy, DecoderFailed, StorageFull) as error:
        raise _come_again(document) from error
    settle_range(request, etag, 0, len(made))
    name = f"{file_stem(document)}.{span.start_ms}-{span.end_ms}.m4a"
    response = send_file(io.BytesIO(made), "audio/mp4", download_name=name, conditional=True, etag=etag)
    if response.status_code == PreconditionFailed.code:
        raise PreconditionFailed
    return _cached(response, etag)


@blueprint.get("/programmes/<programme_id>/versions/<int:number>/card.png")
def card(programme_id: str, number: int) -> Response:
    """Send a picture of a quote, or of the whole programme where no ``t`` is given.

    :raise 400: ``t`` names no span, or one that cannot be quoted.
    :raise 404: no such programme or version, nothing is said then, or in letters that the font does not have.
    :raise 410: it was withdrawn.
    """
    version = shelf().version(programme_id, number)
    document = shelf().document(version)
    if "t" in request.args:
        passage = find_quoted(document, request.args["t"])
        drawn, shown = quote_card(document, passage), span_text(passage.span)
    else:
        drawn, shown = programme_card(document), "card"
    if drawn is None:
        raise Explained(
            HTTPStatus.NOT_FOUND,
            gettext("There is no picture of these words: they are in letters that it cannot show."),
            way_back(document),
        )
    etag = _etag(version.sha256, shown, interface_language())
    if etag in request.if_none_match:
        response = Response(status=HTTPStatus.NOT_MODIFIED)
    else:
        response = Response(draw_card(drawn), mimetype="image/png")
    # The site's own words on it, and the date, are in the reader's language.
    response.vary.update(("Accept-Language", "Cookie"))
    return _cached(response, etag)


def _come_again(document: EditionDocument) -> Explained:
    sentence = gettext("Too many clips are being made at this moment; try again in a few seconds.")
    return Explained(HTTPStatus.SERVICE_UNAVAILABLE, sentence, way_back(document), retry_after_s=RETRY_AFTER_S)


def _etag(*parts: str) -> str:
    return hashlib.sha256("\n".join((MADE_AS, *parts)).encode()).hexdigest()[:32]


def _cached(response: Response, etag: str) -> Response:
    """Let it be kept, and asked about each time: a withdrawn programme must not live on in a cache."""
    response.headers.pop("Expires", None)
    response.headers["Cache-Control"] = "public, no-cache"
    response.set_etag(etag)
    return response
