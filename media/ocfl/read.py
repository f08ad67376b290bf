"""Read an object that may come from anybody: the files of its newest version, each held against its digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from media.ocfl.check import INVENTORY, check_object, is_valid
from media.ocfl.errors import ObjectDamaged
from media.ocfl.inventory import paths_of, read_inventory
from media.store import READ_BYTES


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of a version."""

    path: Path
    digest: str


@dataclass(frozen=True, slots=True)
class StoredObject:
    """A valid object, by its newest version."""

    place: Path
    object_id: str
    algorithm: str
    files: Mapping[str, StoredFile]
    """By their logical paths."""
    made_by: str
    created: str

    def read(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a file that it has.

        :raises ObjectDamaged: at the end, where they are not those that were stored: use nothing of them then.
        """
        file, digest = self.files[name], hashlib.new(self.algorithm)
        with file.path.open("rb") as source:
            while block := source.read(READ_BYTES):
                digest.update(block)
                yield block
        if digest.hexdigest() != file.digest:
            raise ObjectDamaged(f"{name} of {self.place} is not what was stored; put it back from a copy.")


def open_object(place: Path) -> StoredObject:
    """Return an object, all of which was read and found valid.

    :raises ObjectDamaged: it is not.
    """
    problems = [each for each in check_object(place) if each.is_error]
    if not is_valid(tuple(problems)):
        more = f" ({len(problems) - 1} more)" if len(problems) > 1 else ""
        raise ObjectDamaged(
            f"{place} is no valid object of OCFL: {problems[0].code}, {problems[0].what}{more}. Where its writer was "
            "killed, packing the programme again puts it right."
        )
    inventory = read_inventory((place / INVENTORY).read_bytes())
    version = inventory["versions"][inventory["head"]]
    # A digest may be written in capitals, and in the manifest otherwise than in the state.
    manifest = {digest.lower(): path for digest, path in paths_of(inventory["manifest"])}
    files = {
        name: StoredFile(place / manifest[digest.lower()], digest.lower())
        for digest, name in paths_of(version["state"])
    }
    made_by = str((version.get("user") or {}).get("name", ""))
    return StoredObject(place, inventory["id"], inventory["digestAlgorithm"], files, made_by, version["created"])
