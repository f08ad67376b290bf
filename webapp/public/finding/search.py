"""Search over what is public: letters inside words, since Kazakh inflects, in the spelling that a reader has at hand.

A programme is found when each term stands somewhere in it: in its facts, its summary, what was said or what a machine
made of that in English.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from webapp.edition.catalogue import FacetKind
from webapp.edition.fold import fold
from webapp.interface import LANGUAGES, language_name_in
from webapp.public.finding.browse import public
from webapp.public.finding.finder import Facet, Finder, Having, Mask, day_number
from webapp.public.finding.hits import FoldedText, Hit, Opened, hits
from webapp.public.finding.query import Filter, Moment, Query
from webapp.public.shelf import Entry, Shelf

PAGE_PROGRAMMES = 10
FACET_VALUES = 8
"""How many values of each kind stand beside the results."""
OPENED_PROGRAMMES = 400
"""In how many programmes a search looks whether the words of a phrase follow each other."""

Numbers = npt.NDArray[np.int64]
"""Of programmes, in the order of a list."""

__all__ = ["Found", "FoundProgramme", "Hit", "Query", "search"]


@dataclass(frozen=True, slots=True)
class FoundProgramme:
    entry: Entry
    hits: tuple[Hit, ...]
    """The best, best first."""
    places: int
    """At how many of its words a term stands; those that are shown among them."""


@dataclass(frozen=True, slots=True)
class FacetCount:
    """By what the found programmes can be narrowed."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Found:
    """One page of results."""

    programmes: tuple[FoundProgramme, ...]
    total: int
    page: int
    is_at_least: bool
    """True where not every programme that may have a phrase was opened: there may be more than ``total``."""
    facets: dict[FacetKind, tuple[FacetCount, ...]]
    """The most frequent values of each kind that leaves fewer programmes."""
    unmet: tuple[Filter, ...] = ()
    """Where nothing was found: the fields whose value no public programme has."""
    is_common: bool = False
    """True where words alone were asked for, and more than one page and half of all programmes have them."""

    @property
    def pages(self) -> int:
        return -(-self.total // PAGE_PROGRAMMES)


def search(shelf: Shelf, query: Query, page: int) -> Found:
    """Return the programmes that a query asks for: first those that are named so, then the newest.

    Where a word may be Kazakh in other letters, those that have it as it is typed come before the others. What must not
    be there is taken as it is typed: of a word of English that reads like a Kazakh one, only the former is meant.
    """
    if not query.asks or not query.is_understood:
        return Found((), 0, page, is_at_least=False, facets={})
    finder = shelf.finder
    having = [finder.having(term) for term in query.terms]
    all_public = public(shelf, finder)
    found = _candidates(finder, query, having) & all_public
    ordered = _ordered(finder, found, having)
    ordered, is_at_least = _checked(shelf, finder, query, ordered)
    shown = ordered[(page - 1) * PAGE_PROGRAMMES : page * PAGE_PROGRAMMES]
    found = np.zeros(finder.size, np.bool_)
    found[ordered] = True
    return Found(
        programmes=tuple(_found_programmes(shelf, finder, query, shown)),
        total=len(ordered),
        page=page,
        is_at_least=is_at_least,
        facets=dict(_facet_counts(finder, found)),
        unmet=() if len(ordered) else tuple(_unmet(finder, query, all_public)),
        is_common=_is_common(query, len(ordered), int(all_public.sum())),
    )


def _unmet(finder: Finder, query: Query, all_public: Mask) -> Iterator[Filter]:
    for wanted in query.filters:
        if not wanted.is_without and not (_filtered(finder, wanted) & all_public).any():
            yield wanted


def _is_common(query: Query, found: int, public: int) -> bool:
    words_alone = all(" " not in term.text for term in query.terms) and not query.narrowings() and not query.without
    return words_alone and found > max(PAGE_PROGRAMMES, public // 2)


def _candidates(finder: Finder, query: Query, having: list[Having]) -> Mask:
    """Return which programmes may be meant. Of phrases, all words are there.

    :param having: of each term of the query.
    """
    found = finder.public
    for each in having:
        found &= each.either
    for term in query.without:
        if " " not in term.text:
            found &= ~finder.having(term).typed
    for wanted in query.filters:
        found &= _filtered(finder, wanted)
    for moment in query.moments:
        found &= _in_time(finder, moment)
    for begin, behind in query.spans_without:
        found &= ~(_in_time(finder, begin) & _in_time(finder, behind))
    return found


def _filtered(finder: Finder, wanted: Filter) -> Mask:
    facet = finder.facets[wanted.kind]
    values = np.array([_is_meant(wanted, number, facet) for number in range(len(facet.values))], np.bool_)
    mask = np.zeros(finder.size, np.bool_)
    mask[facet.programmes[values[facet.value_numbers]]] = True
    return ~mask if wanted.is_without else mask


def _is_meant(wanted: Filter, number: int, facet: Facet) -> bool:
    names = [facet.folded[number]]
    if wanted.kind is FacetKind.LANGUAGE:
        names += language_names(facet.values[number])
    if wanted.is_whole:
        return wanted.value in names
    return any(_begins_words(wanted.value, name) for name in names)


def _begins_words(value: str, name: str) -> bool:
    return all(any(word.startswith(part) for word in name.split()) for part in value.split())


@lru_cache(maxsize=1 << 8)
def language_names(tag: str) -> tuple[str, ...]:
    """Return what a language is called in the languages of the interface, folded."""
    return tuple(fold(language_name_in(interface, tag)) for interface in LANGUAGES)


def _in_time(finder: Finder, moment: Moment) -> Mask:
    first = day_number(moment.date, "0")
    if moment.is_before:
        return (finder.first_days < first) & (finder.first_days > 0)
    return finder.last_days >= first


def _ordered(finder: Finder, found: Mask, having: list[Having]) -> Numbers:
    ordered = finder.order[found[finder.order]]
    if not having:
        return ordered
    named = np.logical_and.reduce([each.named for each in having])
    typed = np.logical_and.reduce([each.typed for each in having])
    # Stable: the newest stay first among equals.
    return ordered[np.argsort(~named[ordered] * 2 + ~typed[ordered], kind="stable")]


def _checked(shelf: Shelf, finder: Finder, query: Query, ordered: Numbers) -> tuple[Numbers, bool]:
    """Return the programmes in which words of phrases follow each other, and whether some were not looked at."""
    wanted = [term for term in query.terms if " " in term.text]
    unwanted = [term for term in query.without if " " in term.text]
    if not wanted and not unwanted:
        return ordered, False
    doubtful = np.full(finder.size, bool(wanted))
    for term in unwanted:
        doubtful |= finder.having(term).typed
    to_open = ordered[doubtful[ordered]]
    good = ~doubtful
    for number, folded in shelf.folded(to_open[:OPENED_PROGRAMMES].tolist()):
        text = FoldedText(folded)
        good[number] = all(map(text.has, wanted)) and not any(map(text.has_typed, unwanted))
    return ordered[good[ordered]], len(to_open) > OPENED_PROGRAMMES


def _found_programmes(shelf: Shelf, finder: Finder, query: Query, shown: Numbers) -> Iterator[FoundProgramme]:
    numbers = shown.tolist()
    entries, passages = shelf.numbered(numbers), dict(shelf.passages(numbers)) if query.terms else {}
    speakers = _speakers(finder, query)
    for number in numbers:
        if number in entries:
            opened = Opened(passages[number]) if number in passages else None
            best, places = hits(opened, query.terms, speakers) if opened else ((), 0)
            yield FoundProgramme(entries[number], best, places)


def _speakers(finder: Finder, query: Query) -> frozenset[str]:
    """Return the speakers that a query names."""
    facet = finder.facets[FacetKind.SPEAKER]
    asked = [each for each in query.filters if each.kind is FacetKind.SPEAKER and not each.is_without]
    return frozenset(
        value for number, value in enumerate(facet.values) if any(_is_meant(each, number, facet) for each in asked)
    )


def _facet_counts(finder: Finder, found: Mask) -> Iterator[tuple[FacetKind, tuple[FacetCount, ...]]]:
    total = int(found.sum())
    for kind, facet in finder.facets.items():
        counts = facet.counts(found)
        best = np.argsort(-counts, kind="stable")[:FACET_VALUES]
        shown = tuple(FacetCount(facet.values[value], int(counts[value])) for value in best if counts[value])
        if any(each.count < total for each in shown):
            yield kind, shown
