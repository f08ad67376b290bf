"""Pack a programme into a storage root of OCFL: an object a programme, a version each time that it is another."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from itertools import chain
from pathlib import Path

from sqlite_utils import Database

from media.archive import Archive
from media.database import utc_now
from media.ocfl.root import StorageRoot
from media.ocfl.write import Maker, NewVersion, new_version
from webapp.packing.contents import ORIGINALS, audits_of, files_of, originals_of, require_known
from webapp.packing.original import original_blocks

URN = "urn:x-muragat:"
"""Before the id of a programme: the id of its object."""
MESSAGE = "Packed whole. Not for publication: unpublished words and unmasked sound, also of what is kept back."


@dataclass(frozen=True, slots=True)
class Stored:
    """A programme in a storage root."""

    programme_id: str
    place: Path
    version: str
    is_new: bool
    """Whether this version was made now."""
    size_bytes: int
    """Of all that was written or held against what is there."""


def pack_ocfl(archive: Archive, db: Database, programme_id: str, root: StorageRoot) -> Stored:
    """Make the newest version of a programme's object what the programme is now; belongs into `StorageRoot.alone`.

    :raises UnknownProgramme: no such id.
    :raises NotPacked: an original is missing or changed, or `require_known` refuses it.
    :raises ObjectDamaged: the object that is there is not valid.
    :raises StorageFull: the disk has no room.
    """
    require_known(db, programme_id)
    release = version("muragat")
    maker = Maker(utc_now(), MESSAGE, f"muragat {release}", f"{URN}release:{release}")
    with new_version(root, f"{URN}{programme_id}", maker) as making:
        with db.atomic():  # One snapshot, let go before the sound is copied: others wait for it to be.
            require_known(db, programme_id)
            originals = originals_of(db, programme_id)
            for name, lines in chain(files_of(db, programme_id), audits_of(db, programme_id)):
                making.version.put(name, lines)
        for sha256 in originals:
            _put_original(archive, sha256, making.version)
    stored = making.stored
    return Stored(programme_id, stored.place, stored.head, stored.is_new, making.version.size_bytes)


def _put_original(archive: Archive, sha256: str, made: NewVersion) -> None:
    """Give an original; one that is there is not read again, since its name is its hash."""
    name = f"{ORIGINALS}{sha256}"
    if not made.keep(name):
        made.put(name, original_blocks(archive, sha256))
