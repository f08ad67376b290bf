"""Read a saved page into the form of a new programme; nothing is stored until somebody has looked at it."""

from __future__ import annotations

from http import HTTPStatus

from flask import make_response
from werkzeug.wrappers import Response as AnyResponse

from media.catalogue import check_facts
from media.errors import UnreadableFile
from media.ingest import plain_name
from webapp.importing.pages.decoding import MAX_PAGE_BYTES
from webapp.importing.pages.read import read_page
from webapp.importing.store import PageFile
from webapp.interface import gettext
from webapp.newsroom.adding import form_of
from webapp.newsroom.form import uploaded
from webapp.newsroom.importing.carried import FIELD, carry

PAGE = "page"


def read_saved_page() -> AnyResponse:
    """Show the form with what a page says.

    :raise 422: there is no page, or it cannot be read; nothing is stored.
    """
    file = uploaded(PAGE)
    if file is None:
        return _refused(gettext("Choose the page that you have saved."))
    name, data = plain_name(file.filename or ""), file.stream.read(MAX_PAGE_BYTES + 1)
    try:
        record = read_page(data, name)
    except UnreadableFile:
        return _refused(
            gettext("“%(name)s” is not a page that can be read; save it as HTML or as text.") % {"name": name}
        )
    facts = {fact: value or "" for fact, value in check_facts(record.facts).items()}
    typed = facts | {"summary": record.summary or "", "summary_language": record.summary_language}
    return make_response(form_of(typed | {FIELD: carry(PageFile.of(data, name), record)}, {}, page_name=name))


def _refused(problem: str) -> AnyResponse:
    return make_response(form_of({}, {PAGE: problem}), HTTPStatus.UNPROCESSABLE_ENTITY)
