"""Make a backup while the archive is at work."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

from media.backup.errors import BackupDamaged, NotABackupPlace
from media.backup.place import BackupPlace
from media.backup.records import FORMAT, Backup, Elsewhere, StoredFile, Tree
from media.durable import MAKING
from media.errors import MediaError
from media.store import READ_BYTES, READ_ONLY, no_room_said

PART_BYTES = 1 << 20
"""Of a database: its pages stay where they are, so a day's work changes few of these."""
SQLITE_MAGIC = b"SQLite format 3\x00"
BESIDE_A_DATABASE = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Made:
    """What came of making a backup."""

    name: str
    files: int
    size_bytes: int
    new_bytes: int
    """What was copied; the rest was here already."""
    gone: tuple[str, ...]
    """Files that went away while it was made."""
    unread: tuple[str, ...]
    """Files and directories that are there and could not be read: whatever they hold is not in it."""


@dataclass(slots=True)
class _Kept:
    """What has been kept so far."""

    files: list[StoredFile]
    gone: list[str]
    unread: list[str]
    new_bytes: int = 0


class _Unread(Exception):
    """A file is there, and its disk or its rights do not let it be read. What fails where it is kept is not this."""


def make_backup(place: BackupPlace, trees: Sequence[Tree], say: Callable[[str], None]) -> Made:
    """Copy all files of the trees that the place does not have, and write a list of what is where.

    Databases come first, each as it is at one moment (SQLite's backup API): a file that a row names lies there before
    the row does, so it is found after it too. Of the trees, the later may be newer than those before, never older.

    :param say: is told which tree is being read.
    :raises NotABackupPlace: the place is within a tree, or holds something else.
    :raises BackupBusy: another process makes one here.
    :raises StorageFull: the disk of the place has no room; the backups that are there stay whole.
    """
    for tree in trees:
        if place.root.resolve().is_relative_to(tree.root.resolve()):
            raise NotABackupPlace(f"{place.root} lies within {tree.root}; a backup belongs on another disk.")
    place.create()
    made_at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    with place.held(alone=True), no_room_said(place.root):
        known = _known(place, say)
        kept = _Kept([], [], [])
        for tree in trees:
            say(f"Reading {tree.root}.")
            paths = list(_paths(tree, kept))
            databases = [path for path in paths if _is_database(path)]
            for path in databases:
                _keep(kept, tree, path, partial(_keep_database, place))
            for path in sorted(set(paths) - set(databases)):
                _keep(kept, tree, path, partial(_keep_file, place, known))
            _keep_elsewhere(kept, tree, place)
        backup = Backup(FORMAT, made_at, version("muragat"), tuple(kept.files))
        name = place.write(backup)
    return Made(name, len(kept.files), backup.size_bytes, kept.new_bytes, tuple(kept.gone), tuple(kept.unread))


def _known(place: BackupPlace, say: Callable[[str], None]) -> dict[str, StoredFile]:
    """Return the files of the newest backup by path: what has their size and time needs not be read again.

    A damaged list must not keep anybody from making the next backup.
    """
    for name in reversed(place.names()):
        try:
            return {file.path: file for file in place.read(name).files}
        except BackupDamaged as error:
            say(str(error))
    return {}


def _paths(tree: Tree, kept: _Kept) -> Iterator[Path]:
    """Yield the files of a tree; a directory that is a link is followed, as one whose disk was outgrown may be."""

    def note(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):  # A directory may go away meanwhile, too.
            kept.unread.append(_called(tree, Path(error.filename)))

    seen = set()
    for directory, directories, names in os.walk(tree.root, followlinks=True, onerror=note):
        here = Path(directory)
        directories[:] = sorted(name for name in directories if here / name not in tree.left_out)
        if (real := here.resolve()) in seen:
            directories.clear()
            continue
        seen.add(real)
        for name in sorted(names):
            path = here / name
            if path not in tree.left_out and path.is_file() and not name.startswith(MAKING):
                yield path


def _is_database(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(SQLITE_MAGIC)) == SQLITE_MAGIC
    except OSError:
        return False


def _keep(kept: _Kept, tree: Tree, path: Path, keep: Callable[[Path, str], tuple[StoredFile, int]]) -> None:
    if path.name.endswith(BESIDE_A_DATABASE) and _is_database(path.with_name(path.name.rpartition("-")[0])):
        return
    name = _called(tree, path)
    try:
        file, new_bytes = keep(path, name)
    except FileNotFoundError:
        kept.gone.append(name)
        return
    except _Unread:
        kept.unread.append(name)
        return
    kept.files.append(file)
    kept.new_bytes += new_bytes


def _called(tree: Tree, path: Path) -> str:
    return f"{tree.name}/{path.relative_to(tree.root).as_posix()}"


def _keep_elsewhere(kept: _Kept, tree: Tree, place: BackupPlace) -> None:
    """Keep what was not found on the disk from where else it is: a copy of its own, not a note of where that was."""
    on_disk = {file.path for file in kept.files}
    for far in tree.elsewhere:
        name = f"{tree.name}/{far.name}"
        if name in on_disk:
            continue
        is_new = not place.has(far.sha256)
        if is_new and not _bring(place, far):
            if name not in kept.gone:
                kept.gone.append(name)
            continue
        size_bytes = place.blob_path(far.sha256).stat().st_size
        kept.files.append(StoredFile(name, far.sha256, size_bytes, READ_ONLY, 0))
        kept.new_bytes += size_bytes if is_new else 0
        if name in kept.gone:
            kept.gone.remove(name)  # It left the disk while that was read.


def _bring(place: BackupPlace, far: Elsewhere) -> bool:
    """Return whether the place has the file now; what failed, “muragat fixity” and “muragat doctor” say."""
    try:
        place.put_blocks(far.read())
    except (FileNotFoundError, MediaError):
        return False
    return place.has(far.sha256)


def _keep_file(place: BackupPlace, known: dict[str, StoredFile], path: Path, name: str) -> tuple[StoredFile, int]:
    with _opened(path) as source:
        found = os.fstat(source.fileno())
        before = known.get(name)
        same = before and (before.size_bytes, before.modified_ns) == (found.st_size, found.st_mtime_ns)
        if before and same and all(place.has(blob) for blob in before.blobs):
            sha256, size_bytes, new_bytes = before.sha256, before.size_bytes, 0
        else:
            sha256, size_bytes, is_new = place.put_blocks(_blocks(source))
            new_bytes = size_bytes if is_new else 0
    return StoredFile(name, sha256, size_bytes, found.st_mode & 0o777, found.st_mtime_ns), new_bytes


def _opened(path: Path) -> BinaryIO:
    """:raises _Unread: it may not be read."""
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise
    except OSError as error:
        raise _Unread from error


def _blocks(source: BinaryIO) -> Iterator[bytes]:
    """:raises _Unread: the disk gives back something else than bytes."""
    while True:
        try:
            data = source.read(READ_BYTES)
        except OSError as error:
            raise _Unread from error
        if not data:
            return
        yield data


def _keep_database(place: BackupPlace, path: Path, name: str) -> tuple[StoredFile, int]:
    digest, size_bytes, new_bytes, parts = hashlib.sha256(), 0, 0, []
    mode = path.stat().st_mode & 0o777
    copy = place.root / f"{MAKING}database"
    copy.unlink(missing_ok=True)
    try:
        with (
            closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
        with copy.open("rb") as file:
            while data := file.read(PART_BYTES):
                digest.update(data)
                part, is_new = place.put_bytes(data)
                parts.append(part)
                size_bytes += len(data)
                new_bytes += len(data) if is_new else 0
    finally:
        copy.unlink(missing_ok=True)
    return StoredFile(name, digest.hexdigest(), size_bytes, mode, 0, tuple(parts)), new_bytes
