"""What changed in the edition, oldest first: programmes by their newest version, and what was withdrawn."""

from __future__ import annotations

import heapq
from dataclasses import dataclass

from webapp.public.machines.harvest.arguments import Period
from webapp.public.machines.harvest.sets import Chosen
from webapp.public.shelf import Shelf


@dataclass(frozen=True, slots=True, order=True)
class Change:
    moment: str
    """RFC 3339, as the edition writes it."""
    programme_id: str
    is_withdrawn: bool


def changes(shelf: Shelf, chosen: Chosen, period: Period, after: tuple[str, str] | None, limit: int) -> list[Change]:
    """Return at most ``limit`` changes of a period that come after a place.

    What was withdrawn is told in every set: what a programme was in is forgotten with it, and whoever harvested one set
    must hear of it too.

    :param after: moment and id of the last change that was told.
    """
    told = after or ("", "")
    blocked = shelf.layout.blocked_programmes()
    asked = {
        "series = ?": chosen.series,
        "language = ?": chosen.language,
        "updated_at >= ?": period.since,
        "updated_at < ?": period.until,
    }
    given = {condition: value for condition, value in asked.items() if value is not None}
    rows = shelf.connection.execute(
        "SELECT updated_at, programme_id FROM programme WHERE (updated_at, programme_id) > (?, ?) "  # noqa: S608 ours
        f"{''.join(f'AND {condition} ' for condition in given)}"
        f"AND programme_id NOT IN ({', '.join('?' * len(blocked))}) "
        "ORDER BY updated_at, programme_id LIMIT ?",
        [*told, *given.values(), *blocked, limit],
    )
    published = [Change(row["updated_at"], row["programme_id"], False) for row in rows]
    withdrawn = sorted(
        Change(tombstone.withdrawn_at, tombstone.programme_id, True)
        for tombstone in shelf.withdrawn(since=period.since, until=period.until)
        if (tombstone.withdrawn_at, tombstone.programme_id) > told
    )
    return list(heapq.merge(published, withdrawn))[:limit]


def first_moment(shelf: Shelf) -> str | None:
    """Return when the first change of all was, ``None`` before there is any."""
    found = changes(shelf, Chosen(), Period(None, None), None, 1)
    return found[0].moment if found else None
