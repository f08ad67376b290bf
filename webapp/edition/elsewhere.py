"""In which editions a programme is public, as the archive knows: in each that it was published in and not withdrawn.

Nothing that is done with one edition at hand takes a programme off another.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from webapp.edition.layout import Layout, read_tombstone
from webapp.edition.store import published_times
from webapp.gate.store import newest_version
from webapp.review import public_since

UNKNOWN = ""
"""The place of an edition to which an older release published."""


@dataclass(frozen=True, slots=True)
class PublicCopy:
    """The newest version of a programme that went out into one edition."""

    place: str
    """The edition's directory, as this machine knew it then; or `UNKNOWN`."""
    version: int
    published_at: str | None
    """As its document says; ``None`` where a release published it that did not keep it."""


def copies_elsewhere(db: Database, layout: Layout, programme_id: str) -> tuple[PublicCopy, ...]:
    """Return what the public can read of a programme in other editions than this one, as the archive knows.

    A version is told by its number and when it went out, since each edition counts from 1: an edition that was moved is
    known again, and one that was put back from an older backup is another, though it lies in the same place.
    """
    if public_since(db, programme_id) is None:
        return ()
    here: dict[int, str | None] = {**published_times(layout, programme_id)}
    if tombstone := read_tombstone(layout, programme_id):
        here[tombstone.version] = tombstone.published_at
    return tuple(each for each in _copies(db, programme_id) if not _is_here(each, _place(layout), here))


def is_public_elsewhere(db: Database, layout: Layout, programme_id: str) -> bool:
    """Return whether there are any."""
    return bool(copies_elsewhere(db, layout, programme_id))


def note_copy(db: Database, layout: Layout, programme_id: str, version: int, published_at: str) -> None:
    """Keep that a version goes out into this edition; belongs into the transaction that publishes it."""
    others = copies_elsewhere(db, layout, programme_id)
    _keep(db, programme_id, (*others, PublicCopy(_place(layout), version, published_at)))


def forget_copy(db: Database, layout: Layout, programme_id: str) -> None:
    """Keep that it is not public in this edition any more; belongs into the transaction that says so."""
    _keep(db, programme_id, copies_elsewhere(db, layout, programme_id))


def _is_here(copy: PublicCopy, place: str, here: dict[int, str | None]) -> bool:
    if copy.version in here:
        return None in (copy.published_at, here[copy.version]) or copy.published_at == here[copy.version]
    newest = max(here, default=0)
    if copy.place == UNKNOWN:
        return newest > copy.version
    # What lay here is lost; or newer versions stand here alone, of which a kill kept the archive from hearing.
    return copy.place == place and (not here or newest > copy.version)


def _copies(db: Database, programme_id: str) -> tuple[PublicCopy, ...]:
    question = "SELECT place, version, published_at FROM public_copy WHERE programme_id = ? ORDER BY place"
    kept = tuple(PublicCopy(**row) for row in db.query(question, [programme_id]))
    if kept:
        return kept
    newest = newest_version(db, programme_id)
    return (PublicCopy(UNKNOWN, newest.version, newest.published_at) if newest else PublicCopy(UNKNOWN, 1, None),)


def _keep(db: Database, programme_id: str, copies: tuple[PublicCopy, ...]) -> None:
    db.execute("DELETE FROM public_copy WHERE programme_id = ?", [programme_id])
    for each in copies:
        row = {name: getattr(each, name) for name in PublicCopy.__slots__}
        db.table("public_copy").insert({"programme_id": programme_id, **row}, replace=True)


def _place(layout: Layout) -> str:
    return str(layout.root.resolve())
