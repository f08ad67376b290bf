"""A file that lies in the archive already becomes an original without being copied."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from sqlite_utils import Database

from media.archive import Archive
from media.catalogue import add_programme
from media.errors import FixityError, UnreadableSound
from media.ingest import incoming_whole
from tests.media.sounds import KINDS, ticks, write


@pytest.fixture
def brought(archive: Archive) -> Path:
    archive.uploads.mkdir()
    return write(archive.uploads / "f1", KINDS["wav"], ticks(44_100, 1))


def test_it_is_the_same_file_under_a_second_name(archive: Archive, db: Database, brought: Path) -> None:
    programme_id = add_programme(db, {"title": "A programme", "language": "kk"}).programme_id
    sha256 = hashlib.sha256(brought.read_bytes()).hexdigest()
    with incoming_whole(archive, db, brought, sha256, "a.wav") as enter:
        enter(programme_id)
    original = archive.original_path(sha256)
    assert original.stat().st_ino == brought.stat().st_ino
    brought.unlink()
    assert hashlib.sha256(original.read_bytes()).hexdigest() == sha256
    assert list(archive.work.iterdir()) == []


def test_what_changed_since_it_came_is_refused(archive: Archive, db: Database, brought: Path) -> None:
    sha256 = hashlib.sha256(brought.read_bytes()).hexdigest()
    with brought.open("r+b") as file:
        file.write(b"X")
    with pytest.raises(FixityError), incoming_whole(archive, db, brought, sha256, "a.wav"):
        pass
    assert brought.exists()
    assert not any(path.is_file() for path in archive.originals.rglob("*"))


def test_what_is_no_sound_leaves_nothing_but_itself(archive: Archive, db: Database) -> None:
    archive.uploads.mkdir()
    path = archive.uploads / "f1"
    path.write_bytes(b"no sound")
    sha256 = hashlib.sha256(b"no sound").hexdigest()
    with pytest.raises(UnreadableSound), incoming_whole(archive, db, path, sha256, "a.wav"):
        pass
    assert (path.exists(), list(archive.work.iterdir())) == (True, [])
