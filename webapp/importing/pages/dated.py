"""A date that a label names, held against the date by which the page wants to be cited."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from webapp.importing.pages.dates import FoundDate, the_date
from webapp.importing.pages.records import Unsure, Why
from webapp.importing.pages.sorting import Said


@dataclass(frozen=True, slots=True)
class Dated:
    """What came of it."""

    iso: str | None
    """``None`` where what stands there is no date."""
    unsure: Unsure | None


def read_date(name: str, said: Said, cited: AbstractSet[str]) -> Dated:
    """Return the day that a line names.

    :param cited: the days that the citation names; only when something was published is held against them.
    """
    found = the_date(said.value)
    if found is None:
        return Dated(None, Unsure(name, "", Why.ABSENT, (said.value,)))
    if name != "published":
        return Dated(found.iso, _two_readings(name, found))
    return _published(found, cited, is_labelled=said.is_labelled)


def _published(found: FoundDate, cited: AbstractSet[str], *, is_labelled: bool) -> Dated:
    readings = {found.iso, found.other} - {None}
    same = readings & cited
    if len(same) == 1:
        return Dated(same.pop(), None)
    if cited and not same:
        others = tuple(sorted({*cited, *({found.other} if found.other else ())}))
        return Dated(found.iso, Unsure("published", found.iso, Why.DIFFERS, others))
    if found.other:
        return Dated(found.iso, _two_readings("published", found))
    return Dated(found.iso, None if is_labelled else Unsure("published", found.iso, Why.BY_PLACE))


def _two_readings(name: str, found: FoundDate) -> Unsure | None:
    return Unsure(name, found.iso, Why.TWO_READINGS, (found.other,)) if found.other else None
