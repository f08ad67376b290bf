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
        raise FixityError(
            f"The original of “{recording.file_name}” cannot be read ({error.strerror}); restore {path} from a backup."
        ) from error
    if found != recording.sha256:
        raise FixityError(
            f"The original of “{recording.file_name}” is no longer what was taken in; restore {path} from a backup."
        )
