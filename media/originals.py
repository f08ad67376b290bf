"""Originals and access copies for whoever works on them, from the archive's disk or from its store."""

from __future__ import annotations

import hashlib
from pathlib import Path

from media.archive import Archive
from media.away.bring import blocks_of, bring
from media.away.files import access_copy_of, original_of
from media.errors import FixityError
from media.records import Recording


def verify_original(archive: Archive, recording: Recording) -> None:
    """Read the whole original, where it lies, and compare it with what was taken in.

    :raises FixityError: it is missing, cannot be read, or has changed.
    :raises NoStore, StoreFailed: the archive's store cannot be asked.
    """
    kept, digest = original_of(archive, recording.sha256), hashlib.sha256()
    try:
        for block in blocks_of(archive, kept):
            digest.update(block)
    except OSError as error:
        raise _broken(recording, f"cannot be read ({error.strerror or 'no such file'})", kept.path) from error
    if digest.hexdigest() != recording.sha256:
        raise _broken(recording, "is no longer what was taken in", kept.path)


def require_original(archive: Archive, recording: Recording) -> Path:
    """Return where an original lies on the archive's disk, brought back from its store where it was not there.

    :raises FixityError: it is missing, or has changed in the store.
    :raises NoStore, StoreFailed: the archive's store cannot be asked.
    :raises StorageFull: the disk has no room.
    """
    kept = original_of(archive, recording.sha256)
    try:
        return bring(archive, kept)
    except FileNotFoundError as error:
        raise _broken(recording, "is missing", kept.path) from error


def find_access_copy(archive: Archive, recording: Recording) -> Path | None:
    """Return where the access copy lies on the archive's disk, brought back where it was not there; None without one.

    :raises FixityError: it has changed in the store.
    :raises NoStore, StoreFailed: the archive's store cannot be asked.
    :raises StorageFull: the disk has no room.
    """
    if recording.access_sha256 is None:
        return None
    try:
        return bring(archive, access_copy_of(archive, recording.sha256, recording.access_sha256))
    except FileNotFoundError:
        return None


def _broken(recording: Recording, how: str, path: Path) -> FixityError:
    # Named by its id: what a file is called may be a name, and this goes into jobs and logs.
    return FixityError(f"The original of recording {recording.recording_id} {how}; restore {path} from a backup.")
