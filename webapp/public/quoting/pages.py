"""The page of a quote, at an address that means one approved version for good."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp.public.citing.files import FORMS
from webapp.public.page import page_response
from webapp.public.quoting.asked import find_quoted, way_back
from webapp.public.quoting.citations import quote_citations
from webapp.public.quoting.frame import Frame
from webapp.public.quoting.in_short import date_of
from webapp.public.quoting.span import parse_span, span_text
from webapp.public.quoting.view import quotable, quote_view
from webapp.public.request import shelf

blueprint = Blueprint("quoting", __name__)


@blueprint.get("/programmes/<programme_id>/versions/<int:number>/quote")
def quote(programme_id: str, number: int) -> AnyResponse:
    """Show the words of a span, with all that belongs to a quote; without ``t``, what can be quoted.

    :raise 400: ``t`` names no span, or one that cannot be quoted.
    :raise 404: no such programme or version, or nothing is said then.
    :raise 410: it was withdrawn.
    """
    document = shelf().document(shelf().version(programme_id, number))
    if "from" in request.args:  # Chosen in the page's own form.
        chosen = f"{request.args['from']},{request.args.get('to', '')}"
        span = parse_span(chosen, way_back(document))
        here = url_for(".quote", programme_id=programme_id, number=number, t=span_text(span))
        return redirect(here, HTTPStatus.SEE_OTHER)
    if "t" not in request.args:
        return page_response("public/quotable.html", document=document, passages=quotable(document))
    view = quote_view(document, find_quoted(document, request.args.get("t", "")))
    return page_response(
        "public/quote.html",
        document=document,
        newest=shelf().version(programme_id).number,
        view=view,
        date=date_of(document.facts),
        citations=quote_citations(document, view),
        cite_forms=[(name, form.name) for name, form in FORMS.items()],
        frame=Frame.of(document, view),
    )
