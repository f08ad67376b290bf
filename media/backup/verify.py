"""Is a backup worth something? Put it back somewhere, and look."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from media.backup.errors import BackupDamaged
from media.backup.place import BackupPlace
from media.backup.records import Backup
from media.backup.restore import restore
from media.fixity import file_sha256


def verify(place: BackupPlace, backup: Backup) -> tuple[str, ...]:
    """Put a backup back in a temporary place, read every file there again, and have SQLite check every database.

    :return: what is wrong, a sentence each; empty where all is as it was.
    :raises StorageFull: the temporary place has no room; the environment's ``TMPDIR`` names another.
    """
    with TemporaryDirectory(prefix="muragat-verify-") as directory:
        roots = {name: Path(directory) / name for name in {file.path.partition("/")[0] for file in backup.files}}
        try:
            restore(place, backup, roots, Path(directory) / "nothing")
        except BackupDamaged as error:
            return (str(error), *_damaged(place, backup))
        return tuple(_wrong(backup, Path(directory)))


def _damaged(place: BackupPlace, backup: Backup) -> Iterator[str]:
    """Say which files of the place are at fault: a backup copies what is not there, never what is there and wrong."""
    for blob in sorted({blob for file in backup.files for blob in file.blobs}):
        path = place.blob_path(blob)
        if path.exists() and file_sha256(path) != blob:
            yield f"{path} is at fault: remove it, and the next backup copies it anew, if the archive still has it."


def _wrong(backup: Backup, root: Path) -> Iterator[str]:
    for file in backup.files:
        path = root / file.path
        if file_sha256(path) != file.sha256:
            yield f"{file.path} is not what it was once it is put back: the disk of the temporary place is at fault."
        if file.parts:
            yield from _wrong_in_database(file.path, path)


def _wrong_in_database(name: str, path: Path) -> Iterator[str]:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        try:
            (found,) = connection.execute("PRAGMA integrity_check").fetchone()
            is_astray = connection.execute("PRAGMA foreign_key_check").fetchone() is not None
        except sqlite3.DatabaseError as error:
            found, is_astray = str(error), False
    if found != "ok":
        yield f"{name} was damaged when the backup was made ({found}); use an older backup."
    if is_astray:
        yield f"{name} has rows that belong to none; use an older backup."
