"""When an archive was last backed up whole: nobody is told when that stops happening, so that it must be looked up."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec

from media.archive import Archive
from media.durable import replace_durably


@dataclass(frozen=True, slots=True)
class LastBackup:
    """The newest backup in which nothing was missing."""

    made_at: str
    """When it was begun, RFC 3339."""
    place: str
    """The directory that it is in."""


def note_path(archive: Archive) -> Path:
    """Return where it is noted: on this disk alone, since a restored archive was never backed up."""
    return archive.root / "backed-up.json"


def note_backup(archive: Archive, found: LastBackup) -> None:
    with replace_durably(note_path(archive)) as making:
        making.write_bytes(msgspec.json.encode(found))


def last_backup(archive: Archive) -> LastBackup | None:
    """Return what was noted; ``None`` where there was no whole backup yet."""
    try:
        return msgspec.json.decode(note_path(archive).read_bytes(), type=LastBackup)
    except FileNotFoundError:
        return None
