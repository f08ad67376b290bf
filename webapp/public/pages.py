"""The pages: all programmes, search, one programme."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, current_app, request

from transcribe.kazakh_letters import LETTERS, is_kazakh
from webapp.downloads.offered import Wish, offers
from webapp.interface import interface_language, today
from webapp.moment import moment
from webapp.paging import page_number
from webapp.public.citing.files import FORMS
from webapp.public.citing.reference import When
from webapp.public.citing.routes import reference_here
from webapp.public.citing.styles import cited
from webapp.public.finding.search import Query, search
from webapp.public.kept_pages import KeptPages
from webapp.public.page import kept_response, page_response, written
from webapp.public.quoting.in_short import date_of
from webapp.public.quoting.pictured import programme_card
from webapp.public.reading.choice import Choice, address_with
from webapp.public.reading.lanes import lanes
from webapp.public.reading.view import programme_view
from webapp.public.request import check_page, close_shelf, shelf
from webapp.public.shelf import Version

blueprint = Blueprint("pages", __name__)
blueprint.teardown_app_request(close_shelf)

blueprint.add_app_template_filter(moment)
blueprint.add_app_template_global(address_with)

PAGE_ENTRIES = 20


@blueprint.get("/")
def home() -> Response:
    """List the programmes, newest first."""
    page = page_number()
    pages = -(-shelf().count() // PAGE_ENTRIES)
    check_page(page, pages)
    return page_response(
        "public/home.html",
        entries=shelf().newest(PAGE_ENTRIES, (page - 1) * PAGE_ENTRIES),
        page=page,
        pages=pages,
    )


@blueprint.get("/search")
def search_page() -> Response:
    """Show where words were said or written. A word that was removed and one that never was look the same.

    With 400 where a date cannot be understood: what would be found without it is not what was asked for.
    """
    query = Query.parse(request.args.get("q", ""))
    found = search(shelf(), query, page_number())
    check_page(found.page, found.pages)
    response = page_response("public/search.html", query=query, found=found)
    if not query.is_understood:
        response.status_code = HTTPStatus.BAD_REQUEST
    return response


@blueprint.get("/programmes/<programme_id>")
@blueprint.get("/programmes/<programme_id>/versions/<int:number>")
def programme(programme_id: str, number: int | None = None) -> Response:
    """Show a programme: sound, words and summary.

    :raise 404: no such programme or version.
    :raise 410: it was withdrawn.
    """
    versions = shelf().versions(programme_id)
    version = shelf().version(programme_id, number)
    # What else it says follows from the index, and from the site, whose own pages these are.
    name = (request.url, interface_language(), today())
    kept: KeptPages = current_app.config["KEPT_PAGES"]
    return kept_response(kept.get(shelf().index_name(), name, lambda: _programme(versions, version)))


def _programme(versions: list[Version], version: Version) -> bytes:
    document = shelf().document(version)
    query = Query.parse(request.args.get("q", ""))
    return written(
        "public/programme.html",
        document=document,
        view=programme_view(document, query, Choice.parse(request.args)),
        versions=versions,
        lanes=lanes(document),
        query=query,
        letter_table=LETTERS,
        cites=cited(reference_here(document)),
        cite_forms=[(name, form.name) for name, form in FORMS.items()],
        aired=When.parse(document.facts.aired),
        published=When.parse(document.facts.published),
        date=date_of(document.facts),
        has_picture=programme_card(document) is not None,
        offers=offers(),
        wish=Wish(bool(document.translations), is_kazakh(document.facts.language)),
    )


@blueprint.get("/healthz")
@blueprint.get("/readyz")
def health() -> Response:
    """Say that the site answers and its index can be read."""
    shelf().count()
    response = Response("ok\n", mimetype="text/plain")
    response.cache_control.no_store = True
    return response


@blueprint.app_template_filter()
def file_size(size_bytes: int) -> str:
    """Return ``1.9 MB``, or ``27 kB``."""
    kilobytes = max(round(size_bytes / 1e3), 1)
    return f"{kilobytes} kB" if kilobytes < 1000 else f"{size_bytes / 1e6:.1f} MB"  # noqa: PLR2004 a MB
