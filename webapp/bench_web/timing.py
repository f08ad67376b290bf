"""Many durations in three figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spread:
    """Durations of one kind of work, each done once."""

    count: int
    p50_ms: float
    p95_ms: float
    max_ms: float


def spread(durations_ms: Sequence[float]) -> Spread | None:
    """Return the figures of durations, ``None`` where there are none. Percentiles by nearest rank."""
    if not durations_ms:
        return None
    ordered = sorted(durations_ms)

    def at(percent: int) -> float:
        return round(ordered[max(0, -(-percent * len(ordered) // 100) - 1)], 2)

    return Spread(len(ordered), at(50), at(95), round(ordered[-1], 2))
