"""Are the originals still the bytes that were taken in?"""

from __future__ import annotations

import hashlib
from pathlib import Path

from media.archive import Archive
from media.errors import FixityError
from media.records import Recording


def file_sha256(path: Path) -> str:
    """Return the sha256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def verify_original(archive: Archive, recording: Recording) -> None:
    """Read the whole original and compare it with what was taken in.

    :raises FixityError: it is missing, cannot be read, or has changed.
    """
    path = archive.original_path(recording.sha256)
    try:
        found = file_sha256(path)
    except OSError as error:
        raise _broken(recording, f"cannot be read ({error.strerror})", path) from error
    if found != recording.sha256:
        raise _broken(recording, "is no longer what was taken in", path)


def require_original(archive: Archive, recording: Recording) -> Path:
    """Return where an original lies.

    :raises FixityError: it is missing.
    """
    path = archive.original_path(recording.sha256)
    if not path.is_file():
        raise _broken(recording, "is missing", path)
    return path


def _broken(recording: Recording, how: str, path: Path) -> FixityError:
    # Named by its id: what a file is called may be a name, and this goes into jobs and logs.
    return FixityError(f"The original of recording {recording.recording_id} {how}; restore {path} from a backup.")
