"""A directory of this machine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from media.durable import MAKING, remove_durably, replace_durably
from media.fixity import file_sha256
from media.store import no_room_said
from media.stores.door import BLOCK_BYTES
from media.stores.errors import StoreFailed


@dataclass(frozen=True, slots=True)
class LocalStore:
    """Files on disk: each is written through before it has its name."""

    root: Path

    def put(self, name: str, source: Path, sha256: str) -> None:
        """See `media.stores.door.Store`."""
        with no_room_said(self.root), replace_durably(self.root / name) as making:
            shutil.copyfile(source, making)
            if file_sha256(making) != sha256:
                raise StoreFailed(f"{name} is not what it should be; have the disks looked at, then try again.")

    def read(self, name: str, first: int = 0, length: int | None = None) -> Iterator[bytes]:
        """See `media.stores.door.Store`."""
        with (self.root / name).open("rb") as file:
            file.seek(first)
            left = length
            while block := file.read(BLOCK_BYTES if left is None else min(BLOCK_BYTES, left)):
                if left is not None:
                    left -= len(block)
                yield block

    def sizes(self, under: str = "") -> dict[str, int]:
        """See `media.stores.door.Store`."""
        found = {}
        for directory, _, names in os.walk(self.root / under):
            for path in (Path(directory) / name for name in names if not name.startswith(MAKING)):
                try:
                    found[path.relative_to(self.root).as_posix()] = path.stat().st_size
                except FileNotFoundError:
                    continue  # Gone since the directory was read.
        return found

    def size(self, name: str) -> int:
        """See `media.stores.door.Store`."""
        return (self.root / name).stat().st_size

    def stamp(self, name: str) -> object:
        """See `media.stores.door.Store`."""
        state = (self.root / name).stat()
        return state.st_ino, state.st_mtime_ns, state.st_size

    def remove(self, name: str) -> None:
        """See `media.stores.door.Store`."""
        path = self.root / name
        if path.parent.exists():
            remove_durably(path)
