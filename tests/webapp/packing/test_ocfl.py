"""A programme as an object of OCFL: valid by the specification, a version where something changed, and read again."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from media.archive import Archive
from media.errors import MuragatError
from media.ocfl.check import check_object
from media.ocfl.check_root import check_root
from media.ocfl.errors import NoStorageRoot, ObjectDamaged
from media.ocfl.root import LAYOUT, StorageRoot
from tests.webapp.packing.conftest import Bagged
from tests.webapp.packing.worked import ADMIN, comment, newsroom
from webapp.cli.main import cli
from webapp.packing.contents import files_of
from webapp.packing.found import find_packed
from webapp.packing.pack_ocfl import URN, pack_ocfl
from webapp.packing.unpack import Outcome, unpack
from webapp.schema import SCHEMAS


@dataclass(frozen=True, slots=True)
class Stored:
    root: StorageRoot
    place: Path
    versions: tuple[str, ...]


@pytest.fixture(scope="module")
def stored(packed: Bagged, tmp_path_factory: pytest.TempPathFactory) -> Stored:
    """Packed, packed again as it was, and packed after a comment."""
    root = StorageRoot.create(tmp_path_factory.mktemp("store") / "root")
    with closing(packed.desk.open()) as db, root.alone():
        one = pack_ocfl(packed.desk.archive, db, packed.programme_id, root)
        two = pack_ocfl(packed.desk.archive, db, packed.programme_id, root)
        comment(db, packed.desk, random.Random(3))
        three = pack_ocfl(packed.desk.archive, db, packed.programme_id, root)
    assert (one.is_new, two.is_new, three.is_new) == (True, False, True)
    return Stored(root, one.place, (one.version, two.version, three.version))


def test_root_and_object_are_valid_without_any_remark(stored: Stored) -> None:
    judged = dict(check_root(stored.root.root))
    assert judged == {stored.root.root: (), stored.place: ()}


def test_it_lies_where_its_id_has_it(stored: Stored, packed: Bagged) -> None:
    digest = hashlib.sha256(f"{URN}{packed.programme_id}".encode()).hexdigest()
    name = f"urn%3ax-muragat%3a{packed.programme_id}"
    parts = stored.place.relative_to(stored.root.root).parts
    assert parts == (digest[:3], digest[3:6], digest[6:9], name)
    assert json.loads((stored.root.root / "ocfl_layout.json").read_bytes())["extension"] == LAYOUT


def test_a_version_has_what_is_new_alone(stored: Stored) -> None:
    assert stored.versions == ("v1", "v1", "v2")
    new = {path.name for path in (stored.place / "v2" / "content").rglob("*") if path.is_file()}
    assert new == {"comment_row.jsonl", "comment_mention.jsonl", "1.jsonl"}
    assert len(list((stored.place / "v1" / "content" / "originals").iterdir())) == 1


def test_it_comes_in_and_is_the_same(stored: Stored, packed: Bagged, tmp_path: Path) -> None:
    archive = newsroom(tmp_path / "there", noise=1)
    with closing(archive.open(SCHEMAS)) as db, closing(packed.desk.open()) as home:
        (found,) = find_packed(stored.root.root)
        assert found.name == packed.programme_id
        assert unpack(archive, db, found.open(), ADMIN).outcome is Outcome.UNPACKED
        here = {name: b"".join(lines) for name, lines in files_of(db, packed.programme_id)}
        there = {name: b"".join(lines) for name, lines in files_of(home, packed.programme_id)}
        assert here == there
        assert unpack(archive, db, found.open(), ADMIN).outcome is Outcome.THERE


@pytest.mark.parametrize("step", ["directory", "inventory"])
def test_killed_between_its_steps_it_goes_on(stored: Stored, packed: Bagged, tmp_path: Path, step: str) -> None:
    shutil.copytree(stored.root.root, tmp_path / "root")
    root = StorageRoot(tmp_path / "root")
    place = root.place_of(f"{URN}{packed.programme_id}")
    names = ["inventory.json.sha512"] if step == "inventory" else ["inventory.json", "inventory.json.sha512"]
    for name in names:
        (place / name).unlink()
        shutil.copy(place / "v1" / name, place / name)
    (root.root / "extensions" / ".making-1").mkdir()
    assert any(each.is_error for each in check_object(place))
    with pytest.raises(ObjectDamaged, match="packing the programme again"):
        find_packed(root.root)[0].open()
    with closing(packed.desk.open()) as db, root.alone():
        again = pack_ocfl(packed.desk.archive, db, packed.programme_id, root)
    assert (again.is_new, again.version) == (False, "v2")
    assert dict(check_root(root.root)) == {root.root: (), place: ()}


def test_what_is_damaged_is_neither_added_to_nor_brought_in(stored: Stored, packed: Bagged, tmp_path: Path) -> None:
    shutil.copytree(stored.root.root, tmp_path / "root")
    root = StorageRoot(tmp_path / "root")
    path = next((root.place_of(f"{URN}{packed.programme_id}") / "v1" / "content" / "originals").iterdir())
    path.chmod(0o600)
    path.write_bytes(b"x")
    archive = newsroom(tmp_path / "there")
    with closing(archive.open(SCHEMAS)) as db:
        with pytest.raises(ObjectDamaged, match="E092"):
            unpack(archive, db, find_packed(root.root)[0].open(), ADMIN)
        assert db.execute("SELECT count(*) FROM programme").fetchone() == (0,)
    assert run(packed.desk.archive, root.root, "--check").exit_code == 1


def test_only_one_writes(stored: Stored) -> None:
    with stored.root.alone(), pytest.raises(MuragatError, match="Another process"), stored.root.alone():
        pass


def test_a_directory_of_others_is_no_root(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear …")
    with pytest.raises(NoStorageRoot):
        StorageRoot.create(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_root_that_was_begun_is_made(tmp_path: Path) -> None:
    StorageRoot.create(tmp_path / "root")
    (tmp_path / "root" / "0=ocfl_1.1").unlink()
    assert dict(check_root(StorageRoot.create(tmp_path / "root").root)) == {tmp_path / "root": ()}


def run(archive: Archive, *arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["--archive", str(archive.root), "pack", *map(str, arguments)])


def test_by_command(packed: Bagged, stored: Stored, tmp_path: Path) -> None:
    archive, at = packed.desk.archive, tmp_path / "root"
    first = run(archive, at, "--ocfl", "--all")
    assert first.output.split()[1:] == ["v1"]
    assert run(archive, at, "--ocfl", packed.programme_id).output.strip().endswith("v1, as it was")
    checked = run(archive, at, "--check")
    assert (checked.exit_code, checked.output.count(": valid")) == (0, 2)
    assert not any(stored.place.name in line for line in checked.output.splitlines() if "not valid" in line)
