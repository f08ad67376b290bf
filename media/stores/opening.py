"""From what a person writes to a store."""

from __future__ import annotations

from pathlib import Path

from media.stores.door import Store
from media.stores.local import LocalStore


def open_store(address: str) -> Store:
    """Return the store of an address: a directory, or ``s3://bucket/prefix`` and whatever else fsspec knows.

    :raises NoStore: there is no such kind of store, or its library is not installed.
    """
    if "://" not in address:
        return LocalStore(Path(address).absolute())
    from media.stores.remote import open_remote  # noqa: PLC0415 it loads fsspec

    return open_remote(address)
