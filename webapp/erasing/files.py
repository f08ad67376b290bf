"""The files of a programme: those named by the hash of its originals, and what lies half made beside them."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from sqlite_utils import Database

from media.archive import Archive
from media.away.files import names_of
from media.away.place import store_of
from media.catalogue import find_recording
from media.durable import MAKING, remove_durably
from webapp.erasing.manifest import DIRECTORY, Manifest
from webapp.erasing.records import Obstacle, Pending
from webapp.uploads.store import Uploads

SURELY_ABANDONED_S = 600
"""After which nobody writes a file in ``work/`` any more that has not grown."""
READ_BYTES = 1 << 22
SOUNDS = frozenset({("originals",), ("access",), ("peaks",), ("masked",)})
"""Directories of an archive in which files, or their directories, are named by the hash of an original."""


def remove_files(archive: Archive, db: Database, manifest: Manifest) -> None:
    """Remove the originals, access copies, waveforms, renditions, decoded sound of a programme, and copies that wait.

    Sound that was brought anew since is another programme's. Of what was set aside as damaged nobody can tell whose it
    is, for its bytes are no longer what it is named by; the right bytes of each were put back, so all of it goes.

    :raises NoStore, StoreFailed: the archive has a store, which cannot be asked; what lies there has not gone.
    """
    for path in _below(archive.damaged):
        remove_durably(path)
    gone = [sha256 for sha256 in manifest.sounds if find_recording(db, sha256) is None]
    for sha256 in gone:
        Uploads(archive).remove_copies(db, sha256)
    _remove_here(archive, gone)
    # What is put into the store meanwhile looks at the disk after that; what is brought, at the store.
    _remove_elsewhere(archive, gone)
    _remove_here(archive, gone)


def _remove_here(archive: Archive, gone: Collection[str]) -> None:
    for path in _files(archive):
        if any(part.partition(".")[0] in gone for part in path.relative_to(archive.root).parts):
            remove_durably(path)


def _remove_elsewhere(archive: Archive, gone: Iterable[str]) -> None:
    store = store_of(archive)
    if store is None:
        return
    for sha256 in gone:
        for name in names_of(archive, sha256):
            store.remove(name)


def remove_half_made(archive: Archive) -> Iterator[Pending]:
    """Remove what killed processes have left in ``work/``; yield what is too young to tell."""
    now_s = time.time()
    for path in sorted(archive.work.glob("*")) if archive.work.is_dir() else ():
        if not path.is_file() or not path.name.startswith(MAKING):
            continue
        try:
            if now_s - path.stat().st_mtime > SURELY_ABANDONED_S:
                path.unlink()
            else:
                yield Pending(Obstacle.IN_THE_MAKING, path.relative_to(archive.root).as_posix())
        except FileNotFoundError:
            continue  # Its owner was faster.


def files_to_read(archive: Archive, edition: Path, db: Database) -> Iterator[Path]:
    """Yield every file that may hold words.

    Sound of other programmes is left out: it is named by the hash of its bytes and never changed, so that nothing of
    this programme ever came into it. So are the models, which nobody makes from programmes.
    """
    rows = db.execute("SELECT sha256 FROM recording").fetchall()
    known = {sha256 for (sha256,) in rows}
    for root in (archive.root, edition):
        for path in _files(archive) if root == archive.root else _below(root):
            of_archive = path.relative_to(archive.root).parts if path.is_relative_to(archive.root) else ()
            if not (of_archive[:1] in SOUNDS and any(part.partition(".")[0] in known for part in of_archive)):
                yield path
        if edition.is_relative_to(archive.root):
            return


def blocks(path: Path) -> Iterator[bytes]:
    """Yield the bytes of a file; none of one that is gone."""
    try:
        with path.open("rb") as file:
            while data := file.read(READ_BYTES):
                yield data
    except FileNotFoundError:
        return


def _files(archive: Archive) -> Iterator[Path]:
    for path in _below(archive.root):
        if path.relative_to(archive.root).parts[0] not in (DIRECTORY, archive.models.name):
            yield path


def _below(directory: Path) -> Iterator[Path]:
    yield from (path for path in sorted(directory.rglob("*")) if path.is_file())
