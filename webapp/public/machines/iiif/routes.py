"""Where IIIF viewers ask."""

from __future__ import annotations

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from webapp.edition.records import EditionDocument
from webapp.paging import page_number
from webapp.public.finding.search import Query
from webapp.public.machines.answer import json_answer
from webapp.public.machines.iiif import content_search as searching
from webapp.public.machines.iiif.annotations import PRESENTATION, transcript_page, translation_page
from webapp.public.machines.iiif.manifest import manifest as make_manifest
from webapp.public.request import shelf

blueprint = Blueprint("iiif", __name__)

PRESENTATION_TYPE = f'application/ld+json;profile="{PRESENTATION}"'
SEARCH_TYPE = f'application/ld+json;profile="{searching.CONTEXT}"'


@blueprint.get("/iiif/programmes/<programme_id>/manifest.json")
def manifest(programme_id: str) -> Response:
    """Send a programme's manifest.

    :raise 404: no such programme, or it has no sound.
    :raise 410: it was withdrawn.
    """
    return json_answer(make_manifest(_document(programme_id)), PRESENTATION_TYPE)


@blueprint.get("/iiif/programmes/<programme_id>/transcript.json")
def transcript(programme_id: str) -> Response:
    """Send what is said as annotations.

    :raise 404: no such programme, or it has no transcript.
    :raise 410: it was withdrawn.
    """
    document = _document(programme_id)
    if document.transcript is None:
        raise NotFound
    return json_answer(transcript_page(document), PRESENTATION_TYPE)


@blueprint.get("/iiif/programmes/<programme_id>/translations/<int:number>.json")
def translation(programme_id: str, number: int) -> Response:
    """Send a translation as annotations.

    :raise 404: no such programme or translation.
    :raise 410: it was withdrawn.
    """
    document = _document(programme_id)
    if not 1 <= number <= len(document.translations):
        raise NotFound
    return json_answer(translation_page(document, number), PRESENTATION_TYPE)


@blueprint.get("/iiif/search/<programme_id>")
def content_search(programme_id: str) -> Response:
    """Send where words (``?q=``) are said in a programme.

    :raise 404: no such programme.
    :raise 410: it was withdrawn.
    """
    query = Query.parse(request.args.get("q", ""))
    ignored = sorted(set(request.args) - searching.KNOWN)
    return json_answer(searching.found_page(_document(programme_id), query, page_number(), ignored), SEARCH_TYPE)


def _document(programme_id: str) -> EditionDocument:
    return shelf().document(shelf().version(programme_id))
