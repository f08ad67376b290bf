"""What can go wrong with bags."""

from __future__ import annotations

from media.errors import MediaError


class BagExists(MediaError):
    """Something is at the place of a bag already."""


class BagDamaged(MediaError):
    """It is no bag, not whole, or not what was packed."""
