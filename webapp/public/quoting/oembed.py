"""How a page that is given an address of this site learns what to show (oEmbed 1.0)."""

from __future__ import annotations

import re
from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

from flask import Blueprint, Response, render_template, request
from werkzeug.exceptions import NotFound

from webapp.interface import gettext
from webapp.public.explained import Explained
from webapp.public.machines.answer import json_answer
from webapp.public.quoting.asked import find_quoted
from webapp.public.quoting.frame import EMBED_HEIGHTS, EMBED_WIDTH, Frame
from webapp.public.quoting.view import quote_view
from webapp.public.request import shelf

blueprint = Blueprint("oembed", __name__)

PAGE = re.compile(
    r"/programmes/([^/]{1,200})(?:/versions/(\d{1,9})(?:/quote)?)?/?|/embed/programmes/([^/]{1,200})/versions/(\d{1,9})",
    re.ASCII,
)
ADDRESS_CHARACTERS = 2000


@blueprint.get("/oembed")
def oembed() -> Response:
    """Say how to embed a page of this site.

    :raise 400: no address is given, or a size that is none.
    :raise 404: the address is no programme's or quote's.
    :raise 410: it was withdrawn.
    :raise 501: another format than JSON is asked for.
    """
    if request.args.get("format", "json") != "json":
        raise Explained(HTTPStatus.NOT_IMPLEMENTED, gettext("Only JSON is given here; ask with “format=json”."))
    address = request.args.get("url", "")
    if not address:
        raise Explained(HTTPStatus.BAD_REQUEST, gettext("Say which page: “url=…”."))
    programme_id, number, t = _meant(address)
    document = shelf().document(shelf().version(programme_id, number))
    facts = document.facts
    passage = find_quoted(document, t) if t else None
    view = quote_view(document, passage) if passage else None
    frame = Frame.of(document, view, _size("maxwidth", EMBED_WIDTH)).at_most(_size("maxheight", max(EMBED_HEIGHTS)))
    answer = {
        "version": "1.0",
        "type": "rich",
        "title": frame.title,
        "provider_name": "muragat",
        "provider_url": request.url_root,
        "cache_age": 0,
        "html": render_template("public/frame.html", frame=frame).strip(),
        "width": frame.width,
        "height": frame.height,
    }
    if facts.author:
        answer["author_name"] = facts.author
    return json_answer(answer)


def _meant(address: str) -> tuple[str, int | None, str | None]:
    """Return the programme, version and span that an address of this site means."""
    try:
        parts = urlsplit(address[:ADDRESS_CHARACTERS])
    except ValueError as error:
        raise NotFound from error
    found = PAGE.fullmatch(parts.path)
    if found is None or parts.scheme not in {"http", "https"} or parts.netloc != request.host:
        raise NotFound
    programme_id, number = found[1] or found[3], found[2] or found[4]
    asked = {**parse_qs(parts.fragment), **parse_qs(parts.query)}
    t = asked.get("t", [None])[0]
    # A moment without an end is where somebody began to listen, not a quote.
    return programme_id, int(number) if number else None, t if t and "," in t else None


def _size(name: str, usual: int) -> int:
    """Return a width or height in pixels, no larger than was asked for."""
    asked = request.args.get(name)
    if asked is None:
        return usual
    if not re.fullmatch(r"[0-9]{1,6}", asked, re.ASCII):
        raise Explained(HTTPStatus.BAD_REQUEST, gettext("A size is a number of pixels."))
    return min(int(asked), usual)
