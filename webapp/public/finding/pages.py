"""The pages that one finds programmes by without a word to look for: lists of what there is, and the years."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date
from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from webapp.edition.catalogue import FacetKind, is_date
from webapp.interface import gettext, interface_language, language_name, ngettext, some_day
from webapp.paging import page_number
from webapp.public.finding.browse import BROWSED, in_time, timeline, undated, values, with_value
from webapp.public.finding.meaning import LONGEST_QUESTION, can_be_asked, near
from webapp.public.finding.query import Trouble, TroubleKind
from webapp.public.page import page_response
from webapp.public.request import check_page, shelf
from webapp.speaker_name import speaker_name

blueprint = Blueprint("finding", __name__)

FIRST_VALUES = 12
"""How many values of each kind the page of all kinds shows, the most frequent."""
UNDATED = "none"
"""What stands in an address in the place of a date that is not known."""


@blueprint.get("/browse")
def browse() -> Response:
    """Show by what the programmes can be browsed: of each kind the values that most of them have."""
    lists = [(kind, values(shelf(), kind)) for kind in BROWSED]
    first = {
        kind: sorted(found, key=lambda value: -value.count)[:FIRST_VALUES] if kind is not FacetKind.YEAR else found
        for kind, found in lists
    }
    shown = [(kind, first[kind], len(found)) for kind, found in lists if found]
    return page_response("public/browse.html", lists=shown)


@blueprint.get("/search/meaning")
def by_meaning() -> Response:
    """Show what a machine takes for close to a question, whatever its words are.

    :raise 404: this site cannot be asked so.
    :raise 503: others are asking.
    """
    if not can_be_asked():
        raise NotFound
    question = " ".join(request.args.get("q", "").split())[:LONGEST_QUESTION]
    programmes, is_all = near(shelf(), question)
    return page_response("public/meaning.html", question=question, programmes=programmes, is_all=is_all)


@blueprint.app_template_global()
def meaning_can_be_asked() -> bool:
    """Return whether search by meaning is there."""
    return can_be_asked()


@blueprint.get("/browse/<kind>")
def browse_kind(kind: str) -> Response:
    """Show all values of a kind; with ``?name=`` the programmes that have one.

    :raise 404: no such kind, or nothing public has the value.
    """
    if kind not in set(BROWSED):
        raise NotFound
    browsed = FacetKind(kind)
    name = request.args.get("name")
    if name is None:
        return page_response("public/browse_kind.html", kind=browsed, values=values(shelf(), browsed))
    listed = with_value(shelf(), browsed, name, page_number())
    if not listed.total:
        raise NotFound
    check_page(listed.page, listed.pages)
    return page_response("public/listed.html", kind=browsed, name=name, listed=listed)


@blueprint.get("/timeline")
def years() -> Response:
    """Show the years and their months; with ``?date=`` the programmes of one, or those without a date.

    :raise 404: nothing is of that time.
    """
    moment = request.args.get("date")
    if moment is None:
        without_date = undated(shelf(), 1).total
        return page_response(
            "public/timeline.html", years=timeline(shelf()), undated=UNDATED, without_date=without_date
        )
    if moment != UNDATED and not is_date(moment):
        raise NotFound
    listed = undated(shelf(), page_number()) if moment == UNDATED else in_time(shelf(), moment, page_number())
    if not listed.total:
        raise NotFound
    check_page(listed.page, listed.pages)
    return page_response("public/listed.html", kind=None, name=moment, listed=listed)


blueprint.add_app_template_filter(speaker_name)


@blueprint.app_template_test("browsed")
def is_browsed(kind: FacetKind) -> bool:
    """Return whether there is a list of all values of a kind."""
    return kind in BROWSED


@blueprint.app_template_filter()
def kind_name(kind: FacetKind) -> str:
    """Return what a kind of facet is called over a list of its values."""
    return {
        FacetKind.SERIES: ngettext("Series", "Series", 2),
        FacetKind.YEAR: gettext("Years"),
        FacetKind.BROADCASTER: gettext("Broadcasters"),
        FacetKind.LANGUAGE: gettext("Languages"),
        FacetKind.PERSON: gettext("People"),
        FacetKind.PLACE: gettext("Places"),
        FacetKind.TOPIC: gettext("Topics"),
        FacetKind.SPEAKER: gettext("Voices"),
    }[kind]


@blueprint.app_template_filter()
def value_name(value: str, kind: FacetKind | None) -> str:
    """Return a value as a reader says it: a language by its name, a date in words, all else as it stands."""
    if kind is FacetKind.LANGUAGE:
        return language_name(value)
    return value if kind else day_or_none(value)


@blueprint.app_template_filter("some_day")
def day_or_none(moment: str) -> str:
    """Return a year, a month or a day in the reader's words, or that there is none."""
    return gettext("Without a date") if moment == UNDATED else some_day(moment)


@blueprint.app_template_filter()
def month_name(moment: str) -> str:
    """Return what a month is called, without its year."""
    return str(format_date(date.fromisoformat(f"{moment}-01"), "LLLL", locale=interface_language()))


@blueprint.app_template_filter()
def trouble_sentence(trouble: Trouble) -> str:
    """Return what a reader is told of a part of a query that could not be understood."""
    sentences = {
        TroubleKind.TOO_LONG: gettext("That was very long; only the beginning was looked for."),
        TroubleKind.TOO_MANY: gettext("Those were many words; only the first were looked for."),
        TroubleKind.LONG_WORD: gettext("No word is that long; it was left out."),
        TroubleKind.OPEN_QUOTE: gettext("A quotation mark is not closed; the words after it were taken as a phrase."),
        TroubleKind.UNKNOWN_FIELD: gettext("There is no field “%(said)s”; it was looked for as a word."),
        TroubleKind.NO_DATE: gettext("“%(said)s” is not a date; write 2024, 2024-05 or 2024-05-17."),
        TroubleKind.EMPTY_FIELD: gettext("Nothing stands after “%(said)s:”; write what to look for there."),
        TroubleKind.ONLY_WITHOUT: gettext("This says only what must not be there; add a word that must."),
        TroubleKind.NO_LETTERS: gettext("There is no word in this; write one with letters or digits."),
    }
    return sentences[trouble.kind] % {"said": trouble.said}
