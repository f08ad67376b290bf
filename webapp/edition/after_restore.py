"""An edition put back from a backup beside an archive that knows more: what has ended since does not come back."""

from __future__ import annotations

from sqlite_utils import Database

from webapp.desk.consent import consent_withdrawn_at
from webapp.edition.elsewhere import is_public_elsewhere
from webapp.edition.layout import Layout, read_tombstone
from webapp.edition.store import block, published_versions, remove_blocked
from webapp.erasing.store import find_erasure
from webapp.review import was_withdrawn


def block_what_has_ended(db: Database, layout: Layout) -> tuple[str, ...]:
    """Take out of an edition what its archive says was withdrawn or erased since, or went out anew; return the ids.

    Of what went out anew the version before may say what is kept back now; it comes back when somebody approves and
    publishes it. A programme that the archive never published stays as it is.
    """
    there = sorted(path.name for path in layout.programmes.glob("*"))
    public = [each for each in there if published_versions(layout, each) and not _is_gone(layout, each)]
    ended = tuple(each for each in public if _has_ended(db, layout, each))
    for programme_id in ended:
        block(layout, programme_id)
    if ended:
        remove_blocked(layout)
    return ended


def _is_gone(layout: Layout, programme_id: str) -> bool:
    return read_tombstone(layout, programme_id) is not None


def _has_ended(db: Database, layout: Layout, programme_id: str) -> bool:
    return (
        was_withdrawn(db, programme_id)
        or consent_withdrawn_at(db, programme_id) is not None
        or find_erasure(db, programme_id) is not None
        or is_public_elsewhere(db, layout, programme_id)
    )
