"""What lies in a store is the same bytes, leaves the disk only when it is right there, and comes back when wanted."""

from __future__ import annotations

import os
import random
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem
from sqlite_utils import Database

from media.archive import Archive
from media.away.bring import blocks_of, bring, far_bytes, is_kept
from media.away.files import Kept, files_of, names_of
from media.away.place import MARK, NOTE, begin_store, store_of
from media.away.put_away import DAY_S, PutAway, _alone, put_away
from media.errors import FixityError
from media.fixity import file_sha256
from media.rounds.records import Fault
from media.stores.door import Store
from media.stores.errors import NoStore, StoreBusy
from media.stores.opening import open_store
from tests.media.rounds.test_rounds import add_recordings, flip, round_of

RECORDINGS = 2


@dataclass(frozen=True, slots=True)
class Stored:
    """An archive whose sound is in a store and on its disk."""

    archive: Archive
    db: Database
    files: tuple[Kept, ...]
    store: Store

    def put_away(self, unused_days: int | None = None) -> PutAway:
        return put_away(self.archive, self.files, unused_days)

    def age(self, *files: Kept, days: int = 30) -> None:
        for kept in files:
            then_s = time.time() - days * DAY_S
            os.utime(kept.path, (then_s, then_s))

    def take_off(self) -> None:
        """Let all of it be in the store alone."""
        self.age(*self.files)
        assert len(self.put_away(1).freed) == len(self.files)


@pytest.fixture(params=["directory", "memory"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    yield str(tmp_path / "store") if request.param == "directory" else f"memory://{tmp_path.name}"
    system = fsspec.filesystem("memory")
    if system.exists(f"/{tmp_path.name}"):
        system.rm(f"/{tmp_path.name}", recursive=True)


@pytest.fixture
def stored(archive: Archive, db: Database, address: str) -> Stored:
    with_store = replace(archive, store=address)
    add_recordings(with_store, db, RECORDINGS, random.Random(11))
    rows = db.execute("SELECT sha256, access_sha256 FROM recording").fetchall()
    files = tuple(kept for row in rows for kept in files_of(with_store, *row))
    assert len(put_away(with_store, files, None).stored) == len(files) == 2 * RECORDINGS
    return Stored(with_store, db, files, open_store(address))


def content(archive: Archive, kept: Kept) -> bytes:
    return b"".join(blocks_of(archive, kept))


def test_no_file_leaves_the_disk_that_is_the_stores_own(archive: Archive, db: Database, tmp_path: Path) -> None:
    """Who wants room moves a directory onto the store's disk and leaves a link: then there is one file, and no copy."""
    with_store = replace(archive, store=str(tmp_path / "store"))
    add_recordings(with_store, db, 1, random.Random(12))
    sha256, access_sha256 = db.execute("SELECT sha256, access_sha256 FROM recording").fetchone()
    stored = Stored(with_store, db, files_of(with_store, sha256, access_sha256), open_store(str(tmp_path / "store")))
    stored.put_away()
    original = stored.files[0]
    shutil.rmtree(archive.root / "originals")
    (archive.root / "originals").symlink_to(tmp_path / "store" / "originals")
    stored.age(*stored.files)
    with pytest.raises(NoStore, match="there is no other"):
        stored.put_away(1)
    assert file_sha256(original.path) == original.sha256


def test_what_is_put_away_is_there_once_and_stays_on_the_disk(stored: Stored) -> None:
    assert set(stored.store.sizes()) == {MARK, *(kept.name for kept in stored.files)}
    for kept in stored.files:
        assert b"".join(stored.store.read(kept.name)) == kept.path.read_bytes()
    assert stored.put_away() == PutAway((), 0, (), 0, ())


def test_what_nobody_used_leaves_the_disk_and_comes_back_the_same(stored: Stored) -> None:
    used, *unused = stored.files
    stored.age(*stored.files)
    before = {kept: kept.path.read_bytes() for kept in stored.files}
    bring(stored.archive, used)  # On the disk: that somebody uses it is noted.
    assert stored.put_away(1).freed == tuple(kept.name for kept in unused)
    assert [kept.path.exists() for kept in stored.files] == [True, False, False, False]
    assert all(content(stored.archive, kept) == before[kept] for kept in unused)
    assert far_bytes(stored.archive, unused[0], 5, 7) == before[unused[0]][5:12]
    assert not unused[0].path.exists(), "who reads a part brings nothing"
    assert bring(stored.archive, unused[0]).read_bytes() == before[unused[0]]
    assert unused[0].path.stat().st_mode & 0o222 == 0
    assert stored.put_away(1).freed == (), "it was used today"
    assert list(stored.archive.work.iterdir()) == []


def test_nothing_leaves_the_disk_for_a_copy_that_is_not_right(stored: Stored, tmp_path: Path) -> None:
    kept = stored.files[0]
    wrong = tmp_path / "wrong"
    wrong.write_bytes(bytes(kept.path.stat().st_size))
    stored.store.put(kept.name, wrong, file_sha256(wrong))
    stored.age(*stored.files)
    right = kept.path.read_bytes()
    assert kept.name in stored.put_away(1).freed
    assert content(stored.archive, kept) == right, "the right bytes were put in its place first"


def test_what_changed_on_the_disk_is_not_stored_and_stays(stored: Stored) -> None:
    kept = stored.files[0]
    right = kept.path.read_bytes()
    stored.store.remove(kept.name)
    flip(kept.path, random.Random(3))
    stored.age(*stored.files)
    done = stored.put_away(1)
    assert done.damaged == (kept.name,)
    assert kept.name not in stored.store.sizes()
    assert kept.path.read_bytes() != right


def test_what_changed_in_the_store_is_not_brought(stored: Stored, tmp_path: Path) -> None:
    stored.take_off()
    wrong = tmp_path / "wrong"
    wrong.write_bytes(b"other bytes")
    kept = stored.files[0]
    stored.store.put(kept.name, wrong, file_sha256(wrong))
    with pytest.raises(FixityError, match="no longer what was put there"):
        bring(stored.archive, kept)
    assert not kept.path.exists()
    stored.store.remove(kept.name)
    assert not is_kept(stored.archive, kept)
    with pytest.raises(FileNotFoundError):
        bring(stored.archive, kept)


@pytest.mark.parametrize("address", ["memory"], indirect=True)
def test_what_is_erased_meanwhile_is_neither_stored_nor_brought(
    stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    def put(system: MemoryFileSystem, source: str, path: str) -> None:
        system.pipe_file(path, Path(source).read_bytes())
        Path(source).unlink()

    def read(system: MemoryFileSystem, path: str, **part: int) -> bytes:
        content: bytes = whole(system, path, **part)
        system.rm_file(path)
        return content

    first, second = stored.files[:2]
    stored.store.remove(first.name)
    with monkeypatch.context() as patched:
        patched.setattr(MemoryFileSystem, "put_file", put)
        assert stored.put_away().stored == ()
    assert not first.path.exists()
    assert first.name not in stored.store.sizes()
    second.path.unlink()
    whole = MemoryFileSystem.cat_file
    monkeypatch.setattr(MemoryFileSystem, "cat_file", read)
    with pytest.raises(FileNotFoundError):
        bring(stored.archive, second)
    assert not second.path.exists()


def test_two_passes_never_run_at_once(stored: Stored) -> None:
    with _alone(stored.archive), pytest.raises(StoreBusy, match="wait until it is done"):
        stored.put_away()


def test_a_round_looks_at_what_is_in_the_store_alone(stored: Stored, tmp_path: Path) -> None:
    stored.take_off()
    assert round_of(stored.archive, stored.db).findings == ()
    wrong = tmp_path / "wrong"
    wrong.write_bytes(b"other bytes")
    changed, lost = stored.files[:2]
    stored.store.put(changed.name, wrong, file_sha256(wrong))
    stored.store.remove(lost.name)
    found = {finding.path: finding.fault for finding in round_of(stored.archive, stored.db).findings}
    assert found == {changed.path: Fault.CHANGED, lost.path: Fault.MISSING}


def test_a_round_leaves_for_the_next_what_lies_in_a_store_that_fails(stored: Stored) -> None:
    here, *away = stored.files
    stored.age(*away)
    assert len(stored.put_away(1).freed) == len(away)
    seen = round_of(replace(stored.archive, store=None), stored.db)
    (found,) = seen.findings
    assert (found.fault, found.sha256, seen.left) == (Fault.UNREADABLE, None, len(away))
    assert here.path.exists()
    again = round_of(stored.archive, stored.db)
    assert (again.findings, again.left) == ((), 0)


def test_an_archive_whose_store_is_not_named_says_so(stored: Stored) -> None:
    stored.take_off()
    for named, said in ((None, "name it in MURAGAT_STORE"), ("memory://elsewhere", "names another place")):
        with pytest.raises(NoStore, match=said):
            bring(replace(stored.archive, store=named), stored.files[0])


def test_two_archives_never_share_a_store(stored: Stored, tmp_path: Path) -> None:
    other = Archive(tmp_path / "other", stored.archive.store)
    other.create()
    assert store_of(other) is None
    with pytest.raises(NoStore, match="another archive's; name an empty place"):
        begin_store(other)
    (other.root / NOTE).write_bytes((stored.archive.root / NOTE).read_bytes().replace(b'token":"', b'token":"0'))
    with pytest.raises(NoStore, match="not the store of this archive"):
        store_of(other)


def test_a_store_that_holds_other_files_is_refused(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "letter").write_text("Dear")
    with pytest.raises(NoStore, match="holds other files"):
        begin_store(replace(archive, store=str(tmp_path / "letters")))
    with pytest.raises(NoStore, match="Name a store for sound in MURAGAT_STORE"):
        begin_store(archive)


def test_what_a_killed_pass_left_is_gone_on_with(stored: Stored) -> None:
    for kept in stored.files[1:]:
        stored.store.remove(kept.name)
    assert stored.put_away().stored == tuple(kept.name for kept in stored.files[1:])
    shutil.rmtree(stored.archive.originals)
    assert content(stored.archive, stored.files[0])


def test_every_name_that_an_original_has_is_known_by_its_hash(stored: Stored) -> None:
    rows = stored.db.execute("SELECT sha256 FROM recording").fetchall()
    named = {name for (sha256,) in rows for name in names_of(stored.archive, sha256)}
    assert named == {kept.name for kept in stored.files}
