"""Backups in another house: whole there at any moment, and what comes back from there is a place of backups."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from media.backup.errors import BackupDamaged, NotABackupPlace
from media.backup.make import make_backup
from media.backup.mirror import holds_backups, mirror_backups
from media.backup.place import BackupPlace
from media.backup.records import Tree
from media.backup.verify import verify
from media.stores.local import LocalStore


@pytest.fixture
def place(tmp_path: Path) -> BackupPlace:
    place = BackupPlace(tmp_path / "place")
    tree = tmp_path / "tree"
    (tree / "originals").mkdir(parents=True)
    for number in range(3):
        (tree / "originals" / str(number)).write_bytes(b"sound %d" % number * 1000)
        make_backup(place, (Tree("archive", tree),), lambda _: None)
    return place


def held(root: Path) -> dict[str, bytes]:
    paths = (path for path in root.rglob("*") if path.is_file() and path.name != ".lock")
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


def copied(place: BackupPlace, to: Path) -> BackupPlace:
    mirror_backups(LocalStore(place.root), LocalStore(to))
    return BackupPlace(to)


def test_a_copy_is_a_place_of_backups(place: BackupPlace, tmp_path: Path) -> None:
    assert holds_backups(LocalStore(place.root))
    assert not holds_backups(LocalStore(tmp_path / "tree"))
    far = copied(place, tmp_path / "far")
    assert held(far.root) == held(place.root)
    assert verify(far, far.read(far.newest())) == ()
    assert mirror_backups(LocalStore(place.root), LocalStore(far.root)).copied == ()


def test_what_goes_goes_there_too_lists_first(place: BackupPlace, tmp_path: Path) -> None:
    far = copied(place, tmp_path / "far")
    (tmp_path / "tree" / "originals" / "0").unlink()
    make_backup(place, (Tree("archive", tmp_path / "tree"),), lambda _: None)
    place.forget(1)
    done = mirror_backups(LocalStore(place.root), LocalStore(far.root))
    assert [name.partition("/")[0] for name in done.removed] == ["backups"] * 3 + ["files"]
    assert held(far.root) == held(place.root)


def test_cut_at_any_file_every_list_there_is_whole(place: BackupPlace, tmp_path: Path) -> None:
    class Cut(Exception):
        pass

    class Breaking(LocalStore):
        def read(self, name: str, first: int = 0, length: int | None = None) -> Iterator[bytes]:
            read_so_far.append(name)
            if len(read_so_far) > most:
                raise Cut
            return super().read(name, first, length)

    total = len(held(place.root))
    for most in range(total):
        read_so_far: list[str] = []
        with pytest.raises(Cut):
            mirror_backups(Breaking(place.root), LocalStore(tmp_path / str(most)))
        far = BackupPlace(tmp_path / str(most))
        assert [verify(far, far.read(name)) for name in far.names()] == [()] * len(far.names())
    assert copied(place, tmp_path / "3").names() == place.names()


def test_no_changed_byte_is_passed_on(place: BackupPlace, tmp_path: Path) -> None:
    path = next(place.files.glob("*/*"))
    path.chmod(0o600)
    path.write_bytes(b"x" + path.read_bytes()[1:])
    with pytest.raises(BackupDamaged, match=path.name):
        copied(place, tmp_path / "far")


def test_nothing_is_copied_into_what_is_something_else(place: BackupPlace, tmp_path: Path) -> None:
    with pytest.raises(NotABackupPlace, match="other files"):
        copied(place, tmp_path / "tree")
    assert len(held(tmp_path / "tree")) == 3
