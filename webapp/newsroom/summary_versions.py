"""Every summary that a programme has had: who saved it, how two of them differ, and having one stand again."""

from __future__ import annotations

from http import HTTPStatus

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from media.records import Document
from webapp.errors import ChangedSince
from webapp.interface import gettext
from webapp.newsroom.comparing import shown_view
from webapp.newsroom.failures import failure_page
from webapp.newsroom.request import database, programme, user
from webapp.newsroom.work import relink
from webapp.public.versions.difference import text_difference
from webapp.summaries import store_summary, versions_of


def summary_versions(programme_id: str) -> str:
    """List the summaries, the newest first, and show how two of them differ.

    :raise 404: no such programme, or not theirs, or no such summary.
    """
    found = programme(programme_id)
    versions = versions_of(database(), programme_id)
    first = second = None
    if versions:
        second = _version(versions, request.args.get("b") or versions[0].document_id)
        first = _version(versions, request.args.get("a") or versions[min(1, len(versions) - 1)].document_id)
    return render_template(
        "newsroom/summary_versions.html",
        programme=found,
        versions=versions,
        numbers={each.document_id: len(versions) - place for place, each in enumerate(versions)},
        first=first,
        second=second,
        difference=text_difference(_words(first), _words(second)) if first and second else None,
        view=shown_view(),
    )


def restore_summary(programme_id: str, document_id: str) -> AnyResponse:
    """Have an earlier summary stand again, as a new one.

    :raise 404: no such programme, or not theirs, or no such summary.
    :raise 412: somebody has saved another since the page was loaded.
    """
    programme(programme_id)
    again = _version(versions_of(database(), programme_id), document_id)
    seen = request.form.get("base", "")
    try:
        made = store_summary(database(), programme_id, again.text, again.language, user(), seen=seen)
    except ChangedSince:
        problem = gettext("Somebody has changed the summary since you opened this; look at it again, then restore.")
        return make_response(failure_page(HTTPStatus.PRECONDITION_FAILED, problem))
    if made:
        relink(database(), programme_id)
        flash(gettext("This summary stands again, as a new one; those before are kept."))
    else:
        flash(gettext("These words stand there already."))
    return redirect(url_for("summary_versions", programme_id=programme_id), HTTPStatus.SEE_OTHER)


def _version(versions: list[Document], document_id: str) -> Document:
    found = next((each for each in versions if each.document_id == document_id), None)
    if found is None:
        raise NotFound
    return found


def _words(document: Document) -> list[tuple[str, int | None]]:
    return [(word, None) for word in document.text.split()]
