"""Which store an archive has. The archive notes it, and the store notes whose it is: two never share one."""

from __future__ import annotations

import secrets
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from media.archive import Archive
from media.durable import replace_durably
from media.fixity import file_sha256
from media.stores.door import Store
from media.stores.errors import NoStore
from media.stores.opening import open_store

MARK = "muragat-sound"
"""In the store: whose it is."""
NOTE = "sound-store.json"
"""In the archive: where its store is."""


class Noted(msgspec.Struct, frozen=True):
    """What an archive knows of its store."""

    address: str
    token: str
    """What the store's mark says."""


def noted(archive: Archive) -> Noted | None:
    """Return what the archive knows of its store; ``None`` where nothing of it was ever put into one."""
    try:
        return msgspec.json.decode((archive.root / NOTE).read_bytes(), type=Noted)
    except FileNotFoundError:
        return None


def store_of(archive: Archive) -> Store | None:
    """Return the store of an archive; ``None`` where it has none, and all of it lies on its disk.

    :raises NoStore: it has another than is named, or none is named, or the one that is named is another archive's.
    :raises StoreFailed: it does not answer.
    """
    known = noted(archive)
    if known is None:
        return None
    if archive.store is None:
        raise NoStore(f"This archive keeps sound in {known.address}; name it in MURAGAT_STORE.")
    if archive.store != known.address:
        raise NoStore(
            f"This archive keeps sound in {known.address}, and MURAGAT_STORE names another place; correct it, or, "
            f"where the files were moved, the address in {archive.root / NOTE}."
        )
    return _opened(known)


def begin_store(archive: Archive) -> Store:
    """Return the store of an archive, taken now where it has none yet.

    :raises NoStore: none is named, or it holds something else, or as of `store_of`.
    :raises StoreFailed: it does not answer.
    """
    if store := store_of(archive):
        return store
    if archive.store is None:
        raise NoStore("Name a store for sound in MURAGAT_STORE: a directory, or s3://bucket/prefix.")
    store = open_store(archive.store)
    if store.sizes():
        raise NoStore(f"{archive.store} holds other files, or is another archive's; name an empty place.")
    token = secrets.token_hex(16)
    with TemporaryDirectory(prefix="muragat-") as directory:
        mark = Path(directory) / MARK
        mark.write_text(f"{token}\n")
        store.put(MARK, mark, file_sha256(mark))
    with replace_durably(archive.root / NOTE) as making:
        making.write_bytes(msgspec.json.encode(Noted(archive.store, token)))
    return store


@cache  # A failure is not kept; what is right is asked once.
def _opened(known: Noted) -> Store:
    store = open_store(known.address)
    if _mark_of(store) != known.token:
        raise NoStore(f"{known.address} is not the store of this archive; correct MURAGAT_STORE and its credentials.")
    return store


def _mark_of(store: Store) -> str | None:
    try:
        return b"".join(store.read(MARK)).decode(errors="replace").strip()
    except FileNotFoundError:
        return None
