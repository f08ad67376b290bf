"""What can go wrong with bags."""

from __future__ import annotations

from media.errors import MediaError


class BagExists(MediaError):
    """Something is at the place of a bag already."""
