"""Find and replace over a programme or a series: shown place by place, then stored as ordinary edits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from flask import make_response, render_template, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from media.catalogue import list_programmes
from media.records import Programme
from transcribe.errors import BadEdit
from transcribe.replacing.find import MOST_CHARACTERS, Wanted, as_found, wanted
from transcribe.retime import clean_text
from webapp.interface import gettext
from webapp.newsroom.request import database, programme, user
from webapp.newsroom.work import relink
from webapp.people.assignments import seen_by
from webapp.replacing.apply import Applied, replace_in_programmes
from webapp.replacing.search import Search, search

PROGRAMME, SERIES = "programme", "series"
OPTIONS = ("whole", "case", "kazakh", "summaries")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form says."""

    find: str
    by: str
    scope: str
    """``programme:ID`` or ``series:NAME``."""
    options: frozenset[str]
    """Of `OPTIONS`, those that are ticked."""


def replace_page() -> str:
    """Show the form, for a programme or for a series that the address names.

    :raise 404: no such programme, or not theirs.
    """
    scope = _scope_of_address()
    return _page(Asked(request.args.get("find", ""), request.args.get("by", ""), scope, frozenset(("whole",))))


def preview_replacements() -> AnyResponse:
    """Show every place that has what is sought.

    :raise 404: no such programme, or not theirs, or they have none of this series.
    :raise 422: nothing is sought, or what is typed cannot be kept; the form comes back as it was typed.
    """
    asked = _asked()
    programmes = programmes_of(asked.scope)
    try:
        sought, by = _sought(asked)
    except BadEdit:
        return _refusal(asked, _not_sought())
    rest = request.form.get("from", "")
    places = [each.programme_id for each in programmes]
    if rest in places:
        programmes = programmes[places.index(rest) :]
    found = search(database(), programmes, sought, with_summaries="summaries" in asked.options)
    return make_response(_page(asked, found=found, by=by, sought=sought))


def replace_places() -> AnyResponse:
    """Replace the places that are ticked, and say what became of each programme.

    :raise 404: no such programme, or not theirs, or they have none of this series.
    :raise 422: what is typed cannot be kept, or no place is ticked; the form comes back as it was typed.
    """
    asked = _asked()
    programmes = {each.programme_id: each for each in programmes_of(asked.scope)}
    try:
        sought, by = _sought(asked)
    except BadEdit:
        return _refusal(asked, _not_sought())
    chosen = _chosen(programmes)
    if not chosen:
        return _refusal(asked, gettext("Tick the places that are to be replaced."))
    try:
        done = replace_in_programmes(database(), chosen, sought, by, user())
    except BadEdit:
        return _refusal(asked, gettext("A summary would be empty, or a passage too long; replace by something else."))
    for each in done:
        if each.summary:
            relink(database(), each.programme.programme_id)
    return make_response(_page(asked, done=done, by=by))


def _not_sought() -> str:
    return gettext("Type what is to be found, at most %(most)s characters, none of them invisible.") % {
        "most": MOST_CHARACTERS
    }


def _refusal(asked: Asked, problem: str) -> AnyResponse:
    return make_response(_page(asked, problem=problem), HTTPStatus.UNPROCESSABLE_ENTITY)


def _scope_of_address() -> str:
    if programme_id := request.args.get(PROGRAMME):
        programme(programme_id)
        return f"{PROGRAMME}:{programme_id}"
    return f"{SERIES}:{request.args.get(SERIES, '')}"


def _asked() -> Asked:
    form = request.form
    ticked = frozenset(name for name in OPTIONS if name in form)
    return Asked(form.get("find", ""), form.get("by", ""), form.get("scope", ""), ticked)


def _sought(asked: Asked) -> tuple[Wanted, str]:
    """:raises BadEdit: nothing is sought, or what is typed cannot be kept."""
    sought = wanted(
        asked.find,
        whole_words="whole" in asked.options,
        match_case="case" in asked.options,
        fold_kazakh="kazakh" in asked.options,
    )
    return sought, clean_text(asked.by)


def programmes_of(scope: str) -> list[Programme]:
    """Return the programmes of a scope that this person may edit.

    :raise 404: there is none.
    """
    kind, _, name = scope.partition(":")
    if kind == PROGRAMME:
        return [programme(name)]
    found = [each for each in _seen() if each.series == name and name]
    if not found:
        raise NotFound
    return found


def _seen() -> list[Programme]:
    ids = seen_by(database(), user())
    return [each for each in list_programmes(database()) if each.programme_id in ids]


def _chosen(programmes: Mapping[str, Programme]) -> dict[str, list[str]]:
    """Return the keys of the places that are ticked, by programme; those of others are passed over."""
    chosen: dict[str, list[str]] = {}
    for key in request.form.getlist("place"):
        programme_id = key.partition("/")[0]
        if programme_id in programmes:
            chosen.setdefault(programme_id, []).append(key)
    return chosen


def _page(
    asked: Asked,
    *,
    found: Search | None = None,
    done: Sequence[Applied] | None = None,
    by: str = "",
    sought: Wanted | None = None,
    problem: str | None = None,
) -> str:
    kind, _, name = asked.scope.partition(":")
    return render_template(
        "newsroom/replace.html",
        asked=asked,
        only=programme(name) if kind == PROGRAMME else None,
        series=sorted({each.series for each in _seen() if each.series}),
        found=found,
        done=done,
        by=by,
        put=lambda old: as_found(by, old, sought) if sought else by,
        problem=problem,
    )
