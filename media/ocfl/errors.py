"""What can go wrong with objects of OCFL and their storage roots."""

from __future__ import annotations

from media.errors import MediaError


class NoStorageRoot(MediaError):
    """The directory is no storage root that objects can be put into or read from."""


class StorageRootBusy(MediaError):
    """Another process is writing there."""


class ObjectDamaged(MediaError):
    """An object is not valid, or a file of it is not what was stored."""
