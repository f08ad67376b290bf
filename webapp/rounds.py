"""What a round of fixity looks at: which files the archive and the edition should have, and what each must be."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlite_utils import Database

from media.archive import Archive
from media.away.bring import blocks_of
from media.away.files import Kept, access_copy_of, original_of
from media.backup.place import BackupPlace
from media.rounds.look import files_in
from media.rounds.records import Fault, Finding, Watched
from media.rounds.repair import repair
from transcribe.speakers.voices_file import voices_path
from webapp.edition.layout import DOCUMENT, TOMBSTONE, Layout
from webapp.edition.store import edition_writer

ARCHIVE, EDITION = "archive", "edition"
"""How the names of files begin, here and in a backup: by these a file at fault is found there."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What should be there, and what is there beside it."""

    watched: tuple[Watched, ...]
    unknown: tuple[Finding, ...]


def expected(archive: Archive, db: Database, layout: Layout) -> Expected:
    """Return the files of an archive and its edition by their rows, their names, and what lies there."""
    watched = named(archive, db, layout)
    roots = ((ARCHIVE, archive.root, _trees(archive)), (EDITION, layout.root, (layout.programmes, layout.sound)))
    unknown = []
    for name, root, trees in roots:
        for path in (path for tree in trees for path in files_in(tree)):
            if path in watched:
                continue
            called = f"{name}/{path.relative_to(root).as_posix()}"
            if _comes_and_goes(path, archive, watched):
                watched[path] = Watched(called, path, None)
            else:
                unknown.append(Finding(called, Fault.UNKNOWN, path, None))
    return Expected(tuple(watched.values()), tuple(unknown))


def named(archive: Archive, db: Database, layout: Layout) -> dict[Path, Watched]:
    """Return the files that rows of the archive and of the edition name, by their places."""
    return {file.path: file for file in (*_in_archive(archive, db), *_in_edition(layout))}


def put_right(
    archive: Archive, db: Database, layout: Layout, place: BackupPlace, findings: Sequence[Finding]
) -> tuple[Finding, ...]:
    """Put back from a backup what a round has found at fault; return what is right again.

    A round takes hours: what was withdrawn, kept back or erased meanwhile is missing because it has to be, and is not
    brought back. So it is asked anew what should be there, while nobody writes the edition.

    :raises NotABackupPlace: there are no backups there.
    """
    with edition_writer(layout) if layout.index_path.exists() else nullcontext():
        still = {file.path for file in expected(archive, db, layout).watched}
        return tuple(repair(place, [each for each in findings if each.path in still], archive.damaged))


def _trees(archive: Archive) -> tuple[Path, ...]:
    return (archive.originals, archive.access, archive.peaks, archive.masked)


def _in_archive(archive: Archive, db: Database) -> Iterator[Watched]:
    def watch(path: Path, sha256: str | None = None, *, is_database: bool = False) -> Watched:
        return Watched(f"{ARCHIVE}/{path.relative_to(archive.root).as_posix()}", path, sha256, is_database)

    def watch_kept(kept: Kept) -> Watched:
        return Watched(f"{ARCHIVE}/{kept.name}", kept.path, kept.sha256, elsewhere=partial(blocks_of, archive, kept))

    yield watch(archive.database_path, is_database=True)
    if voices_path(archive).exists():
        yield watch(voices_path(archive), is_database=True)
    recordings = db.execute("SELECT sha256, access_sha256 FROM recording").fetchall()
    for sha256, access_sha256 in recordings:
        yield watch_kept(original_of(archive, sha256))
        if access_sha256:
            yield watch_kept(access_copy_of(archive, sha256, access_sha256))
            yield watch(archive.peaks_path(sha256))
    known = {sha256 for sha256, _ in recordings}
    for path in files_in(archive.masked):
        # Named by its own bytes, under the original's.
        if path.suffix == ".m4a" and path.parent.parent.name in known:
            yield watch(path, path.stem)


def _in_edition(layout: Layout) -> Iterator[Watched]:
    def watch(path: Path, sha256: str | None = None) -> Watched:
        return Watched(f"{EDITION}/{path.relative_to(layout.root).as_posix()}", path, sha256)

    if not layout.index_path.exists():
        return
    with closing(sqlite3.connect(f"{layout.index_path.as_uri()}?mode=ro", uri=True)) as connection:
        versions = connection.execute("SELECT programme_id, sha256, sound_sha256 FROM version").fetchall()
    for programme_id, sha256, sound_sha256 in versions:
        yield watch(layout.document_path(programme_id, sha256), sha256)
        if sound_sha256:
            yield watch(layout.sound_path(sound_sha256), sound_sha256)
            yield watch(layout.peaks_path(sound_sha256))


def _comes_and_goes(path: Path, archive: Archive, watched: dict[Path, Watched]) -> bool:
    """Return whether a file is one that is made and taken away beside a known one: a tombstone, passages, peaks."""
    if path.is_relative_to(archive.masked):
        return any(beside in watched for beside in path.parent.glob("*.m4a"))
    beside = path.with_suffix(DOCUMENT)
    return path.name == TOMBSTONE or (path != beside and beside in watched)
