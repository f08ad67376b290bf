"""Names and terms that recognition is told to expect, by series."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from itertools import groupby

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response as AnyResponse

from media.catalogue import list_programmes
from transcribe.errors import UnusableTerm
from transcribe.glossary import EVERY_SERIES, LONGEST_TERM, Term, add_terms, list_terms, remove_terms
from webapp.interface import gettext
from webapp.newsroom.request import database, user
from webapp.people.assignments import seen_by


@dataclass(frozen=True, slots=True)
class Glossary:
    """What the page shows."""

    terms: tuple[tuple[str, tuple[Term, ...]], ...]
    """Of each series that has some; those of all programmes first."""
    series: tuple[str, ...]
    """That a term can be added to, beside `EVERY_SERIES`."""
    unused: frozenset[str]
    """Series of which there is no programme: their terms count nowhere yet."""


def glossary() -> str:
    """Show all terms.

    :raise 403: a contributor: the terms of a series are the newsroom's.
    """
    _require_staff()
    return _page({}, {})


def add_to_glossary() -> AnyResponse:
    """Add terms, one a line.

    :raise 403: a contributor.
    :raise 422: one is no term; the form comes back as it was typed.
    """
    _require_staff()
    typed = {"terms": request.form.get("terms", ""), "series": request.form.get("series", EVERY_SERIES)}
    terms = [line for line in typed["terms"].splitlines() if line.strip()]
    try:
        add_terms(database(), typed["series"], terms)
    except UnusableTerm:
        problem = gettext("Write one name or term a line, each at most %(most)s characters.") % {"most": LONGEST_TERM}
        return make_response(_page(typed, {"terms": problem}), HTTPStatus.UNPROCESSABLE_ENTITY)
    flash(gettext("Stored. The terms count from the next transcription on."))
    return redirect(url_for("glossary"), HTTPStatus.SEE_OTHER)


def remove_from_glossary() -> AnyResponse:
    """Remove one term; one that is not there is removed already.

    :raise 403: a contributor.
    """
    _require_staff()
    remove_terms(database(), request.form.get("series", EVERY_SERIES), [request.form.get("term", "")])
    return redirect(url_for("glossary"), HTTPStatus.SEE_OTHER)


def _require_staff() -> None:
    if not user().is_staff:
        raise Forbidden


def _page(typed: Mapping[str, str], problems: Mapping[str, str]) -> str:
    terms, seen = list_terms(database()), seen_by(database(), user())
    of_series = [(each.series.strip(), each.programme_id) for each in list_programmes(database()) if each.series]
    # The series of a programme that they may not see is a fact of it: it may name somebody.
    seen_series = {series for series, programme_id in of_series if programme_id in seen}
    named = {term.series for term in terms if term.series != EVERY_SERIES}
    shown = Glossary(
        terms=tuple((series, tuple(those)) for series, those in groupby(terms, key=lambda term: term.series)),
        series=tuple(sorted(seen_series | named)),
        unused=frozenset(named - {series for series, _ in of_series}),
    )
    return render_template("newsroom/glossary.html", glossary=shown, typed=typed, problems=problems)
