"""A storage root (section 4 of OCFL 1.1) in which each object's place follows from its id.

The layout is the registered extension 0003, "hash and id n-tuple": https://ocfl.github.io/extensions/
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from media.durable import MAKING, make_directory, replace_durably, sync
from media.ocfl.errors import NoStorageRoot, StorageRootBusy

DECLARATION = "0=ocfl_1.1"
OBJECT = "0=ocfl_object_1.1"
LAYOUT = "0003-hash-and-id-n-tuple-storage-layout"
CONFIG = {"extensionName": LAYOUT, "digestAlgorithm": "sha256", "tupleSize": 3, "numberOfTuples": 3}
"""The defaults of the extension."""
PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
MAX_NAME = 100
"""Characters of an id as a directory, percent-encoded, from which on a digest ends it."""
FOLDER_FOR_OWNER, FOR_OWNER = 0o700, 0o400


@dataclass(frozen=True, slots=True)
class StorageRoot:
    """Where objects lie."""

    root: Path

    @classmethod
    def create(cls, root: Path) -> StorageRoot:
        """Return a storage root, made now where nothing is.

        :raises NoStorageRoot: the directory holds something else, or is laid out in another way.
        """
        made = cls(root)
        if root.exists() and not all(_is_begun(path.name) for path in root.iterdir()):
            made.require()
            return made
        make_directory(root)
        root.chmod(FOLDER_FOR_OWNER)
        description = "by the SHA-256 of an object's id in three steps of three digits, then by the id itself"
        _write(root / "extensions" / LAYOUT / "config.json", json.dumps(CONFIG, indent=2) + "\n")
        _write(
            root / "ocfl_layout.json", json.dumps({"extension": LAYOUT, "description": description}, indent=2) + "\n"
        )
        for left in root.glob(f"{MAKING}*"):
            left.unlink()
        _write(root / DECLARATION, f"{DECLARATION[2:]}\n")  # Last: it is one when all is there.
        return made

    def require(self) -> None:
        """:raises NoStorageRoot: it is none, or is laid out in another way."""
        if not is_storage_root(self.root):
            raise NoStorageRoot(
                f"{self.root} holds other files; name an empty directory, or a storage root of OCFL 1.1."
            )
        try:
            config = json.loads((self.root / "extensions" / LAYOUT / "config.json").read_bytes())
            named = json.loads((self.root / "ocfl_layout.json").read_bytes())["extension"]
        except (OSError, ValueError, LookupError, TypeError):
            config, named = None, None
        if config != CONFIG or named != LAYOUT:
            raise NoStorageRoot(f"{self.root} is laid out in another way than muragat’s; name another directory.")

    def place_of(self, object_id: str) -> Path:
        """Return where an object lies, or would."""
        digest = hashlib.sha256(object_id.encode()).hexdigest()
        name = "".join(each if each in PLAIN else _percent(each) for each in object_id)
        if len(name) > MAX_NAME:
            name = f"{name[:MAX_NAME]}-{digest}"
        return self.root / digest[:3] / digest[3:6] / digest[6:9] / name

    def objects(self) -> Iterator[Path]:
        """Yield the directories of all objects, whatever their layout is."""
        yield from _objects(self.root)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let nobody else write here meanwhile, and clear what a killed writer has left.

        :raises StorageRootBusy: another process does.
        """
        descriptor = os.open(self.root, os.O_RDONLY)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise StorageRootBusy(f"Another process is writing in {self.root}; wait until it is done.") from error
            for left in (self.root / "extensions").glob(f"{MAKING}*"):
                shutil.rmtree(left)
            yield
        finally:
            os.close(descriptor)

    @contextmanager
    def making(self) -> Iterator[Path]:
        """Yield a new directory on the same disk, where objects are not looked for."""
        making = self.root / "extensions" / f"{MAKING}{secrets.token_hex(8)}"
        making.mkdir(mode=FOLDER_FOR_OWNER)
        try:
            yield making
        finally:
            shutil.rmtree(making, ignore_errors=True)


def is_storage_root(root: Path) -> bool:
    return (root / DECLARATION).is_file() and (root / DECLARATION).read_bytes()[:64] == f"{DECLARATION[2:]}\n".encode()


def _is_begun(name: str) -> bool:
    """Return whether this is all that somebody who was killed has made of a storage root."""
    return name in ("extensions", "ocfl_layout.json") or name.startswith(MAKING)


def _objects(directory: Path) -> Iterator[Path]:
    for path in sorted(directory.iterdir()):
        if path.name == "extensions" or path.is_symlink() or not path.is_dir():
            continue
        if any(each.name.startswith("0=ocfl_object_") for each in path.iterdir()):
            yield path
        else:
            yield from _objects(path)


def _percent(letter: str) -> str:
    return "".join(f"%{byte:02x}" for byte in letter.encode())


def _write(path: Path, text: str) -> None:
    make_directory(path.parent)
    with replace_durably(path) as making:
        making.write_text(text)
        making.chmod(FOR_OWNER)
    sync(path.parent)
