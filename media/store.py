"""The store of originals: each under the sha256 of its bytes, taken while they arrive, and never changed."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from media.archive import Archive
from media.durable import MAKING, make_directory, move_durably
from media.errors import NO_ROOM, FixityError, StorageFull
from media.fixity import file_sha256

READ_BYTES = 1 << 20
READ_ONLY = 0o444
ABANDONED_AFTER_S = 24 * 3600

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_NO_SECOND_NAME = (errno.EPERM, errno.EXDEV, errno.ENOTSUP, errno.EMLINK)


@dataclass(frozen=True, slots=True)
class Arrived:
    """Bytes that have come in whole, and are not in the store yet."""

    path: Path
    sha256: str
    size_bytes: int


@contextmanager
def scratch(archive: Archive) -> Iterator[Path]:
    """Yield the name of a file to make in ``archive.work``; it is gone after the block unless it was moved away."""
    make_directory(archive.work)
    path = archive.work / f"{MAKING}{secrets.token_hex(8)}"
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def arrive(archive: Archive, source: BinaryIO) -> Iterator[Arrived]:
    """Read a stream once, to its end, into a file of its own; it is gone after the block unless it was kept.

    :raises StorageFull: the disk has no room.
    """
    clear_abandoned(archive.work)
    with scratch(archive) as path:
        with no_room_said():
            digest, size_bytes = _copy(source, path)
        yield Arrived(path, digest, size_bytes)


@contextmanager
def adopt(archive: Archive, path: Path, sha256: str) -> Iterator[Arrived]:
    """Yield a file that lies in the archive already as arrived: under a second name, not copied where the disk can.

    The first name stays, whatever becomes of the second.

    :raises FixityError: it is not what it was when it came.
    """
    clear_abandoned(archive.work)
    with scratch(archive) as making:
        with no_room_said():
            _name_again(path, making)
        if file_sha256(making) != sha256:
            raise FixityError("What came has changed on the disk since; bring it again, and have the disk looked at.")
        yield Arrived(making, sha256, making.stat().st_size)


def _name_again(path: Path, making: Path) -> None:
    try:
        os.link(path, making)
    except OSError as error:
        if error.errno not in _NO_SECOND_NAME:
            raise
        shutil.copyfile(path, making)


def keep(archive: Archive, arrived: Arrived) -> Path:
    """Move what arrived to its place in the store, read-only."""
    path = archive.original_path(arrived.sha256)
    arrived.path.chmod(READ_ONLY)
    with no_room_said():
        move_durably(arrived.path, path)
    return path


@contextmanager
def no_room_said(place: Path | None = None) -> Iterator[None]:
    """Turn “no space left”, of the system or of SQLite, into a sentence.

    :param place: what is written, where that is not the archive.
    :raises StorageFull: instead of the `OSError` or the `sqlite3.OperationalError`.
    """
    said = f"The disk of {place} is full; make room, then do the same again." if place else NO_ROOM
    try:
        yield
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        raise StorageFull(said) from error
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_FULL:
            raise
        raise StorageFull(said) from error


def _copy(source: BinaryIO, path: Path) -> tuple[str, int]:
    digest, size_bytes = hashlib.sha256(), 0
    with path.open("xb") as target:
        while data := source.read(READ_BYTES):
            digest.update(data)
            size_bytes += len(data)
            target.write(data)
    return digest.hexdigest(), size_bytes


def clear_abandoned(directory: Path) -> None:
    """Remove what a killed process has left; what is still being written has a young date."""
    for path in directory.glob(f"{MAKING}*"):
        try:
            if time.time() - path.stat().st_mtime <= ABANDONED_AFTER_S:
                continue
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
        except FileNotFoundError:
            continue  # Its owner was faster.
