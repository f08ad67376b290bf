"""Pack a programme: its rows and originals at one moment, in a bag."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from sqlite_utils import Database

from media.archive import Archive
from media.bagit.make import make_bag
from media.database import utc_now
from webapp.packing.contents import ORIGINALS, audits_of, files_of, originals_of, require_known
from webapp.packing.original import original_blocks

WARNING = (
    "Not for publication: internal export with unpublished words and unmasked sound, also of what is kept back. "
    "The key of what is kept back is not in it."
)


@dataclass(frozen=True, slots=True)
class Packed:
    """A bag that was made."""

    programme_id: str
    place: Path
    files: int
    size_bytes: int


def pack(archive: Archive, db: Database, programme_id: str, directory: Path) -> Packed:
    """Put a programme into a bag named by its id.

    :raises UnknownProgramme: no such id.
    :raises BagExists: the directory has something of this name.
    :raises NotPacked: an original is missing or changed, or `require_known` refuses it.
    :raises StorageFull: the disk has no room.
    """
    require_known(db, programme_id)
    place = directory / programme_id
    with make_bag(place, _info(programme_id)) as payload:
        with db.atomic():  # One snapshot, let go before the sound is copied: others wait for it to be.
            require_known(db, programme_id)
            originals = originals_of(db, programme_id)
            for name, lines in files_of(db, programme_id):
                payload.put(name, lines)
            for name, lines in audits_of(db, programme_id):
                payload.put_tag(name, lines)
        for sha256 in originals:
            payload.put(f"{ORIGINALS}{sha256}", original_blocks(archive, sha256))
    return Packed(programme_id, place, len(payload.hashes), payload.size_bytes)


def _info(programme_id: str) -> dict[str, str]:
    now, release = utc_now(), version("muragat")
    return {
        "External-Identifier": programme_id,
        "External-Description": WARNING,
        "Bagging-Date": now[:10],
        "Bag-Software-Agent": f"muragat {release}",
    }
