"""muragat backup, verify and restore: from one machine to another, and nothing public that nobody asked for."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from media.archive import Archive
from media.errors import NotAnArchive
from tests.webapp.command_line import Muragat
from tests.webapp.editions import approved, make_sound
from tests.webapp.published import public_client
from webapp.cli.place import Place
from webapp.edition.layout import Layout
from webapp.edition.store import add_version, edition_writer
from webapp.errors import NotOurs


@pytest.fixture(scope="module")
def muragat(tmp_path_factory: pytest.TempPathFactory) -> Muragat:
    """An archive with a recording, and an edition in which a programme is public."""
    root = tmp_path_factory.mktemp("kept")
    muragat = Muragat(root / "archive")
    summary = root / "summary.txt"
    summary.write_text("Twelve women founded a nursery.")
    files = make_sound(root / "sound", 2_000)
    muragat.add(files.access, "--title", "Saxaul", "--language", "kk", "--summary", summary)
    layout = Layout(muragat.archive / "edition")
    with edition_writer(layout):
        add_version(layout, approved("p1", sound=files.sound), files)
    return muragat


@pytest.fixture(scope="module")
def kept(muragat: Muragat) -> Path:
    place = muragat.archive.parent / "backups"
    muragat.done("backup", place)
    return place


def rows(archive: Path, name: str = "archive.db") -> list[str]:
    with closing(sqlite3.connect(archive / name)) as connection:
        return list(connection.iterdump())


def files(archive: Path) -> dict[str, bytes]:
    """Return what is not made anew when it is wanted."""
    anew = (
        "work",
        "models",
        "backed-up.json",
        "archive.db",
        "prints.db",
        "edition/public.db",
        "edition/words",
        "edition/.",
    )
    found = {path.relative_to(archive).as_posix(): path for path in archive.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if not name.startswith(anew)}


def test_every_row_and_file_is_on_the_other_machine(muragat: Muragat, kept: Path, tmp_path: Path) -> None:
    assert "is whole" in muragat.done("verify", kept)
    other = Muragat(tmp_path / "other")
    assert "are back as they were" in other.done("restore", kept, "--with-edition")
    assert rows(other.archive) == rows(muragat.archive)
    assert rows(other.archive, "prints.db") == rows(muragat.archive, "prints.db")
    assert files(other.archive) == files(muragat.archive)
    assert len(files(muragat.archive)) > 5
    assert public_client(other.archive / "edition").get("/programmes/p1").status_code == 200
    assert other.done("list") == muragat.done("list")
    again = other("restore", kept)
    assert again.returncode == 1
    assert "archive.db is there already; nothing was changed" in again.stderr


def test_nothing_is_public_before_somebody_asks_for_it(kept: Path, tmp_path: Path) -> None:
    other = Muragat(tmp_path / "other")
    result = other("restore", kept)
    assert result.returncode == 0, result.stderr
    assert "Nothing is public; 1 programmes were." in result.stderr
    assert not (other.archive / "edition").exists()
    assert "withdrawn or kept back since then has to be so again" in other("restore", kept, "--with-edition").stderr
    assert public_client(other.archive / "edition").get("/programmes/p1").status_code == 200


def test_the_second_backup_copies_what_is_new_and_the_older_goes(muragat: Muragat, tmp_path: Path) -> None:
    shutil.copytree(muragat.archive, tmp_path / "archive")
    mine, place = Muragat(tmp_path / "archive"), tmp_path / "backups"
    first = json.loads(mine.done("backup", place, "--json"))
    mine.done("add", "--title", "Another", "--language", "kk", "--summary", muragat.archive.parent / "summary.txt")
    second = json.loads(mine.done("backup", place, "--json", "--keep", "1"))
    assert second["new_bytes"] < first["new_bytes"] <= first["size_bytes"], "the same sound twice is kept once"
    assert second["removed"] == 1
    listed = json.loads(mine.done("backup", place, "--list", "--json"))
    assert [each["name"] for each in listed] == [second["name"]]
    with pytest.raises(AssertionError, match="There is no backup"):
        mine.done("verify", place, "--backup", first["name"])


def test_a_disk_that_is_not_mounted_is_no_backup_without_its_sound(muragat: Muragat, tmp_path: Path) -> None:
    """A link that leads nowhere, as of a disk that did not come up: thirty nights later no backup would have sound."""
    shutil.copytree(muragat.archive, tmp_path / "archive")
    mine, place = Muragat(tmp_path / "archive"), tmp_path / "backups"
    whole = json.loads(mine.done("backup", place, "--json"))
    originals = mine.archive / "originals"
    originals.rename(tmp_path / "disk")
    originals.symlink_to(tmp_path / "nowhere")
    noted = (mine.archive / "backed-up.json").read_bytes()
    result = mine("backup", place, "--keep", "1")
    assert result.returncode == 1
    assert (mine.archive / "backed-up.json").read_bytes() == noted, "the last whole one is the first"
    assert "files that the archive names are not there" in result.stderr
    assert "Is a disk not mounted?" in result.stderr
    listed = json.loads(mine.done("backup", place, "--list", "--json"))
    assert listed[0]["name"] == whole["name"], "it alone has the sound"
    originals.unlink()
    (tmp_path / "disk").rename(originals)
    assert "removed" in mine("backup", place, "--keep", "1").stderr
    assert len(json.loads(mine.done("backup", place, "--list", "--json"))) == 1


def test_a_damaged_backup_is_said(muragat: Muragat, kept: Path, tmp_path: Path) -> None:
    place = tmp_path / "backups"
    shutil.copytree(kept, place)
    largest = max(place.joinpath("files").glob("*/*"), key=lambda path: path.stat().st_size)
    largest.chmod(0o600)
    largest.write_bytes(largest.read_bytes()[:-1])
    result = muragat("verify", place)
    assert result.returncode == 1
    assert "files of the backup are missing or changed" in result.stderr
    assert f"{largest} is at fault: remove it" in result.stderr
    largest.unlink()
    muragat.done("backup", place)
    assert "is whole" in muragat.done("verify", place)


def test_a_changed_file_is_found_and_put_back(muragat: Muragat, tmp_path: Path) -> None:
    shutil.copytree(muragat.archive, tmp_path / "archive")
    mine = Muragat(tmp_path / "archive")
    mine.done("backup", tmp_path / "backups")
    assert "holds no backups" in mine("fixity", "--repair", tmp_path / "none").stderr
    assert "lacking  No whole round of “muragat fixity” was made yet" in mine.done("doctor")
    assert "all that there are" in mine.done("fixity")
    said = mine.done("doctor").splitlines()
    assert any(line.startswith("lacking  Nobody can be kept from the public yet") for line in said)
    for sentence in (
        "Every file was looked at 0 days ago or later.",
        f"The last whole backup was made 0 days ago, to {tmp_path / 'backups'}.",
        "The newsroom's settings can be used.",
        "Foreign sound is opened by a process that the kernel lets do nothing else.",
    ):
        assert f"ok       {sentence}" in said
    (original,) = mine.archive.glob("originals/*/*")
    version = next(mine.archive.glob("edition/programmes/p1/*.json"))
    for path in (original, version):
        path.chmod(0o600)
        path.write_bytes(path.read_bytes()[:-1])
    result = mine("fixity")
    assert result.returncode == 1
    for path in (original, version):
        assert f"{path.relative_to(mine.archive)} is no longer what it was." in result.stderr
    assert "left for the next time" in mine("fixity", "--minutes", "0").stdout
    record = json.loads(mine.done("fixity", "--repair", tmp_path / "backups", "--json"))
    assert (len(record["repaired"]), record["wrong"]) == (2, [])
    assert "all that there are" in mine.done("fixity")
    assert original.read_bytes() == next(muragat.archive.glob("originals/*/*")).read_bytes()


def test_what_is_no_archive_or_no_backup_is_said(muragat: Muragat, tmp_path: Path) -> None:
    assert "make one with" in Muragat(tmp_path / "nothing")("backup", tmp_path / "b").stderr
    assert not (tmp_path / "b").exists()
    assert "holds no backups" in muragat("restore", tmp_path).stderr
    assert "another disk" in muragat("backup", muragat.archive / "b").stderr


def test_root_writes_nothing_into_an_archive_of_another_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a test is not root's, it is said to be; its files are not root's then."""
    root = tmp_path / "archive"
    root.mkdir()
    if os.geteuid() == 0:
        os.chown(root, 1, -1)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    place = Place(Archive(root), root / "edition")
    with pytest.raises(NotOurs, match="belongs to the user"), place.create():
        pass
    assert list(root.iterdir()) == []
    monkeypatch.setattr(os, "geteuid", lambda: 1)
    with pytest.raises(NotAnArchive), place.open():
        pass
    assert list(root.iterdir()) == [], "to look is not to make one"
