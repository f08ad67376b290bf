"""A newsroom whose sound is in a store: heard, published, packed, backed up and erased as if it lay on its disk."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from media.archive import Archive
from media.away.files import Kept, files_of
from media.away.place import MARK
from media.away.put_away import put_away
from media.backup.make import make_backup
from media.backup.place import BackupPlace
from media.catalogue import current_recording
from media.environment import for_children
from media.ingest import prepare
from media.stores.errors import NoStore, StoreFailed
from media.stores.local import LocalStore
from tests.webapp.command_line import Muragat
from tests.webapp.desk import Desk, make_desk
from webapp.cli.doctor import _readers, _sound_store
from webapp.cli.keeping import trees
from webapp.cli.place import Place
from webapp.edition.layout import Layout
from webapp.edition.publish import publish
from webapp.erasing.erase import ask, go_on
from webapp.erasing.records import Step
from webapp.erasing.store import find_erasure
from webapp.newsroom.far_sound import PART_BYTES
from webapp.packing.original import original_blocks
from webapp.review import approve

LONG_AGO_S = 30 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Far:
    """A desk with its database; all sound of it is in a store alone."""

    desk: Desk
    db: Database
    original: Kept
    copy: Kept
    content: bytes
    """Of the access copy."""

    @property
    def files(self) -> tuple[Kept, Kept]:
        return self.original, self.copy

    @property
    def store(self) -> Path:
        assert self.desk.archive.store
        return Path(self.desk.archive.store)


def send_away(desk: Desk, db: Database) -> tuple[Kept, ...]:
    rows = db.execute("SELECT sha256, access_sha256 FROM recording").fetchall()
    files = tuple(kept for row in rows for kept in files_of(desk.archive, *row))
    then_s = time.time() - LONG_AGO_S
    for kept in files:
        os.utime(kept.path, (then_s, then_s))
    assert len(put_away(desk.archive, files, 1).freed) == len(files)
    return files


@pytest.fixture
def far(tmp_path: Path) -> Iterator[Far]:
    made = make_desk(tmp_path)
    desk = replace(made, archive=replace(made.archive, store=str(tmp_path / "store")))
    with closing(desk.open()) as db:
        recording = current_recording(db, desk.programme_id)
        assert recording
        content = desk.archive.access_path(recording.sha256).read_bytes()
        original, copy = send_away(desk, db)
        yield Far(desk, db, original, copy, content)


def test_a_part_is_passed_through_and_the_whole_is_brought(far: Far) -> None:
    visitor = far.desk.visitor("journalist")
    address, size_bytes = f"{far.desk.address}/sound", len(far.content)
    for asked, first, last in (
        ("0-99", 0, 99),
        ("100-", 100, size_bytes - 1),
        ("-50", size_bytes - 50, size_bytes - 1),
    ):
        part = visitor.get(address, headers={"Range": f"bytes={asked}"})
        assert part.status_code == 206
        assert part.data == far.content[first : last + 1]
        assert part.headers["Content-Range"] == f"bytes {first}-{last}/{size_bytes}"
        assert part.headers["Cache-Control"] == "no-store"
        assert part.get_etag() == (far.copy.sha256, False)
    assert size_bytes <= PART_BYTES
    assert visitor.get(address, headers={"Range": f"bytes={size_bytes}-"}).status_code == 416
    assert not far.copy.path.exists()
    whole = visitor.get(address)
    assert (whole.status_code, whole.data, whole.get_etag()) == (200, far.content, (far.copy.sha256, False))
    assert far.copy.path.read_bytes() == far.content
    assert not far.original.path.exists()


def test_a_store_that_is_not_named_or_has_not_the_sound_is_said(far: Far) -> None:
    (far.store / far.copy.name).unlink()
    address = f"{far.desk.address}/sound"
    assert far.desk.visitor("journalist").get(address).status_code == 404
    unnamed = replace(far.desk, archive=replace(far.desk.archive, store=None))
    answer = unnamed.visitor("journalist").get(address)
    assert answer.status_code == 500
    assert "which does not answer" in answer.text


def test_it_is_published_packed_and_prepared_as_it_is(far: Far) -> None:
    recording = current_recording(far.db, far.desk.programme_id)
    assert recording
    assert prepare(far.desk.archive, far.db, recording) == recording
    assert not far.copy.path.exists(), "it is prepared: what is in the store is not made anew"
    assert b"".join(original_blocks(far.desk.archive, recording.sha256))
    approve(far.db, far.desk.programme_id, "approver", override="Heard, and right.")
    publish(far.desk.archive, far.db, far.desk.edition, far.desk.programme_id, "approver")
    assert Layout(far.desk.edition).sound_path(far.copy.sha256).read_bytes() == far.content
    assert not far.original.path.exists(), "it was read and held against its hash where it is"


def test_erased_it_is_in_the_store_no_more(far: Far) -> None:
    archive, programme_id = far.desk.archive, far.desk.programme_id
    assert (far.store / far.original.name).exists()
    ask(archive, far.db, far.desk.edition, programme_id, "admin", "The family asked for it.")
    with pytest.raises(NoStore, match="name it in MURAGAT_STORE"):
        go_on(replace(archive, store=None), far.db, far.desk.edition, programme_id, "admin")
    asked = find_erasure(far.db, programme_id)
    assert asked
    assert asked.step is not Step.DONE
    assert go_on(archive, far.db, far.desk.edition, programme_id, "admin") == ()
    assert [path.name for path in far.store.rglob("*") if path.is_file()] == [MARK]


def test_by_commands_from_one_machine_to_another(far: Far, tmp_path: Path) -> None:
    muragat, place = Muragat(far.desk.archive.root), tmp_path / "backups"
    environment = {"MURAGAT_STORE": str(far.store)}
    said = muragat("store", "--free-after", "1", "--json", environment=environment)
    assert json.loads(said.stdout) == {"stored": [], "stored_bytes": 0, "freed": [], "freed_bytes": 0, "damaged": []}
    backed_up = muragat("backup", place, environment=environment)
    assert (backed_up.returncode, "is not in the backup" in backed_up.stderr) == (0, False), backed_up.stderr
    other = Muragat(tmp_path / "other")
    other.done("restore", place)
    for kept in far.files:
        assert (other.archive / kept.name).read_bytes() == (far.store / kept.name).read_bytes()
    unnamed = replace(far.desk.archive, store=None)
    made = make_backup(BackupPlace(place), trees(Place(unnamed, far.desk.edition)), lambda _: None)
    assert made.gone == (), "what is there already is not asked of the store"
    (far.store / far.copy.name).unlink()
    made = make_backup(
        BackupPlace(tmp_path / "second"), trees(Place(far.desk.archive, far.desk.edition)), lambda _: None
    )
    assert made.gone == (f"archive/{far.copy.name}",), "what cannot be had is named"


def test_no_child_is_told_what_opens_a_store(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("PATH", "/bin")
    assert "secret" not in for_children().values()
    assert for_children()["PATH"] == "/bin"


def test_a_store_that_fails_is_503(far: Far, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> int:
        raise StoreFailed("The store cannot be used; look at the network.")

    monkeypatch.setattr(LocalStore, "size", fail)
    answer = far.desk.visitor("journalist").get(f"{far.desk.address}/sound")
    assert answer.status_code == 503
    assert "which does not answer" in answer.text


def test_the_doctor_says_how_the_store_is_and_who_can_read_the_archive(far: Far, tmp_path: Path) -> None:
    archive = far.desk.archive
    assert [found.state for found in _sound_store(archive)] == ["ok"]
    assert [found.state for found in _sound_store(replace(archive, store=None))] == ["broken"]
    new = Archive(tmp_path / "new", str(tmp_path / "empty"))
    new.create()
    (found,) = _sound_store(new)
    assert (found.state, found.sentence.partition(" yet;")[0]) == ("lacking", f"Nothing was put into {new.store}")
    assert list(_readers(Place(new, new.root / "edition"))) == [], "a new archive is its owner's alone"
    new.root.chmod(0o755)
    (found,) = _readers(Place(new, new.root / "edition"))
    assert found.sentence.endswith(f"do “chmod 700 {new.root}”.")
