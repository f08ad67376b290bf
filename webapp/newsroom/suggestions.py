"""Words that people correct again and again in a series: for the glossary, or to be replaced everywhere."""

from __future__ import annotations

from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest, Forbidden
from werkzeug.wrappers import Response as AnyResponse

from media.catalogue import list_programmes
from media.records import Programme
from transcribe.errors import UnusableTerm
from webapp.interface import gettext
from webapp.newsroom.request import database, user
from webapp.people.assignments import seen_by
from webapp.redaction.errors import NoRedactionKey, WrongRedactionKey
from webapp.suggesting.decide import accept, dismiss
from webapp.suggesting.suggestions import Suggestion, suggestions

ACCEPT, DISMISS = "accept", "dismiss"


def word_suggestions() -> str:
    """Show what is offered for a series, of the programmes that the person may see.

    :raise 403: a contributor: the terms of a series are the newsroom's.
    """
    seen = _seen()
    series = sorted({each.series for each in seen if each.series})
    chosen = request.args.get("series") or next(iter(series), "")
    try:
        offered: tuple[Suggestion, ...] | None = offered_in(chosen)
    except (NoRedactionKey, WrongRedactionKey):
        offered = None
    return render_template("newsroom/suggestions.html", series=series, chosen=chosen, offered=offered)


def decide_suggestion() -> AnyResponse:
    """Take a word into the glossary, or offer it no more; one that is offered no more is decided already.

    :raise 400: no such answer.
    :raise 403: a contributor.
    :raise 409: names are kept back, and nobody can tell which.
    """
    series, answer = request.form.get("series", ""), request.form.get("do", "")
    offered = {each.sha256: each for each in offered_in(series)}
    if answer not in (ACCEPT, DISMISS):
        raise BadRequest
    suggestion = offered.get(request.form.get("pair", ""))
    if suggestion is None:
        flash(gettext("Somebody has settled this already."))
    elif answer == DISMISS:
        dismiss(database(), suggestion, user())
        flash(gettext("It is offered no more."))
    else:
        try:
            accept(database(), suggestion, user())
            flash(gettext("Stored. The terms count from the next transcription on."))
        except UnusableTerm:
            flash(gettext("This is no name or term; replace it instead."), "alarm")
    return redirect(url_for("word_suggestions", series=series), HTTPStatus.SEE_OTHER)


def offered_in(series: str) -> tuple[Suggestion, ...]:
    programmes = [each for each in _seen() if series and each.series == series]
    return suggestions(database(), series, programmes) if programmes else ()


def _seen() -> list[Programme]:
    if not user().is_staff:
        raise Forbidden
    ids = seen_by(database(), user())
    return [each for each in list_programmes(database()) if each.programme_id in ids]
