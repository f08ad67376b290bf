"""What can go wrong with backups."""

from __future__ import annotations

from media.errors import MediaError


class NoBackup(MediaError):
    """There is no backup at this place, or none of this name."""


class NotABackupPlace(MediaError):
    """The directory holds something else, or what a newer release has written."""


class BackupBusy(MediaError):
    """Another process is at work there."""


class BackupDamaged(MediaError):
    """Files of a backup are missing or changed; the sentence says how many and names the first."""


class NotEmpty(MediaError):
    """Something is already where a backup is to be put back."""
