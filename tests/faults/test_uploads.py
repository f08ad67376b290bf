"""An upload through kills, a full disk and a power cut: what was answered for is there, and nothing else counts."""

from __future__ import annotations

import hashlib
import io
import random
import re
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlite_utils import Database

from media.archive import Archive
from media.errors import StorageFull
from tests.conftest import REPOSITORY
from webapp.accounts import add_user, get_user
from webapp.schema import SCHEMAS
from webapp.uploads.records import Piece, Wanted
from webapp.uploads.store import Uploads

DATA = random.Random(4).randbytes(3_000_000)
STRACE = shutil.which("strace")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    archive = Archive(tmp_path_factory.mktemp("uploads") / "archive")
    archive.create()
    with closing(archive.open(SCHEMAS)) as db:
        add_user(db, "journalist", "journalist", "correct horse battery")
    return archive


@pytest.fixture
def db(archive: Archive) -> Iterator[Database]:
    with closing(archive.open(SCHEMAS)) as db:
        yield db


@pytest.fixture
def user_id(db: Database) -> str:
    return get_user(db, "journalist").user_id


def command(archive: Archive, user_id: str, upload_id: str, path: Path) -> list[str]:
    return [sys.executable, "-m", "tests.faults.uploader", str(archive.root), user_id, upload_id, str(path)]


def kill_often(archive: Archive, db: Database, user_id: str, tmp_path: Path, data: bytes, times: int) -> None:
    chance, path = random.Random(9), tmp_path / "a.wav"
    path.write_bytes(data)
    uploads = Uploads(archive)
    upload = uploads.begin(db, user_id, Wanted(len(data), "a.wav"))
    acknowledged = 0
    for _ in range(times):
        sending = subprocess.Popen(
            command(archive, user_id, upload.upload_id, path), cwd=REPOSITORY, stdout=subprocess.PIPE, text=True
        )
        assert sending.stdout
        first = sending.stdout.readline()
        time.sleep(chance.uniform(0, 0.15))
        sending.kill()
        lines = [first, *sending.communicate()[0].splitlines()]
        acknowledged = max([acknowledged, *(int(line) for line in lines if line.strip().isdigit())])
        here = uploads.get(db, user_id, upload.upload_id)
        assert acknowledged <= here.offset_bytes <= len(data)
        with uploads.path(upload.upload_id).open("rb") as file:
            assert file.read(here.offset_bytes) == data[: here.offset_bytes]
    assert acknowledged
    # Gone on with by a process that knows nothing of those that were killed.
    offset = uploads.get(db, user_id, upload.upload_id).offset_bytes
    rest = Piece(offset, len(data) - offset, io.BytesIO(data[offset:]))
    whole = uploads.append(db, user_id, upload.upload_id, rest)
    assert whole.sha256 == hashlib.sha256(data).hexdigest()
    assert uploads.path(upload.upload_id).read_bytes() == data


def test_kill_upload(archive: Archive, db: Database, user_id: str, tmp_path: Path) -> None:
    kill_often(archive, db, user_id, tmp_path, DATA, times=2)


@pytest.mark.release
@pytest.mark.timeout(1800)
def test_kill_upload_often(archive: Archive, db: Database, user_id: str, tmp_path: Path) -> None:
    kill_often(archive, db, user_id, tmp_path, random.Random(6).randbytes(40_000_000), times=200)


@contextmanager
def largest_file(size_bytes: int) -> Iterator[None]:
    """Let the system refuse what makes a file larger, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_disk_that_is_full_stores_nothing_of_a_piece(archive: Archive, db: Database, user_id: str) -> None:
    uploads, data = Uploads(archive), DATA * 3
    upload_id = uploads.begin(db, user_id, Wanted(len(data), "a.wav")).upload_id
    uploads.append(db, user_id, upload_id, Piece(0, 5_000_000, io.BytesIO(data[:5_000_000])))
    rest = data[5_000_000:]
    for room in (0, 1, 1_000_000, len(rest) - 1):
        with largest_file(5_000_000 + room), pytest.raises(StorageFull):
            uploads.append(db, user_id, upload_id, Piece(5_000_000, len(rest), io.BytesIO(rest)))
        assert uploads.get(db, user_id, upload_id).offset_bytes == 5_000_000
        assert uploads.path(upload_id).read_bytes() == data[:5_000_000]
    whole = uploads.append(db, user_id, upload_id, Piece(5_000_000, len(rest), io.BytesIO(rest)))
    assert whole.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.skipif(STRACE is None, reason="strace is not installed, by which a process is watched")
def test_bytes_outlast_a_power_cut_before_they_are_answered_for(
    archive: Archive, db: Database, user_id: str, tmp_path: Path
) -> None:
    path, log = tmp_path / "a.wav", tmp_path / "calls"
    path.write_bytes(DATA[:100_000])
    upload_id = Uploads(archive).begin(db, user_id, Wanted(100_000, "a.wav")).upload_id
    traced = [str(STRACE), "-f", "-qq", "-y", "-e", "trace=write,pwrite64,fsync,fdatasync", "-o", str(log)]
    subprocess.run(
        [*traced, *command(archive, user_id, upload_id, path)], cwd=REPOSITORY, check=True, stdout=subprocess.DEVNULL
    )
    steps = {f"uploads/{upload_id}": "bytes", "archive.db-wal": "row", "/dev/null": "answer"}
    done = []
    for call in log.read_text(errors="replace").splitlines():
        found = re.search(r"(write|pwrite64|fsync|fdatasync)\(\d+<([^>]*)>", call)
        what = next((step for end, step in steps.items() if found and found[2].endswith(end)), None)
        if found and what:
            done.append(f"{what} {'kept' if 'sync' in found[1] else 'written'}")
    in_order = [step for number, step in enumerate(done) if number == 0 or done[number - 1] != step]
    piece = ["bytes written", "bytes kept", "row written", "row kept", "answer written"]
    pieces = in_order.count("answer written")
    assert pieces
    assert in_order == piece * pieces
