"""What can go wrong with stores."""

from __future__ import annotations

from media.errors import MediaError


class NoStore(MediaError):
    """The address names no store that can be used here; the sentence says what is missing."""


class StoreFailed(MediaError):
    """The store does not answer, refuses, or has kept other bytes than it was given."""


class StoreBusy(MediaError):
    """Another process puts files into the store."""
