"""What goes into a backup comes out of it, and what is not right in one is said."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.backup.errors import BackupBusy, BackupDamaged, NoBackup, NotABackupPlace, NotEmpty
from media.backup.make import PART_BYTES, make_backup
from media.backup.place import BackupPlace
from media.backup.records import Backup, Tree
from media.backup.restore import restore
from media.backup.verify import verify
from media.errors import StorageFull

NOTHING = Path("/nothing")


def read(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def write(root: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.write_bytes(data)


def made(place: BackupPlace, *trees: Tree) -> tuple[Backup, int]:
    """Return a new backup and how many bytes were copied for it."""
    found = make_backup(place, trees, lambda _: None)
    assert found.gone == found.unread == ()
    return place.read(found.name), found.new_bytes


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    write(tmp_path / "tree", {"originals/aa/1": b"one" * 1000, "originals/bb/2": b"two", "newsroom.key": b"key"})
    (tmp_path / "tree" / "newsroom.key").chmod(0o600)
    return Tree("archive", tmp_path / "tree")


@pytest.fixture
def place(tmp_path: Path) -> BackupPlace:
    return BackupPlace(tmp_path / "backups")


@pytest.fixture
def database(tree: Tree) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(tree.root / "archive.db")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE word (text TEXT)")
        connection.executemany("INSERT INTO word VALUES (?)", [(f"{number}" * 400,) for number in range(9_000)])
        connection.commit()
        yield connection


names = st.text("abç қ.%-", min_size=1, max_size=12).filter(lambda name: name.strip(".") and not name.startswith("."))


@settings(max_examples=8, deadline=None)
@given(
    st.dictionaries(names, st.binary(max_size=300), max_size=6),
    st.dictionaries(names, st.binary(max_size=300), max_size=6),
)
def test_what_goes_in_comes_out_and_the_second_time_only_what_is_new(
    first: dict[str, bytes], second: dict[str, bytes]
) -> None:
    with TemporaryDirectory() as directory:
        root = Path(directory)
        place, tree = BackupPlace(root / "backups"), Tree("archive", root / "tree")
        (root / "tree").mkdir()
        write(tree.root, first)
        one, new_bytes = made(place, tree)
        assert new_bytes == sum(map(len, {bytes(data) for data in first.values()}))
        write(tree.root, second)
        two, new_bytes = made(place, tree)
        assert new_bytes == sum(map(len, set(second.values()) - set(first.values())))
        for backup, files in ((one, first), (two, first | second)):
            back = root / backup.made_at.replace(":", "")
            assert restore(place, backup, {"archive": back}, NOTHING) == len(files)
            assert (read(back) if files else {}) == files
            assert verify(place, backup) == ()


def test_a_database_at_work_is_kept_as_it_is_at_one_moment(
    tree: Tree, place: BackupPlace, database: sqlite3.Connection, tmp_path: Path
) -> None:
    database.execute("INSERT INTO word VALUES ('written into the log, not yet into the file')")
    database.commit()
    database.execute("DELETE FROM word")  # Begun, and nothing that anybody has agreed to.
    backup, _ = made(place, tree)
    database.rollback()
    assert [file.path for file in backup.files if "archive.db" in file.path] == ["archive/archive.db"]
    restore(place, backup, {"archive": tmp_path / "back"}, NOTHING)
    with closing(sqlite3.connect(tmp_path / "back" / "archive.db")) as back:
        assert list(back.iterdump()) == list(database.iterdump())


def test_of_a_database_only_the_parts_that_changed_are_new(
    tree: Tree, place: BackupPlace, database: sqlite3.Connection
) -> None:
    backup, _ = made(place, tree)
    size_bytes = max(file.size_bytes for file in backup.files)
    assert size_bytes > 4 * PART_BYTES
    database.execute("UPDATE word SET text = 'changed' WHERE rowid = 4000")
    database.commit()
    _, new_bytes = made(place, tree)
    assert 0 < new_bytes <= 2 * PART_BYTES


def test_what_has_its_size_and_time_is_not_read_again(tree: Tree, place: BackupPlace) -> None:
    made(place, tree)
    (tree.root / "originals/aa/1").chmod(0)
    backup, new_bytes = made(place, tree)
    assert (len(backup.files), new_bytes) == (3, 0)


def test_modes_and_times_come_back_and_only_the_owner_reads_a_backup(
    tree: Tree, place: BackupPlace, tmp_path: Path
) -> None:
    backup, _ = made(place, tree)
    restore(place, backup, {"archive": tmp_path / "back"}, NOTHING)
    for name in ("newsroom.key", "originals/bb/2"):
        before, after = (tree.root / name).stat(), (tmp_path / "back" / name).stat()
        assert (before.st_mode, before.st_mtime_ns) == (after.st_mode, after.st_mtime_ns)
    assert place.root.stat().st_mode & 0o077 == 0


def test_a_directory_on_another_disk_is_kept_too_and_a_circle_ends(
    tree: Tree, place: BackupPlace, tmp_path: Path
) -> None:
    write(tmp_path / "larger", {"cc/3": b"three"})
    (tree.root / "originals" / "more").symlink_to(tmp_path / "larger")
    (tmp_path / "larger" / "back").symlink_to(tree.root)
    backup, _ = made(place, tree)
    assert "archive/originals/more/cc/3" in {file.path for file in backup.files}
    assert len(backup.files) == 4


@pytest.mark.parametrize("harm", ["flip", "cut", "remove"])
def test_a_damaged_file_is_named_and_all_others_come_back(
    tree: Tree, place: BackupPlace, tmp_path: Path, harm: str
) -> None:
    backup, _ = made(place, tree)
    file = next(file for file in backup.files if file.path == "archive/originals/aa/1")
    blob = place.blob_path(file.sha256)
    blob.chmod(0o600)
    data = blob.read_bytes()
    if harm == "remove":
        blob.unlink()
    else:
        blob.write_bytes(data[:-1] if harm == "cut" else data[:7] + bytes([data[7] ^ 1]) + data[8:])
    wrong, *at_fault = verify(place, backup)
    assert [sentence.split(" ")[0] for sentence in at_fault] == ([] if harm == "remove" else [str(blob)])
    assert "1 files of the backup are missing or changed, the first is archive/originals/aa/1" in wrong
    with pytest.raises(BackupDamaged):
        restore(place, backup, {"archive": tmp_path / "back"}, tmp_path / "back" / "newsroom.key")
    assert read(tmp_path / "back") == {"originals/bb/2": b"two"}, "and not what makes it look whole"


def test_what_cannot_be_read_is_said_and_all_else_is_kept(
    tree: Tree, place: BackupPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, listed = Path.open, os.scandir

    def no_open(path: Path, *arguments: Any, **named: Any) -> object:
        if path.name == "1":
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))
        return opened(path, *arguments, **named)

    def no_list(path: Any) -> object:
        if str(path).endswith("bb"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return listed(path)

    monkeypatch.setattr(Path, "open", no_open)
    monkeypatch.setattr(os, "scandir", no_list)
    found = make_backup(place, [tree], lambda _: None)
    assert set(found.unread) == {"archive/originals/aa/1", "archive/originals/bb"}
    assert [file.path for file in place.read(found.name).files] == ["archive/newsroom.key"]


def test_a_place_that_cannot_be_written_is_no_file_that_cannot_be_read(
    tree: Tree, place: BackupPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root may write everywhere, so that the rights of the file system tell nothing in a test."""
    place.create()

    def no_move(_making: Path, path: Path) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    monkeypatch.setattr("media.backup.place.move_durably", no_move)
    with pytest.raises(PermissionError):
        make_backup(place, [tree], lambda _: None)
    assert place.names() == ()


def test_the_disk_that_is_full_is_named(
    tree: Tree, place: BackupPlace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup, _ = made(place, tree)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("media.durable.sync", full)
    with pytest.raises(StorageFull, match=f"The disk of {tmp_path / 'new'} is full; make room"):
        restore(place, backup, {"archive": tmp_path / "new"}, tmp_path / "new" / "newsroom.key")
    with pytest.raises(StorageFull, match=f"The disk of {place.root} is full; make room"):
        make_backup(place, [tree], lambda _: None)


def test_a_damaged_list_does_not_keep_the_next_backup_from_being_made(tree: Tree, place: BackupPlace) -> None:
    first, _ = made(place, tree)
    (place.lists / f"{place.newest()}.json").write_bytes(b"{}")
    said: list[str] = []
    found = make_backup(place, [tree], said.append)
    assert [sentence for sentence in said if "no longer what was written" in sentence]
    assert {file.path for file in place.read(found.name).files} == {file.path for file in first.files}
    assert found.new_bytes == 0


def test_of_what_is_lost_the_newest_backup_stays(tree: Tree, place: BackupPlace, tmp_path: Path) -> None:
    made(place, tree)
    second, _ = made(place, tree)
    name = place.newest()
    (tree.root / "originals/aa/1").unlink()
    third, _ = made(place, tree)
    assert place.forget(1, ["archive/originals/aa/1"])[0] == 1
    assert len(place.names()) == 2
    assert place.names()[0] == name
    restore(place, second, {"archive": tmp_path / "out"}, NOTHING)
    assert read(tmp_path / "out")["originals/aa/1"] == b"one" * 1000
    assert place.forget(1, ["archive/never/was"])[0] == 1, "nobody has it, so nothing is kept for it"
    assert place.read(place.newest()) == third


def test_a_damaged_list_is_said(tree: Tree, place: BackupPlace) -> None:
    made(place, tree)
    (path,) = place.lists.iterdir()
    path.write_bytes(path.read_bytes().replace(b"archive/newsroom.key", b"archive/newsroom.kex"))
    with pytest.raises(BackupDamaged, match="no longer what was written"):
        place.read(place.newest())


def test_a_database_that_was_damaged_before_is_said(
    tree: Tree, place: BackupPlace, database: sqlite3.Connection
) -> None:
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path = tree.root / "archive.db"
    data = path.read_bytes()
    path.write_bytes(data[:20_480] + bytes(4_096) + data[24_576:])
    backup, _ = made(place, tree)
    assert any("was damaged when the backup was made" in sentence for sentence in verify(place, backup))


@pytest.mark.parametrize("path", ["archive/../../outside", "archive", "archive//etc/passwd/..", "../x", "archive/a\0b"])
def test_a_list_that_leads_outside_is_refused(tree: Tree, place: BackupPlace, tmp_path: Path, path: str) -> None:
    backup, _ = made(place, tree)
    hostile = replace(backup, files=(replace(backup.files[0], path=path),))
    assert place.read(place.write(hostile)) == hostile
    before = read(tmp_path)
    with pytest.raises(BackupDamaged, match="outside"):
        restore(place, hostile, {"archive": tmp_path / "back"}, NOTHING)
    assert read(tmp_path) == before


def test_what_older_backups_alone_had_goes_with_them(tree: Tree, place: BackupPlace, tmp_path: Path) -> None:
    made(place, tree)
    write(tree.root, {"originals/bb/2": b"erased and replaced"})
    newest, _ = made(place, tree)
    assert place.forget(keep=1) == (1, len(b"two"))
    assert place.read(place.newest()) == newest
    assert not any(data == b"two" for data in read(place.files).values())
    restore(place, newest, {"archive": tmp_path / "back"}, NOTHING)
    assert read(tmp_path / "back") == read(tree.root)
    assert place.forget(keep=3) == (0, 0)


def test_one_at_a_time(tree: Tree, place: BackupPlace) -> None:
    made(place, tree)
    with place.held(alone=False), pytest.raises(BackupBusy, match="wait"):
        make_backup(place, [tree], lambda _: None)


def test_places_that_are_none(tree: Tree, place: BackupPlace, tmp_path: Path) -> None:
    write(tmp_path / "photos", {"a.jpg": b"x"})
    with pytest.raises(NotABackupPlace, match="holds other files"):
        BackupPlace(tmp_path / "photos").create()
    with pytest.raises(NotABackupPlace, match="holds no backups"):
        BackupPlace(tmp_path / "photos").require()
    with pytest.raises(NotABackupPlace, match="another disk"):
        make_backup(BackupPlace(tree.root / "backups"), [tree], lambda _: None)
    with pytest.raises(NotABackupPlace, match="cannot be written"):
        BackupPlace(tree.root / "newsroom.key" / "x").create()
    place.create()
    with pytest.raises(NoBackup, match="muragat backup"):
        place.newest()
    made(place, tree)
    with pytest.raises(NoBackup, match="--list"):
        place.read("yesterday")
    place.mark.chmod(0o600)
    place.mark.write_text("muragat-backup/2\n")
    with pytest.raises(NotABackupPlace, match="update"):
        place.create()


def test_nothing_is_put_over_what_is_there(tree: Tree, place: BackupPlace, tmp_path: Path) -> None:
    backup, _ = made(place, tree)
    write(tmp_path / "back", {"newsroom.key": b"another"})
    with pytest.raises(NotEmpty, match="already"):
        restore(place, backup, {"archive": tmp_path / "back"}, tmp_path / "back" / "newsroom.key")
    assert read(tmp_path / "back") == {"newsroom.key": b"another"}


def test_a_list_is_json_that_says_what_it_is(tree: Tree, place: BackupPlace) -> None:
    made(place, tree)
    (path,) = place.lists.iterdir()
    assert msgspec.json.decode(path.read_bytes())["format"] == "muragat-backup/1"


def test_a_list_from_elsewhere_gives_no_rights_and_reads_no_other_file(
    tree: Tree, place: BackupPlace, tmp_path: Path
) -> None:
    backup, _ = made(place, tree)
    raised = replace(backup, files=tuple(replace(file, mode=0o6755) for file in backup.files))
    restore(place, raised, {"archive": tmp_path / "back"}, NOTHING)
    assert {path.stat().st_mode & 0o7777 for path in (tmp_path / "back").rglob("*") if path.is_file()} == {0o755}
    for blob in ("../../../../dev/zero", f"{backup.files[0].sha256}\n", ""):
        other = replace(backup, files=(replace(backup.files[0], parts=(blob,)),))
        with pytest.raises(BackupDamaged, match="no hash"):
            restore(place, other, {"archive": tmp_path / "other"}, NOTHING)
