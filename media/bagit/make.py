"""Write a bag: whole or not at all, readable by its owner alone."""

from __future__ import annotations

import hashlib
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from media.bagit.errors import BagExists
from media.durable import MAKING, make_directory, move_durably, sync
from media.store import READ_BYTES, no_room_said

ALGORITHMS = ("sha256", "sha512")
DECLARATION_NAME = "bagit.txt"
DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
FOR_OWNER, FOLDER_FOR_OWNER = 0o400, 0o700


class Payload:
    """The files of a bag while it is made."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.hashes: dict[str, dict[str, str]] = {}
        self.tags: dict[str, dict[str, str]] = {}
        self.size_bytes = 0

    def put(self, name: str, blocks: Iterable[bytes]) -> str:
        """Write a file below ``data/``; return its sha256.

        :param name: with ``/`` between its parts, which are ids, hashes or names of the program's own.
        """
        path = f"data/{name}"
        self.hashes[path], size_bytes = _write(self._root / path, blocks)
        self.size_bytes += size_bytes
        return self.hashes[path]["sha256"]

    def put_tag(self, name: str, blocks: Iterable[bytes]) -> None:
        """Write a file beside ``data/``: not what is packed, but about it.

        :param name: as of `put`; it begins with none of the names that a bag has itself.
        """
        self.tags[name], _ = _write(self._root / name, blocks)


@contextmanager
def make_bag(place: Path, info: Mapping[str, str]) -> Iterator[Payload]:
    """Yield what takes the files; when the block ends well, the bag is at its place, whole. Else nothing is there.

    :param info: ``bag-info.txt``: a line a value, to which the size and number of the files are added.
    :raises BagExists: something is at ``place``.
    :raises StorageFull: its disk has no room.
    """
    if place.exists() or place.is_symlink():
        raise BagExists(f"{place} is there already; nothing was changed. Name another directory.")
    make_directory(place.parent)
    making = place.parent / f"{MAKING}{secrets.token_hex(8)}"
    try:
        with no_room_said(place):
            making.mkdir(mode=FOLDER_FOR_OWNER)
            (making / "data").mkdir(mode=FOLDER_FOR_OWNER)
            payload = Payload(making)
            yield payload
            _write_tags(making, payload, info)
            for directory in making.rglob("*/"):
                sync(directory)
            move_durably(making, place)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise


def read_blocks(path: Path) -> Iterator[bytes]:
    """Yield the bytes of a file."""
    with path.open("rb") as file:
        while data := file.read(READ_BYTES):
            yield data


def _write_tags(root: Path, payload: Payload, info: Mapping[str, str]) -> None:
    told = {**info, "Payload-Oxum": f"{payload.size_bytes}.{len(payload.hashes)}"}
    tags = {
        DECLARATION_NAME: DECLARATION,
        "bag-info.txt": "".join(f"{label}: {' '.join(value.split())}\n" for label, value in told.items()),
        **{f"manifest-{each}.txt": _lines(payload.hashes, each) for each in ALGORITHMS},
    }
    hashes = payload.tags | {name: _write(root / name, [text.encode()])[0] for name, text in tags.items()}
    for each in ALGORITHMS:
        _write(root / f"tagmanifest-{each}.txt", [_lines(hashes, each).encode()])


def _lines(hashes: Mapping[str, Mapping[str, str]], algorithm: str) -> str:
    return "".join(f"{hashes[path][algorithm]}  {path}\n" for path in sorted(hashes))


def _write(path: Path, blocks: Iterable[bytes]) -> tuple[dict[str, str], int]:
    path.parent.mkdir(mode=FOLDER_FOR_OWNER, parents=True, exist_ok=True)
    digests, size_bytes = {each: hashlib.new(each) for each in ALGORITHMS}, 0
    with path.open("xb") as file:
        path.chmod(FOR_OWNER)
        for block in blocks:
            for digest in digests.values():
                digest.update(block)
            size_bytes += len(block)
            file.write(block)
    sync(path)
    return {each: digest.hexdigest() for each, digest in digests.items()}, size_bytes
