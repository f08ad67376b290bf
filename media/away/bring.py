"""Whoever wants a file of the archive gets it, from its disk or from its store."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

from media.archive import Archive
from media.away.files import Kept
from media.away.place import store_of
from media.durable import move_durably
from media.errors import FixityError
from media.store import READ_BYTES, READ_ONLY, no_room_said, scratch

TOUCHED_S = 3600
"""How late the time of last use may be; no file leaves the disk that was used within a day (`media.away.put_away`)."""


def bring(archive: Archive, kept: Kept) -> Path:
    """Return where a file lies on the archive's disk, brought back from its store where it is not there.

    :raises FileNotFoundError: it is in neither, or was erased meanwhile.
    :raises FixityError: the store has other bytes; nothing was brought.
    :raises NoStore, StoreFailed: the store cannot be asked.
    :raises StorageFull: the disk has no room.
    """
    if kept.path.is_file():
        _note_use(archive, kept.path)
        return kept.path
    with scratch(archive) as making:
        digest = hashlib.sha256()
        with no_room_said():
            with making.open("xb") as file:
                for block in _far(archive, kept):
                    digest.update(block)
                    file.write(block)
            if digest.hexdigest() != kept.sha256:
                raise FixityError(_changed(kept))
            making.chmod(READ_ONLY)
            move_durably(making, kept.path)
    if not _is_far(archive, kept):  # It was erased while it was brought.
        kept.path.unlink(missing_ok=True)
        raise FileNotFoundError(kept.name)
    return kept.path


def is_kept(archive: Archive, kept: Kept) -> bool:
    """Return whether a file is on the disk or in the store.

    :raises NoStore, StoreFailed: the store cannot be asked.
    """
    return kept.path.is_file() or _is_far(archive, kept)


def far_size(archive: Archive, kept: Kept) -> int:
    """Return how large a file is in the store, in bytes.

    :raises FileNotFoundError: there is no store, or it has none of this name.
    :raises NoStore, StoreFailed: the store cannot be asked.
    """
    store = store_of(archive)
    if store is None:
        raise FileNotFoundError(kept.name)
    return store.size(kept.name)


def blocks_of(archive: Archive, kept: Kept) -> Iterator[bytes]:
    """Yield the bytes of a file from the disk or, where it is not there, from the store, which stays where it is.

    Whoever reads holds them against the hash.

    :raises FileNotFoundError: it is in neither.
    :raises NoStore, StoreFailed: the store cannot be asked.
    """
    try:
        file = kept.path.open("rb")
    except FileNotFoundError:
        yield from _far(archive, kept)
        return
    with file:
        while data := file.read(READ_BYTES):
            yield data


def far_bytes(archive: Archive, kept: Kept, first: int, length: int) -> bytes:
    """Return some bytes of a file in the store, asking it for no others; they cannot be held against a hash.

    :raises FileNotFoundError: it is not there.
    :raises NoStore, StoreFailed: the store cannot be asked.
    """
    return b"".join(_far(archive, kept, first, length))


def _far(archive: Archive, kept: Kept, first: int = 0, length: int | None = None) -> Iterator[bytes]:
    store = store_of(archive)
    if store is None:
        raise FileNotFoundError(kept.name)
    yield from store.read(kept.name, first, length)


def _is_far(archive: Archive, kept: Kept) -> bool:
    try:
        return far_size(archive, kept) >= 0
    except FileNotFoundError:
        return False


def _note_use(archive: Archive, path: Path) -> None:
    """Where there is a store, let a file's time be that of its last use: what nobody uses leaves the disk first."""
    if archive.store and time.time() - path.stat().st_mtime > TOUCHED_S:
        os.utime(path)


def _changed(kept: Kept) -> str:
    return f"{kept.name} in the store is no longer what was put there; restore {kept.path} from a backup."
