"""The public programmes by what is known of them, and by when they were aired or published."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from webapp.edition.catalogue import FacetKind
from webapp.public.finding.finder import Finder, Mask, day_number
from webapp.public.shelf import Entry, Shelf

PAGE_PROGRAMMES = 20
BROWSED = (
    FacetKind.SERIES,
    FacetKind.YEAR,
    FacetKind.BROADCASTER,
    FacetKind.LANGUAGE,
    FacetKind.PERSON,
    FacetKind.PLACE,
    FacetKind.TOPIC,
)
"""The kinds that have a list of their own; who speaks is asked for in a search."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a kind, and how many public programmes have it."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list of programmes."""

    entries: tuple[Entry, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return -(-self.total // PAGE_PROGRAMMES)


@dataclass(frozen=True, slots=True)
class Year:
    """A year of the timeline, its months in order."""

    name: str
    count: int
    months: tuple[Value, ...]
    """``2024-05``; fewer together than the year where dates are of a year alone."""


def values(shelf: Shelf, kind: FacetKind) -> list[Value]:
    """Return the values of a kind: years the last first, all others in the order of their letters."""
    finder = shelf.finder
    facet = finder.facets[kind]
    counts = facet.counts(public(shelf, finder))
    order = sorted(range(len(facet.values)), key=facet.folded.__getitem__, reverse=kind is FacetKind.YEAR)
    return [Value(facet.values[index], int(counts[index])) for index in order if counts[index]]


def with_value(shelf: Shelf, kind: FacetKind, name: str, page: int) -> Listed:
    """Return the programmes that have a value, the newest first; none where nothing has it."""
    finder = shelf.finder
    facet = finder.facets[kind]
    found = np.zeros(finder.size, np.bool_)
    if name in facet.values:
        found[facet.programmes[facet.value_numbers == facet.values.index(name)]] = True
    return _listed(shelf, finder, found & public(shelf, finder), page)


def in_time(shelf: Shelf, date: str, page: int) -> Listed:
    """Return the programmes of a year, a month or a day, the newest first."""
    finder = shelf.finder
    found = (finder.first_days >= day_number(date, "0")) & (finder.first_days <= day_number(date, "9"))
    return _listed(shelf, finder, found & public(shelf, finder), page)


def undated(shelf: Shelf, page: int) -> Listed:
    """Return the programmes of which no day is known, in the order of the newest."""
    finder = shelf.finder
    return _listed(shelf, finder, (finder.first_days == 0) & public(shelf, finder), page)


def timeline(shelf: Shelf) -> list[Year]:
    """Return the years in which there is something, the last first."""
    finder = shelf.finder
    days = finder.first_days[public(shelf, finder) & (finder.first_days > 0)]
    years, counts = np.unique(days // 10_000, return_counts=True)
    return [
        Year(f"{year:04}", int(count), _months(days[days // 10_000 == year]))
        for year, count in zip(years[::-1].tolist(), counts[::-1].tolist(), strict=True)
    ]


def public(shelf: Shelf, finder: Finder) -> Mask:
    """Return which programmes are public, less those withdrawn since the index was made."""
    mask = finder.public
    for programme_id in shelf.layout.blocked_programmes():
        if programme_id in finder.numbers:
            mask[finder.numbers[programme_id]] = False
    return mask


def _months(days: npt.NDArray[np.int64]) -> tuple[Value, ...]:
    months, counts = np.unique(days // 100 % 100, return_counts=True)
    year = int(days[0]) // 10_000
    return tuple(
        Value(f"{year:04}-{month:02}", count)
        for month, count in zip(months.tolist(), counts.tolist(), strict=True)
        if month
    )


def _listed(shelf: Shelf, finder: Finder, found: Mask, page: int) -> Listed:
    ordered = finder.order[found[finder.order]]
    shown = ordered[(page - 1) * PAGE_PROGRAMMES : page * PAGE_PROGRAMMES].tolist()
    entries = shelf.numbered(shown)
    return Listed(tuple(entries[number] for number in shown if number in entries), len(ordered), page)
