"""What the likeness of two voice prints is worth, as it was measured (docs/speakers.md): never certain."""

from __future__ import annotations

from bisect import bisect_right

PERHAPS = 0.80
"""Likeness from which a voice is suggested to be somebody's; chosen on LibriSpeech."""
MEASURED = ((PERHAPS, 5), (0.85, 2), (0.90, 1))
"""Likeness, ascending → of 1,000 prints of other people, at most so many were at least as alike."""


def others_per_thousand(likeness: float) -> int:
    """Return how many of 1,000 other people's prints were at least as alike. :param likeness: at least `PERHAPS`."""
    return MEASURED[bisect_right([least for least, _ in MEASURED], likeness) - 1][1]
