"""Put a backup back where nothing is."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from media.backup.errors import BackupDamaged, NotEmpty
from media.backup.place import BackupPlace
from media.backup.records import Backup, StoredFile
from media.durable import replace_durably
from media.fixity import file_sha256
from media.store import READ_BYTES, no_room_said

BLOB = re.compile(r"[0-9a-f]{64}")
PERMISSIONS = 0o777
"""Of a mode: a list from elsewhere gives nobody the rights of whoever puts it back."""


def restore(place: BackupPlace, backup: Backup, roots: Mapping[str, Path], last: Path) -> int:
    """Write the files of a backup, each held against its hash; return how many.

    Stopped at any time, it goes on where it was.

    :param roots: where each tree goes, by its name; a tree that is not named stays in the backup.
    :param last: the file without which all others are nothing, so that what is half put back is not taken for whole.
    :raises NotEmpty: ``last`` is there already.
    :raises BackupDamaged: files of it are missing or changed; all others were written.
    :raises StorageFull: the disk has no room.
    """
    if last.exists():
        raise NotEmpty(f"{last} is there already; nothing was changed. Name an empty directory to put the backup in.")
    wanted = [(file, at) for file in backup.files if (at := _place_of(file, roots))]
    damaged: list[str] = []
    with place.held(alone=False), no_room_said(last.parent):
        for file, at in sorted(wanted, key=lambda pair: pair[1] == last):
            if at == last and damaged:
                break
            if not _is_there(file, at) and not write_file(place, file, at):
                damaged.append(file.path)
    if damaged:
        raise BackupDamaged(
            f"{len(damaged)} files of the backup are missing or changed, the first is {damaged[0]}; "
            "nothing can be opened until they are put back from another backup."
        )
    return len(wanted)


def _place_of(file: StoredFile, roots: Mapping[str, Path]) -> Path | None:
    tree, *rest = parts = PurePosixPath(file.path).parts
    if not rest or any(part in ("..", "/") for part in parts) or "\0" in file.path:
        raise BackupDamaged(f"The backup names a file outside its place ({file.path!r}); do not use it.")
    if not all(BLOB.fullmatch(blob) for blob in file.blobs):
        raise BackupDamaged(f"The backup names {file.path!r} by what is no hash; do not use it.")
    return roots[tree].joinpath(*rest) if tree in roots else None


def _is_there(file: StoredFile, at: Path) -> bool:
    return at.is_file() and at.stat().st_size == file.size_bytes and file_sha256(at) == file.sha256


def write_file(place: BackupPlace, file: StoredFile, at: Path) -> bool:
    """Write a file; return False, and write nothing, where it is not what it was."""
    try:
        with replace_durably(at) as making:
            with making.open("xb") as target:
                if _copy(place, file, target) != file.sha256:
                    raise _Changed
            making.chmod(file.mode & PERMISSIONS)
            if file.modified_ns:
                os.utime(making, ns=(file.modified_ns, file.modified_ns))
    except (_Changed, FileNotFoundError):
        return False
    return True


def _copy(place: BackupPlace, file: StoredFile, target: BinaryIO) -> str:
    """Write all parts of a file; return the sha256 of what was written."""
    digest = hashlib.sha256()
    for blob in file.blobs:
        with place.blob_path(blob).open("rb") as source:
            while data := source.read(READ_BYTES):
                digest.update(data)
                target.write(data)
    return digest.hexdigest()


class _Changed(Exception):
    """A file of the backup is not what it was."""
