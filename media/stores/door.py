"""The one door to stores."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

BLOCK_BYTES = 1 << 20


class Store(Protocol):
    """Files under names with ``/`` between their parts; each is there whole or not at all.

    :raises StoreFailed: of every method: the store does not answer, or refuses.
    """

    def put(self, name: str, source: Path, sha256: str) -> None:
        """Keep a file under a name, in the place of whatever is there, and read it again to see that it is.

        :raises StoreFailed: also where what is kept is not what was given; it is taken away then.
        """

    def read(self, name: str, first: int = 0, length: int | None = None) -> Iterator[bytes]:
        """Yield the bytes of a file from one on, or a part of them, and fetch no others.

        :raises FileNotFoundError: there is none of this name.
        """

    def sizes(self, under: str = "") -> dict[str, int]:
        """Return name → size in bytes of all files, or of those under a directory."""

    def size(self, name: str) -> int:
        """Return the size of a file in bytes.

        :raises FileNotFoundError: there is none of this name.
        """

    def stamp(self, name: str) -> object:
        """Return what is another after each `put` of a file.

        :raises FileNotFoundError: there is none of this name.
        """

    def remove(self, name: str) -> None:
        """Remove a file that may be gone already."""
