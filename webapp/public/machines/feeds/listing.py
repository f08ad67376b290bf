"""Which programmes a feed lists, and when it changed last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from webapp.public.machines.outline import CatalogueRecord, catalogue_record
from webapp.public.shelf import Shelf

FEED_ITEMS = 50


@dataclass(frozen=True, slots=True)
class Feed:
    """One page of a feed."""

    title: str
    description: str
    page_address: str
    """Of the page for people that lists the same."""
    address: str
    """Of this page of the feed."""
    next_address: str | None
    records: tuple[CatalogueRecord, ...]
    modified: datetime


def records_of(shelf: Shelf, programme_ids: list[str]) -> tuple[CatalogueRecord, ...]:
    """Return what is known of each that is public still."""
    return tuple(catalogue_record(shelf, each) for each in programme_ids if not shelf.is_withdrawn(each))


def modified(shelf: Shelf) -> datetime:
    """Return when the edition changed last, in UTC: its index is replaced at each change.

    A withdrawal that the index does not know yet counts too: else "not modified" would keep a withdrawn programme.
    """
    layout = shelf.layout
    blocked = (layout.blocked_path(programme_id) for programme_id in layout.blocked_programmes())
    times = [path.stat().st_mtime for path in (layout.index_path, *blocked) if path.exists()]
    return datetime.fromtimestamp(int(max(times, default=0)), UTC)
