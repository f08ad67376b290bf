"""What a round looks at and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Fault(StrEnum):
    """What is wrong with a file."""

    CHANGED = "changed"
    MISSING = "missing"
    UNREADABLE = "unreadable"
    UNKNOWN = "unknown"
    """It is there, and no row and no name says why."""
    DAMAGED = "damaged"
    """A database that SQLite's own check finds at fault."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A file that should be there."""

    name: str
    """With ``/`` between its parts; the first is the tree's name, as in a backup."""
    path: Path
    sha256: str | None
    """What it must be; ``None`` where only the last round tells."""
    is_database: bool = False
    elsewhere: Callable[[], Iterator[bytes]] | None = None
    """Its bytes, where it may lie in another place than on this disk: `FileNotFoundError` where it does not.

    `MediaError` where that place cannot be asked."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A file that is not as it should be."""

    name: str
    fault: Fault
    path: Path
    sha256: str | None
    """Of what it should be, where that is known."""


@dataclass(frozen=True, slots=True)
class Round:
    """How far a round is."""

    begun_at: str
    ended_at: str | None
    files: int
    """That were looked at so far."""
    size_bytes: int
