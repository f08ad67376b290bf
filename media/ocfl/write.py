"""Put a new version of an object into a storage root: what it has already is not written again (sections 3.5 and 3.3).

A version is made elsewhere on the same disk and moved in whole. The first one is the object; a later one is there when
its directory is, since `settle` brings the inventory after it, also where its writer was killed between both.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from media.durable import MAKING, move_durably, sync
from media.ocfl.check import INVENTORY, check_object, is_valid
from media.ocfl.errors import ObjectDamaged
from media.ocfl.inventory import number_of, read_inventory
from media.ocfl.root import FOR_OWNER, OBJECT, StorageRoot
from media.store import no_room_said

ALGORITHM = "sha512"
TYPE = "https://ocfl.io/1.1/spec/#inventory"
SIDECAR = f"{INVENTORY}.{ALGORITHM}"


@dataclass(frozen=True, slots=True)
class Maker:
    """Who makes a version, when and why."""

    created: str
    """RFC 3339."""
    message: str
    name: str
    address: str
    """A URI."""


class NewVersion:
    """A version while it is made: its files by their logical paths."""

    def __init__(self, content: Path, prefix: str, before: dict[str, Any] | None) -> None:
        self._content, self._prefix = content, prefix
        self._before = _by_path(before["versions"][before["head"]]["state"]) if before else {}
        self.manifest: dict[str, list[str]] = dict(before["manifest"]) if before else {}
        self.state: dict[str, str] = {}
        self.size_bytes = 0
        """Of all that was given."""

    def put(self, name: str, blocks: Iterable[bytes]) -> None:
        """Give the version a file; where the object has these bytes already, nothing is stored."""
        path = self._content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        digest = hashlib.new(ALGORITHM)
        with path.open("xb") as file:
            path.chmod(FOR_OWNER)
            for block in blocks:
                digest.update(block)
                self.size_bytes += len(block)
                file.write(block)
        self.state[name] = digest.hexdigest()
        if digest.hexdigest() in self.manifest:
            path.unlink()
        else:
            self.manifest[digest.hexdigest()] = [f"{self._prefix}/{name}"]

    def keep(self, name: str) -> bool:
        """Take over a file of the version before, which its name stands for; return whether that has one."""
        if name in self._before:
            self.state[name] = self._before[name]
        return name in self._before

    @property
    def is_new(self) -> bool:
        return self.state != self._before


@dataclass(frozen=True, slots=True)
class Stored:
    """An object as it is now."""

    place: Path
    head: str
    is_new: bool
    """Whether its newest version was made now."""


@dataclass(slots=True)
class Making:
    """What a block of `new_version` fills, and what became of it."""

    version: NewVersion
    stored: Stored
    """What was there before, until the block has ended."""


@contextmanager
def new_version(root: StorageRoot, object_id: str, maker: Maker) -> Iterator[Making]:
    """Yield what takes the files of a version; when the block ends well, it is there, unless it is as the one before.

    Belongs into `StorageRoot.alone`.

    :raises ObjectDamaged: the object that is there is not valid, or not written by this.
    :raises StorageFull: the disk has no room.
    """
    place = root.place_of(object_id)
    with no_room_said(place), root.making() as making:
        before = settle(place, making) if place.exists() else None
        if before and before.get("id") != object_id:
            raise ObjectDamaged(f"{place} is another object than {object_id}; have the storage root looked at.")
        head = f"v{(number_of(before['head']) or 0) + 1}" if before else "v1"
        version = NewVersion(making / head / "content", f"{head}/content", before)
        filled = Making(version, Stored(place, before["head"] if before else "", is_new=False))
        yield filled
        if before and not version.is_new:
            return
        data = _inventory(object_id, head, version, before, maker)
        _lay(making / head, data)
        if before:
            _sync_all(making / head)
            move_durably(making / head, place / head)
            settle(place, making)
        else:
            (making / OBJECT).write_text(f"{OBJECT[2:]}\n")
            _lay(making, data)
            _require_valid(making)
            _sync_all(making)
            move_durably(making, place)
        if before:
            _require_valid(place)
        filled.stored = Stored(place, head, is_new=True)


def settle(place: Path, making: Path) -> dict[str, Any]:
    """Let the inventory of an object be that of its newest version, also where a writer was killed; return it.

    :param making: a directory on the same disk.
    :raises ObjectDamaged: it has no version that can be read, or one that is not as this writes it.
    """
    numbered = {number: path for path in place.iterdir() if path.is_dir() and (number := number_of(path.name))}
    newest = numbered[max(numbered)] if numbered else place
    try:
        data, sidecar = (newest / INVENTORY).read_bytes(), (newest / SIDECAR).read_bytes()
        inventory = read_inventory(data)
        is_whole = (
            sidecar.split()[:1] == [hashlib.sha512(data).hexdigest().encode()] and inventory["head"] == newest.name
        )
    except (OSError, ValueError, LookupError, RecursionError):
        is_whole = False
    if not is_whole or inventory.get("type") != TYPE:
        raise ObjectDamaged(f"{place} is no whole object that muragat has written; “muragat pack --check” says how.")
    for name, wanted in ((INVENTORY, data), (SIDECAR, sidecar)):
        if not (place / name).is_file() or (place / name).read_bytes() != wanted:
            moved = making / f"{MAKING}{name}"
            moved.write_bytes(wanted)
            moved.chmod(FOR_OWNER)
            move_durably(moved, place / name)
    return inventory


def _inventory(object_id: str, head: str, version: NewVersion, before: dict[str, Any] | None, maker: Maker) -> bytes:
    state: dict[str, list[str]] = {}
    for name in sorted(version.state):
        state.setdefault(version.state[name], []).append(name)
    block = {
        "created": maker.created,
        "message": maker.message,
        "state": state,
        "user": {"address": maker.address, "name": maker.name},
    }
    inventory = {
        "digestAlgorithm": ALGORITHM,
        "head": head,
        "id": object_id,
        "manifest": dict(sorted(version.manifest.items())),
        "type": TYPE,
        "versions": {**(before["versions"] if before else {}), head: block},
    }
    return json.dumps(inventory, indent=1, ensure_ascii=False).encode() + b"\n"


def _lay(directory: Path, data: bytes) -> None:
    """Write an inventory with its digest."""
    directory.mkdir(exist_ok=True)
    sidecar = f"{hashlib.sha512(data).hexdigest()} {INVENTORY}\n".encode()
    for name, written in ((INVENTORY, data), (SIDECAR, sidecar)):
        (directory / name).write_bytes(written)
        (directory / name).chmod(FOR_OWNER)
    for empty in sorted((each for each in directory.rglob("*/") if not any(each.iterdir())), reverse=True):
        empty.rmdir()


def _require_valid(place: Path) -> None:
    problems = check_object(place)
    if not is_valid(problems):
        what = next(each for each in problems if each.is_error)
        raise ObjectDamaged(f"{place} is not valid ({what.code}, {what.what}); put it back from a copy.")


def _by_path(state: dict[str, list[str]]) -> dict[str, str]:
    return {path: digest for digest, paths in state.items() for path in paths}


def _sync_all(directory: Path) -> None:
    for path in directory.rglob("*"):
        sync(path)
    sync(directory)
