"""A programme or a quote inside somebody else's page."""

from __future__ import annotations

from flask import Blueprint, Response, request

from webapp.public.page import page_response
from webapp.public.quoting.asked import find_quoted
from webapp.public.quoting.in_short import date_of, first_sentence
from webapp.public.quoting.view import quote_view
from webapp.public.request import shelf

blueprint = Blueprint("embedding", __name__)


@blueprint.get("/embed/programmes/<programme_id>/versions/<int:number>")
def embed(programme_id: str, number: int) -> Response:
    """Show a quote, or a whole programme, small, for a frame in another page.

    :raise 400: ``t`` names no span, or one that cannot be quoted.
    :raise 404: no such programme or version, or nothing is said then.
    :raise 410: it was withdrawn.
    """
    document = shelf().document(shelf().version(programme_id, number))
    passage = find_quoted(document, request.args["t"]) if "t" in request.args else None
    return page_response(
        "public/embed.html",
        document=document,
        newest=shelf().version(programme_id).number,
        view=quote_view(document, passage) if passage else None,
        date=date_of(document.facts),
        abstract=first_sentence(document),
    )
