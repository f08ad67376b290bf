"""What came of copying from place to place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Brought:
    """What one pass has done, by names of files."""

    copied: tuple[str, ...]
    copied_bytes: int
    removed: tuple[str, ...]
    """Of an edition: caches that have them must be told."""
