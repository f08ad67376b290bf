"""What a store has, told by its hash."""

from __future__ import annotations

import hashlib

from media.stores.door import Store


def sha256_in(store: Store, name: str) -> str | None:
    """Return the sha256 of a file of which every byte is read; ``None`` where there is none of this name.

    :raises StoreFailed: the store does not answer.
    """
    digest = hashlib.sha256()
    try:
        for block in store.read(name):
            digest.update(block)
    except FileNotFoundError:
        return None
    return digest.hexdigest()
