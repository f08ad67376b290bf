"""Write or correct the summary. Each saved one is a new document; those before stay in the archive."""

from __future__ import annotations

from http import HTTPStatus

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from media.catalogue import current_document
from media.records import Document, Programme
from webapp.errors import ChangedSince
from webapp.interface import gettext
from webapp.newsroom.form import DRAFT_SAVED, LANGUAGES, fact_problems, text_of
from webapp.newsroom.request import database, programme, user
from webapp.newsroom.work import relink
from webapp.summaries import store_summary


def edit_summary(programme_id: str) -> str:
    """Show the summary in a form.

    :raise 404: no such programme, or not theirs.
    """
    found, now = programme(programme_id), current_document(database(), programme_id, "summary")
    return _form(found, now, now.text if now else "", now.language if now else "en", _id(now))


def save_summary(programme_id: str) -> AnyResponse:
    """Store the summary of the form as the newest.

    :raise 404: no such programme, or not theirs.
    :raise 412: somebody changed it since the form was loaded; both are shown.
    :raise 422: it is empty or not a text; the form comes back as it was typed.
    """
    found = programme(programme_id)
    typed, language = request.form.get("summary", ""), request.form.get("summary_language", "en")
    seen = request.form.get("base", "")
    problems: dict[str, str] = {}
    text = text_of("summary", problems)
    if text is None and not problems:
        problems["summary"] = gettext("Write the summary here.")
    if why := fact_problems({"language": language}).get("language"):
        problems["summary_language"] = why
    if problems or text is None:
        now = current_document(database(), programme_id, "summary")
        return make_response(_form(found, now, typed, language, seen, problems), HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        made = store_summary(database(), programme_id, text, language, user(), seen=seen)
    except ChangedSince:
        now = current_document(database(), programme_id, "summary")
        page = _form(found, now, typed, language, _id(now), is_conflict=True)
        return make_response(page, HTTPStatus.PRECONDITION_FAILED)
    if made:
        relink(database(), programme_id)
    flash(f"{programme_id}-summary", DRAFT_SAVED)
    return redirect(url_for("show", programme_id=programme_id), HTTPStatus.SEE_OTHER)


def _id(document: Document | None) -> str:
    return document.document_id if document else ""


def _form(
    programme: Programme,
    now: Document | None,
    typed: str,
    language: str,
    seen: str,
    problems: dict[str, str] | None = None,
    *,
    is_conflict: bool = False,
) -> str:
    """Return the form. :param seen: the id of the summary that the person has seen."""
    return render_template(
        "newsroom/summary.html",
        programme=programme,
        base=seen,
        theirs=now.text if now and is_conflict else None,
        typed=typed,
        language=language,
        languages=dict.fromkeys((*LANGUAGES, language)),
        problems=problems or {},
    )
