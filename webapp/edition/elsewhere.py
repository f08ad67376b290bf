"""Whether a programme is public in another edition than the one at hand: nothing done here takes it off then."""

from __future__ import annotations

from sqlite_utils import Database

from webapp.edition.layout import Layout, read_tombstone
from webapp.edition.store import published_times
from webapp.gate.store import WentOut, newest_version
from webapp.review import public_since


def is_public_elsewhere(db: Database, layout: Layout, programme_id: str) -> bool:
    """Return whether the archive says that it is public, and this edition has neither that version nor withdrew it.

    A version is told by its number and when it went out: each edition counts from 1. What an older release published or
    withdrew is told by its number alone.
    """
    if public_since(db, programme_id) is None:
        return False
    went_out = newest_version(db, programme_id) or WentOut(1, None)
    here: dict[int, str | None] = {**published_times(layout, programme_id)}
    if tombstone := read_tombstone(layout.tombstone_path(programme_id)):
        here[tombstone.version] = tombstone.published_at
    if went_out.version not in here:
        return max(here, default=0) < went_out.version
    mine = here[went_out.version]
    return mine is not None and went_out.published_at is not None and mine != went_out.published_at
