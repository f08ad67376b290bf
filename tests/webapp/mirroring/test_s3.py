"""The same against a server that speaks S3: parts are asked for as parts, and what was withdrawn is gone in seconds."""

from __future__ import annotations

import hashlib
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from media.archive import Archive
from media.away.bring import bring, far_bytes
from media.away.files import files_of
from media.away.place import MARK, begin_store
from media.away.put_away import put_away
from media.backup.make import make_backup
from media.backup.mirror import mirror_backups
from media.backup.place import BackupPlace
from media.backup.records import Tree
from media.backup.verify import verify
from media.stores.door import BLOCK_BYTES
from media.stores.errors import NoStore
from media.stores.local import LocalStore
from media.stores.opening import open_store
from tests.media.rounds.test_rounds import add_recordings, round_of
from tests.webapp.mirroring.test_mirror import held, publish
from webapp.edition.layout import Layout
from webapp.edition.store import block, remove_blocked
from webapp.mirroring.bring import Mirror

BUCKET = "s3://muragat-test/edition"
GONE_S = 5
WAIT_S = 60


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """What the server was asked, a line a request; it is there while the tests of this file run."""
    for name in ("moto.server", "s3fs"):
        pytest.importorskip(name, reason="pip install 'moto[s3]' flask-cors s3fs, to have a server that speaks S3")
    path = tmp_path_factory.mktemp("s3") / "log"
    given = {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x", "AWS_DEFAULT_REGION": "us-east-1"}
    command = [sys.executable, "-W", "ignore", "-m", "moto.server", "--host", "127.0.0.1", "--port", "0"]
    with pytest.MonkeyPatch.context() as environment, path.open("w") as said:
        for name, value in given.items():
            environment.setenv(name, value)
        with subprocess.Popen(command, stdout=said, stderr=said) as server:
            try:
                environment.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port_said(path, server)}")
                open_store(BUCKET).system.mkdir("muragat-test")
                yield path
            finally:
                server.terminate()


def port_said(path: Path, server: subprocess.Popen[bytes]) -> str:
    end = time.monotonic() + WAIT_S
    while time.monotonic() < end and server.poll() is None:
        if found := re.search(r"127\.0\.0\.1:(\d+)", path.read_text()):
            return found[1]
        time.sleep(0.1)
    raise AssertionError(path.read_text())


@pytest.mark.release
@pytest.mark.filterwarnings("ignore")  # of libraries that are not ours
def test_an_edition_goes_to_s3_and_comes_from_it(log: Path, tmp_path: Path) -> None:
    layout, store = Layout(tmp_path / "edition"), open_store(BUCKET)
    for number in range(3):
        publish(layout, number, tmp_path)
    mirror = Mirror(LocalStore(layout.root), store)
    mirror.bring()
    assert held(store) == held(LocalStore(layout.root))
    Mirror(store, LocalStore(tmp_path / "far")).bring()
    assert held(LocalStore(tmp_path / "far")) == held(store)
    block(layout, "p1")
    before = time.monotonic()
    mirror.bring()
    assert time.monotonic() - before < GONE_S
    remove_blocked(layout)
    mirror.bring()
    assert [name for name in store.sizes() if "p1" in name] == ["programmes/p1/withdrawn.json"]


@pytest.mark.release
@pytest.mark.filterwarnings("ignore")
def test_backups_go_to_s3_and_come_from_it(log: Path, tmp_path: Path) -> None:
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree" / "original").write_bytes(os.urandom(3 << 20))
    place, far, store = tmp_path / "place", tmp_path / "far", open_store("s3://muragat-test/backups")
    made = make_backup(BackupPlace(place), (Tree("archive", tmp_path / "tree"),), lambda _: None)
    mirror_backups(LocalStore(place), store)
    mirror_backups(store, LocalStore(far))
    assert verify(BackupPlace(far), BackupPlace(far).read(made.name)) == ()


@pytest.mark.release
@pytest.mark.filterwarnings("ignore")
def test_a_part_of_a_large_file_is_asked_for_as_a_part(log: Path, tmp_path: Path) -> None:
    content = os.urandom(12 << 20)
    (tmp_path / "large").write_bytes(content)
    store = open_store(BUCKET)
    store.put("large", tmp_path / "large", hashlib.sha256(content).hexdigest())
    part = b"".join(store.read("large", 5 << 20, 3 * BLOCK_BYTES))
    assert part == content[5 << 20 : 8 << 20]
    assert re.findall(r'GET [^"]*/large[^"]*" (\d+)', log.read_text())[-3:] == ["206"] * 3


@pytest.mark.release
@pytest.mark.filterwarnings("ignore")
def test_sound_goes_to_s3_leaves_the_disk_and_comes_back(log: Path, archive: Archive, db: Database) -> None:
    with_store = replace(archive, store="s3://muragat-test/sound")
    add_recordings(with_store, db, 2, random.Random(5))
    rows = db.execute("SELECT sha256, access_sha256 FROM recording").fetchall()
    files = [kept for row in rows for kept in files_of(with_store, *row)]
    before = {kept.name: kept.path.read_bytes() for kept in files}
    for kept in files:
        os.utime(kept.path, (0, 0))
    done = put_away(with_store, files, 1)
    assert set(done.stored) == set(done.freed) == set(before)
    assert not any(kept.path.exists() for kept in files)
    assert far_bytes(with_store, files[0], 3, 5) == before[files[0].name][3:8]
    assert re.findall(rf'GET [^"]*/{files[0].sha256}[^"]*" (\d+)', log.read_text())[-1] == "206"
    assert round_of(with_store, db).findings == ()
    assert all(bring(with_store, kept).read_bytes() == before[kept.name] for kept in files)
    open_store("s3://muragat-test/sound").remove(MARK)
    other = Archive(archive.root.parent / "other", with_store.store)
    other.create()
    with pytest.raises(NoStore, match="holds other files"):
        begin_store(other)
