"""Puts originals and access copies into the archive's store, and takes from the disk what nobody has used for long."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from media.archive import Archive
from media.away.files import Kept
from media.away.place import begin_store
from media.durable import remove_durably
from media.errors import FixityError
from media.fixity import file_sha256
from media.stores.door import Store
from media.stores.errors import NoStore, StoreBusy
from media.stores.hashing import sha256_in
from media.stores.local import LocalStore

DAY_S = 24 * 3600
LOCK = ".sound-store.lock"
"""In the archive."""


@dataclass(frozen=True, slots=True)
class PutAway:
    """What was done, by names in the store and sizes in bytes."""

    stored: tuple[str, ...]
    stored_bytes: int
    freed: tuple[str, ...]
    """They are in the store alone now."""
    freed_bytes: int
    damaged: tuple[str, ...]
    """They are on the disk no longer what they were, and were left alone."""


def put_away(archive: Archive, files: Iterable[Kept], unused_days: int | None) -> PutAway:
    """Put files into the store that it does not have; stopped at any time, the next goes on.

    :param unused_days: at least 1: then remove those from the disk that nobody has used for so long, each after the
        store's copy was read whole and is right. Without it all of them stay.
    :raises NoStore: none is named, or it is not this archive's, or a link leads from the one into the other.
    :raises StoreBusy: another process is at it.
    :raises StoreFailed: it does not answer, or keeps other bytes than it is given.
    """
    with _alone(archive):
        return _put_away(begin_store(archive), files, unused_days)


def _put_away(store: Store, files: Iterable[Kept], unused_days: int | None) -> PutAway:
    there = store.sizes()
    stored, freed, damaged = {}, {}, []
    for kept, size_bytes in _on_disk(files):
        try:
            if there.get(kept.name) != size_bytes:
                _put(store, kept)
                stored[kept.name] = size_bytes
            if unused_days is not None and _is_unused(kept, unused_days):
                _require(store, kept)
                _require_two(store, kept)
                if _is_unused(kept, unused_days):  # The store's copy was read meanwhile, which takes long.
                    remove_durably(kept.path)
                    freed[kept.name] = size_bytes
        except FixityError:
            damaged.append(kept.name)
        except FileNotFoundError:
            continue  # It was erased since.
    return PutAway(tuple(stored), sum(stored.values()), tuple(freed), sum(freed.values()), tuple(damaged))


@contextmanager
def _alone(archive: Archive) -> Iterator[None]:
    """Let nobody else take files from the disk meanwhile: one that leaves it would look like one that was erased."""
    with (archive.root / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StoreBusy("Another “muragat store” is at work; wait until it is done.") from error
        yield


def _on_disk(files: Iterable[Kept]) -> Iterator[tuple[Kept, int]]:
    for kept in files:
        try:
            yield kept, kept.path.stat().st_size
        except FileNotFoundError:
            continue  # It is away already, or erased.


def _put(store: Store, kept: Kept) -> None:
    if file_sha256(kept.path) != kept.sha256:
        raise FixityError(f"{kept.path} is no longer what it was; restore it from a backup.")
    store.put(kept.name, kept.path, kept.sha256)
    if not kept.path.exists():  # It was erased while it was stored.
        store.remove(kept.name)
        raise FileNotFoundError(kept.name)


def _require(store: Store, kept: Kept) -> None:
    """Let the store have the right bytes at this moment, put anew where it has not."""
    if sha256_in(store, kept.name) != kept.sha256:
        _put(store, kept)


def _require_two(store: Store, kept: Kept) -> None:
    """Refuse to take a file from the disk that is itself the store's, as where ``originals/`` is a link into it.

    :raises NoStore: it is; nothing was removed.
    """
    if not isinstance(store, LocalStore):
        return
    own, other = kept.path, store.root / kept.name
    is_one = own.samefile(other) and (own.stat().st_nlink == 1 or own.resolve() == other.resolve())
    if is_one:
        raise NoStore(
            f"{own} is the store's own file, and there is no other: a link leads from the archive into {store.root}. "
            "Name another place in MURAGAT_STORE, or put the archive's directory back; nothing was removed."
        )


def _is_unused(kept: Kept, days: int) -> bool:
    """:raises FileNotFoundError: it was erased since."""
    return time.time() - kept.path.stat().st_mtime > days * DAY_S
