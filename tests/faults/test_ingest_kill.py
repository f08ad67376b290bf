"""kill -9 while sound is taken in and prepared: what is there is whole, and the same command finishes the rest."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from media.archive import Archive
from media.catalogue import list_programmes, recordings_of
from media.ingest import ingest_file, prepare
from media.sound import decoded_sound, sound_duration_ms
from tests.conftest import REPOSITORY
from tests.media.sounds import KINDS, ticks, write
from webapp.schema import SCHEMAS

WORKER = """
import sys
from pathlib import Path
from media.archive import Archive
from media.catalogue import add_programme, find_recording
from media.errors import DuplicateRecording
from media.ingest import ingest_file, prepare
from media.sound import decoded_sound
from webapp.schema import SCHEMAS

archive = Archive(Path(sys.argv[1]))
archive.create()
db = archive.open(SCHEMAS)
print("ready", flush=True)
for path in map(Path, sys.argv[2:]):
    programme = add_programme(db, {"title": path.name, "language": "kk"})
    with path.open("rb") as source:
        try:
            recording = ingest_file(archive, db, programme.programme_id, source, path.name)
        except DuplicateRecording:
            continue
    print("ingested", recording.sha256, flush=True)
    recording = prepare(archive, db, recording)
    print("prepared", recording.sha256, flush=True)
    decoded_sound(archive, recording)
"""


def verify(archive: Archive, acknowledged: dict[str, str]) -> None:
    """Check that every file in the archive is what its name says, and every row has its files."""
    db = archive.open(SCHEMAS)
    try:
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        recordings = [recording for p in list_programmes(db) for recording in recordings_of(db, p.programme_id)]
    finally:
        db.close()
    for path in archive.originals.rglob("*"):
        if path.is_file():
            assert hashlib.sha256(path.read_bytes()).hexdigest() == path.name
    for recording in recordings:
        assert archive.original_path(recording.sha256).is_file()
        if recording.access_sha256 is not None:
            access = archive.access_path(recording.sha256).read_bytes()
            assert hashlib.sha256(access).hexdigest() == recording.access_sha256
            assert archive.peaks_path(recording.sha256).stat().st_size > 24
        sound = archive.work / f"{recording.sha256}.s16"
        if sound.exists():
            assert sound_duration_ms(sound) == recording.duration_ms
    rows = {recording.sha256: recording for recording in recordings}
    for sha256, step in acknowledged.items():
        assert sha256 in rows
        assert step != "prepared" or rows[sha256].access_sha256 is not None


def kill_often(tmp_path: Path, times: int) -> None:
    archive = Archive(tmp_path / "archive")
    chance = random.Random(7)
    acknowledged: dict[str, str] = {}
    kind = KINDS["wav"]
    for number in range(times):
        # The level makes each file another one; the last is always new, so there is work to kill.
        sounds = [ticks(kind.rate_hz, 3, level=(number * 3 + part + 1) / (times * 4)) for part in range(3)]
        paths = [write(tmp_path / f"{number}-{part}.wav", kind, sound) for part, sound in enumerate(sounds)]
        command = [sys.executable, "-c", WORKER, str(archive.root), *map(str, paths)]
        worker = subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True)
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
        lines = [worker.stdout.readline() for _ in range(chance.randrange(4))]
        time.sleep(chance.uniform(0, 0.6))
        worker.send_signal(signal.SIGKILL)
        for line in [*lines, *worker.stdout]:
            step, sha256 = line.split()
            acknowledged[sha256] = step
        worker.wait()
        worker.stdout.close()
        verify(archive, acknowledged)
    assert acknowledged, "no round came as far as to take anything in"
    _finish(archive)


def _finish(archive: Archive) -> None:
    """What was interrupted is finished by the same calls."""
    db = archive.open(SCHEMAS)
    try:
        for programme in list_programmes(db):
            for recording in recordings_of(db, programme.programme_id):
                whole = prepare(archive, db, recording)
                assert whole.access_sha256 is not None
                assert sound_duration_ms(decoded_sound(archive, whole)) == whole.duration_ms
        orphan = next((path for path in archive.originals.rglob("*") if path.is_file()), None)
        assert orphan is not None
        known = {r.sha256 for p in list_programmes(db) for r in recordings_of(db, p.programme_id)}
        programme = list_programmes(db)[0]
        for path in [path for path in archive.originals.rglob("*") if path.is_file() and path.name not in known]:
            with path.open("rb") as source:
                assert ingest_file(archive, db, programme.programme_id, source, "again.wav").sha256 == path.name
    finally:
        db.close()


def test_kill_ingest(tmp_path: Path) -> None:
    kill_often(tmp_path, times=6)


@pytest.mark.release
@pytest.mark.timeout(3600)
def test_kill_ingest_often(tmp_path: Path) -> None:
    kill_often(tmp_path, times=200)


def test_what_a_killed_process_left_is_cleared_when_it_is_old(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    archive.create()
    old, young = archive.work / ".making-old", archive.work / ".making-young"
    for path in (old, young):
        path.write_bytes(b"half a file")
    os.utime(old, (time.time() - 90_000,) * 2)
    path = write(tmp_path / "a.wav", KINDS["wav"], ticks(44_100, 1))
    subprocess.run([sys.executable, "-c", WORKER, str(archive.root), str(path)], cwd=REPOSITORY, check=True)
    assert not old.exists()
    assert young.exists()
