"""A disk that really is full: it is said in one sentence, nothing is half stored, and room is all that is needed.

On a small tmpfs where one may be mounted in a namespace of its own; elsewhere by the limit that the kernel puts on the
size of files, which fails the same writes.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY
from tests.media.sounds import KINDS, ticks, write

WORKER = """
import json, os, resource, subprocess, sys
from pathlib import Path

place, sound, way, sizes = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], json.loads(sys.argv[4])

def mount(*options):
    subprocess.run(["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", str(place)], check=True)

if way == "tmpfs":
    mount("size=64m")

from media.archive import Archive
from media.catalogue import add_programme, recordings_of
from media.errors import StorageFull
from media.originals import verify_original
from media.ingest import ingest_file, prepare
from media.sound import decoded_sound
from webapp.schema import SCHEMAS

archive = Archive(place / "archive")
archive.create()
db = archive.open(SCHEMAS)
programme = add_programme(db, {"title": "A programme", "language": "kk"})
db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

def room(extra_bytes):
    if way == "tmpfs":
        use = os.statvfs(place)
        used = (use.f_blocks - use.f_bfree) * use.f_frsize
        size = "64m" if extra_bytes is None else str(used + extra_bytes)
        mount("remount", "size=" + size)
    else:
        soft = resource.RLIM_INFINITY if extra_bytes is None else extra_bytes
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, resource.RLIM_INFINITY))

def rows():
    return recordings_of(db, programme.programme_id)

def everything():
    known = rows()
    if known:
        recording = known[0]
    else:
        with sound.open("rb") as source:
            recording = ingest_file(archive, db, programme.programme_id, source, "a.wav")
    recording = prepare(archive, db, recording)
    decoded_sound(archive, recording)

def forget():
    db.execute("DELETE FROM recording")
    for where in (archive.originals, archive.access, archive.peaks, archive.work):
        for path in where.rglob("*"):
            if path.is_file():
                path.unlink()

for size in sizes:
    room(size)
    said = None
    try:
        everything()
    except StorageFull as error:
        said = str(error)
    stored = [path for path in archive.originals.rglob("*") if path.is_file()]
    left = [path.name for path in archive.work.iterdir() if path.name.startswith(".making")]
    state = {"size": size, "said": said, "rows": len(rows()), "originals": len(stored), "left": left}
    for recording in rows():
        verify_original(archive, recording)
    room(None)
    everything()
    (recording,) = rows()
    verify_original(archive, recording)
    state["recovered"] = recording.access_sha256 is not None
    state["integrity"] = db.execute("PRAGMA integrity_check").fetchone()[0]
    print(json.dumps(state), flush=True)
    forget()
"""


def may_mount(tmp_path: Path) -> list[str] | None:
    """Return the command that gives a process mounts of its own, ``None`` where there is no such right."""
    for options in (["--mount"], ["--map-root-user", "--mount"]):
        command = ["unshare", *options]
        if shutil.which("unshare") is None:
            return None
        probe = [*command, "mount", "-t", "tmpfs", "tmpfs", str(tmp_path)]
        if subprocess.run(probe, capture_output=True, check=False).returncode == 0:
            return command
    return None


def fill(tmp_path: Path, sizes: list[int]) -> None:
    place = tmp_path / "place"
    place.mkdir()
    kind = KINDS["wav"]
    sound = write(tmp_path / "a.wav", kind, ticks(kind.rate_hz, 3))
    namespace = may_mount(place)
    way = "limit" if namespace is None else "tmpfs"
    command = [*(namespace or []), sys.executable, "-c", WORKER, str(place), str(sound), way, json.dumps(sizes)]
    result = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    states = [json.loads(line) for line in result.stdout.splitlines()]
    assert [state["size"] for state in states] == sizes
    for state in states:
        assert state["rows"] == state["originals"]
        assert state["left"] == []
        assert state["recovered"]
        assert state["integrity"] == "ok"
        assert state["said"] is None or state["said"].startswith("The disk of the archive is full; ")
    assert any(state["said"] for state in states)


def test_disk_full(tmp_path: Path) -> None:
    """The sound has 265 kB: room for nothing, half of it, all of it but no more, some of what is made of it."""
    fill(tmp_path, [0, 130_000, 270_000, 290_000, 330_000])


@pytest.mark.release
@pytest.mark.timeout(1800)
def test_disk_full_at_thirty_sizes(tmp_path: Path) -> None:
    chance = random.Random(7)
    fill(tmp_path, sorted(chance.randrange(0, 500_000) for _ in range(30)))
