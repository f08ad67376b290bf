"""Whether a programme is public in another edition than the one at hand: nothing done here takes it off then."""

from __future__ import annotations

from sqlite_utils import Database

from webapp.edition.layout import Layout, read_tombstone
from webapp.edition.store import published_versions
from webapp.gate.store import newest_version
from webapp.review import public_since


def is_public_elsewhere(db: Database, layout: Layout, programme_id: str) -> bool:
    """Return whether the archive says that it is public, and this edition has neither that version nor withdrew it.

    Versions are told by their numbers: of two editions that both had this number, each is taken for the right one.
    """
    if public_since(db, programme_id) is None:
        return False
    tombstone = read_tombstone(layout.tombstone_path(programme_id))
    newest_here = max([*published_versions(layout, programme_id), tombstone.version if tombstone else 0])
    return newest_here < (newest_version(db, programme_id) or 1)
