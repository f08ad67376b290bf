"""What is said of two recordings that sound the same."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much of one sound was found in another."""

    sha256: str
    """Of the other's original."""
    percent: int
    """Of what is heard in the shorter of the two; rounded down."""
    shared_ms: int
    offset_ms: int
    """How much later the shared sound lies in this one than in the other; negative for earlier."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two recordings of which a machine found that they sound the same."""

    recording_id: str
    """The one that was listened to later."""
    other_id: str
    percent: int
    shared_ms: int
    offset_ms: int
    found_at: str
