"""Pack a programme: its rows and originals at one moment, in a bag."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from sqlite_utils import Database

from media.archive import Archive
from media.bagit.make import Payload, make_bag, read_blocks
from media.catalogue import get_programme, recordings_of
from media.database import utc_now
from webapp.erasing.belongings import unknown_tables
from webapp.packing.errors import NotPacked
from webapp.packing.rows import migrations_of, tables_of

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
    :raises NotPacked: an original is missing or changed, or nobody has said whose rows a table holds.
    :raises StorageFull: the disk has no room.
    """
    get_programme(db, programme_id)
    unknown = unknown_tables(db)
    if unknown:
        raise NotPacked(f"This release does not know whose rows are in {', '.join(unknown)}; update it.")
    place = directory / programme_id
    with make_bag(place, _info(programme_id)) as payload:
        with db.atomic():  # One snapshot, let go before the sound is copied: others wait for it to be.
            get_programme(db, programme_id)
            originals = sorted({each.sha256 for each in recordings_of(db, programme_id)})
            payload.put("migrations.jsonl", [migrations_of(db)])
            for table, lines in tables_of(db, programme_id):
                payload.put(f"rows/{table}.jsonl", lines)
        for sha256 in originals:
            _put_original(archive, sha256, payload)
    return Packed(programme_id, place, len(payload.hashes), payload.size_bytes)


def _info(programme_id: str) -> dict[str, str]:
    now, release = utc_now(), version("muragat")
    return {
        "External-Identifier": programme_id,
        "External-Description": WARNING,
        "Bagging-Date": now[:10],
        "Bag-Software-Agent": f"muragat {release}",
    }


def _put_original(archive: Archive, sha256: str, payload: Payload) -> None:
    path = archive.original_path(sha256)
    try:
        written = payload.put(f"originals/{sha256}", read_blocks(path))
    except FileNotFoundError as error:
        raise NotPacked(f"The original {path} is missing; “muragat fixity --repair DIR” puts it back.") from error
    if written != sha256:
        raise NotPacked(f"The original {path} has changed on the disk; “muragat fixity --repair DIR” puts it right.")
