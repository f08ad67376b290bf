"""A file of a store on this machine, for a moment, with its hash."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from media.durable import MAKING
from media.stores.door import Store


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was read."""

    path: Path
    sha256: str
    size_bytes: int


@contextmanager
def fetched(store: Store, name: str, within: Path | None = None) -> Iterator[Fetched]:
    """Yield a file of a store; where it lies now is gone after the block.

    :param within: the directory in which it may lie; the machine's own for temporary files without one.
    :raises FileNotFoundError: there is none of this name.
    :raises StoreFailed: the store does not answer.
    """
    digest, size_bytes = hashlib.sha256(), 0
    with tempfile.TemporaryDirectory(prefix=MAKING, dir=within) as directory:
        path = Path(directory) / "file"
        with path.open("wb") as file:
            for block in store.read(name):
                digest.update(block)
                size_bytes += len(block)
                file.write(block)
        yield Fetched(path, digest.hexdigest(), size_bytes)
