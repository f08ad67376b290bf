"""What a backup says of itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

FORMAT: Literal["muragat-backup/1"] = "muragat-backup/1"


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A file that is read in another place where it is not found on this disk."""

    name: str
    """Within its tree, with ``/`` between its parts."""
    sha256: str
    read: Callable[[], Iterator[bytes]]
    """Raises `FileNotFoundError` or `MediaError` where it cannot be read there either."""


@dataclass(frozen=True, slots=True)
class Tree:
    """A directory to keep."""

    name: str
    """The first part of the paths of its files in the backup."""
    root: Path
    left_out: frozenset[Path] = frozenset()
    """Files and directories of it that are not kept."""
    elsewhere: tuple[Elsewhere, ...] = ()
    """Files of it that may lie in another place than on this disk."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file as it was."""

    path: str
    """With ``/`` between its parts; the first is the tree's name."""
    sha256: str
    size_bytes: int
    mode: int
    modified_ns: int
    """Since 1970; 0 of a database, which changes without being written anew."""
    parts: tuple[str, ...] = ()
    """sha256 of each part of a database, in order; empty of a file that is kept in one piece."""

    @property
    def blobs(self) -> tuple[str, ...]:
        return self.parts or (self.sha256,)


@dataclass(frozen=True, slots=True)
class Backup:
    """All files as they were at one time."""

    format: Literal["muragat-backup/1"]
    made_at: str
    """When it was begun, RFC 3339."""
    program: str
    """muragat's version."""
    files: tuple[StoredFile, ...]

    @property
    def size_bytes(self) -> int:
        return sum(file.size_bytes for file in self.files)
