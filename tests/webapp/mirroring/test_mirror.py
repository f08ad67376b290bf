"""A copy of an edition is whole, serves the same, loses what was withdrawn first, and harms nothing else."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest
from click.testing import CliRunner

from media.backup.make import make_backup
from media.backup.place import BackupPlace
from media.backup.records import Tree
from media.stores.door import Store
from media.stores.local import LocalStore
from media.stores.opening import open_store
from tests.webapp.editions import approved
from tests.webapp.published import public_client
from webapp.cli.mirroring import mirror
from webapp.edition.layout import Layout
from webapp.edition.records import EditionSound
from webapp.edition.store import SoundFiles, add_version, block, edition_writer, remove_blocked
from webapp.errors import NotAnEdition, PublicBytesChanged
from webapp.mirroring.bring import MARK, Mirror
from webapp.mirroring.names import INDEX

LEFT_AT_HOME = (".lock", ".withdrawing")


def publish(layout: Layout, number: int, place: Path, *, title: str = "A programme") -> None:
    """Publish programme ``number`` with some bytes as its sound."""
    access, peaks = place / f"{number}.m4a", place / f"{number}.dat"
    access.write_bytes(f"sound {number}".encode() * 1000)
    peaks.write_bytes(b"peaks")
    sound = EditionSound(hashlib.sha256(access.read_bytes()).hexdigest(), access.stat().st_size, 60_000)
    with edition_writer(layout):
        add_version(layout, approved(f"p{number}", title, sound=sound), SoundFiles(sound, access, peaks))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition of three programmes; copied before it is changed."""
    root = tmp_path_factory.mktemp("made")
    for number in range(3):
        publish(Layout(root / "edition"), number, root)
    return root / "edition"


@pytest.fixture
def layout(made: Path, tmp_path: Path) -> Layout:
    shutil.copytree(made, tmp_path / "edition")
    return Layout(tmp_path / "edition")


@pytest.fixture(params=["directory", "memory"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    yield open_store(str(tmp_path / "target") if request.param == "directory" else f"memory://{tmp_path.name}")
    system = fsspec.filesystem("memory")
    if system.exists(f"/{tmp_path.name}"):
        system.rm(f"/{tmp_path.name}", recursive=True)


def held(store: Store) -> dict[str, bytes]:
    return {name: b"".join(store.read(name)) for name in store.sizes() if name != MARK and name not in LEFT_AT_HOME}


def source(layout: Layout) -> LocalStore:
    return LocalStore(layout.root)


def test_a_copy_is_the_edition_byte_by_byte(layout: Layout, target: Store) -> None:
    brought = Mirror(source(layout), target).bring()
    assert held(target) == held(source(layout))
    assert brought.removed == ()
    assert brought.copied[-1] == INDEX, "the index comes last"
    assert Mirror(source(layout), target).bring().copied == (INDEX,), "what is there is not copied again"


def test_a_copy_of_a_copy_serves_the_same(layout: Layout, target: Store, tmp_path: Path) -> None:
    Mirror(source(layout), target).bring()
    Mirror(target, LocalStore(tmp_path / "far")).bring()
    here, far = public_client(layout.root), public_client(tmp_path / "far")
    for path in ("/", "/programmes/p1", "/search?q=a", "/api/v1/programmes"):
        assert far.get(path).data == here.get(path).data, path


def test_what_was_withdrawn_goes_first_and_is_answered_as_gone(layout: Layout, target: Store, tmp_path: Path) -> None:
    mirror = Mirror(source(layout), target)
    mirror.bring()
    gone, stamp = "p1", mirror.stamp()
    block(layout, gone)  # The index has it still: whoever holds the edition takes it out.
    assert mirror.stamp() != stamp
    brought = mirror.bring()
    assert {name.partition("/")[0] for name in brought.removed} == {"programmes", "sound"}
    assert brought.copied[0].startswith("blocked/") or brought.copied[0].endswith("withdrawn.json")
    assert [name for name in target.sizes() if gone in name] == [f"blocked/{gone}", f"programmes/{gone}/withdrawn.json"]
    Mirror(target, LocalStore(tmp_path / "far")).bring()
    assert public_client(tmp_path / "far").get(f"/programmes/{gone}").status_code == 410
    remove_blocked(layout)
    mirror.bring()
    assert held(target) == held(source(layout))


def test_what_comes_back_and_what_is_corrected_is_there(layout: Layout, target: Store, tmp_path: Path) -> None:
    mirror = Mirror(source(layout), target)
    mirror.bring()
    publish(layout, 2, tmp_path, title="Corrected")
    publish(layout, 7, tmp_path)
    mirror.bring()
    assert held(target) == held(source(layout))


def test_a_pass_that_was_cut_is_gone_on_with(layout: Layout, target: Store) -> None:
    class Cut(Exception):
        pass

    class Breaking(LocalStore):
        left = 6

        def read(self, name: str, first: int = 0, length: int | None = None) -> Iterator[bytes]:
            if name != INDEX:
                type(self).left -= 1
                if self.left < 0:
                    raise Cut
            return super().read(name, first, length)

    with pytest.raises(Cut):
        Mirror(Breaking(layout.root), target).bring()
    assert INDEX not in target.sizes()
    Mirror(source(layout), target).bring()
    assert held(target) == held(source(layout))


def test_nothing_is_copied_into_what_is_something_else(layout: Layout, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("Dear")
    for place in (tmp_path / "mine", layout.root):
        with pytest.raises(NotAnEdition, match="other files"):
            Mirror(source(layout), LocalStore(place))
    assert (tmp_path / "mine" / "letter.txt").read_text() == "Dear"


def test_no_changed_byte_is_passed_on(layout: Layout, target: Store) -> None:
    path = next(layout.sound.glob("*.m4a"))
    path.chmod(0o644)
    path.write_bytes(b"x" + path.read_bytes()[1:])
    with pytest.raises(PublicBytesChanged, match=path.name):
        Mirror(source(layout), target).bring()
    assert f"sound/{path.name}" not in target.sizes()


def test_where_no_edition_is_that_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotAnEdition, match="no whole edition"):
        Mirror(LocalStore(tmp_path / "nothing"), LocalStore(tmp_path / "target")).bring()
    asked = CliRunner().invoke(mirror, [str(tmp_path / "nothing"), str(tmp_path / "target")])
    assert isinstance(asked.exception, NotAnEdition), "one sentence, not a file that was not found"
    assert not (tmp_path / "target").exists()


def test_the_command_copies_editions_and_backups(layout: Layout, tmp_path: Path) -> None:
    asked = CliRunner().invoke(mirror, [str(layout.root), str(tmp_path / "copy"), "--json"])
    assert asked.exit_code == 0, asked.output
    assert held(LocalStore(tmp_path / "copy")) == held(source(layout))
    place = BackupPlace(tmp_path / "backups")
    make_backup(place, (Tree("edition", layout.root),), lambda _: None)
    asked = CliRunner().invoke(mirror, [str(place.root), str(tmp_path / "far")])
    assert asked.exit_code == 0, asked.output
    assert BackupPlace(tmp_path / "far").names() == place.names()
    assert (tmp_path / "far").stat().st_mode & 0o777 == 0o700, "a key and unmasked voices are in it"
