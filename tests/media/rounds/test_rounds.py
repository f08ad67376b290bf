"""THREATS 7: bits flipped, files deleted, files added: a round finds them all, goes on after a kill, and repairs."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from media.archive import Archive
from media.backup.make import make_backup
from media.backup.place import BackupPlace
from media.backup.records import Tree
from media.catalogue import add_programme
from media.database import new_id, utc_now
from media.fixity import file_sha256
from media.rounds.look import Seen, look
from media.rounds.records import Fault, Watched
from media.rounds.repair import repair
from media.rounds.store import open_rounds
from tests.conftest import REPOSITORY
from webapp.edition.layout import Layout
from webapp.rounds import expected

KINDS = 3
"""An original, what people hear, its waveform."""
ROUND = """
import sys
from pathlib import Path
from media.archive import Archive
from media.rounds.look import look
from media.rounds.store import open_rounds
from webapp.edition.layout import Layout
from webapp.rounds import expected
from webapp.schema import SCHEMAS
archive = Archive(Path(sys.argv[1]))
found = expected(archive, archive.open(SCHEMAS), Layout(archive.root / "edition"))
print("ready", flush=True)
look(open_rounds(archive), found.watched, found.unknown, lambda: True)
"""


def add_recordings(archive: Archive, db: Database, number: int, chance: random.Random) -> list[Path]:
    """Add recordings of noise; return all files of theirs."""
    paths = []
    programme_id = add_programme(db, {"title": "Saxaul", "language": "kk"}).programme_id
    for _ in range(number):
        files = {}
        for kind in ("original", "access", "peaks"):
            files[kind] = archive.root / "making"
            files[kind].write_bytes(chance.randbytes(2_000))
            if kind == "original":
                sha256 = file_sha256(files[kind])
            elif kind == "access":
                access_sha256 = file_sha256(files[kind])
            at = getattr(archive, f"{kind}_path")(sha256)
            at.parent.mkdir(parents=True, exist_ok=True)
            files[kind].rename(at)
            paths.append(at)
        db.table("recording").insert(
            {
                "recording_id": new_id("r"),
                "programme_id": programme_id,
                "sha256": sha256,
                "access_sha256": access_sha256,
                "file_name": "a.mp3",
                "size_bytes": 2_000,
                "probe": "{}",
                "created_at": utc_now(),
            }
        )
    return paths


def flip(path: Path, chance: random.Random) -> None:
    """Flip one bit, as a disk does: nobody has written the file."""
    times = path.stat()
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def round_of(archive: Archive, db: Database) -> Seen:
    found = expected(archive, db, Layout(archive.root / "edition"))
    with closing(open_rounds(archive)) as rounds:
        return look(rounds, found.watched, found.unknown, lambda: True)


def found_all(archive: Archive, db: Database, place: Path, flipped: int, others: int) -> None:
    chance = random.Random(7)
    paths = add_recordings(archive, db, flipped // KINDS + others, chance)
    assert round_of(archive, db).findings == ()
    backups = BackupPlace(place)
    make_backup(backups, [Tree("archive", archive.root, frozenset((archive.models,)))], lambda _: None)
    chance.shuffle(paths)
    harmed = dict.fromkeys(paths[:flipped], Fault.CHANGED)
    for path in harmed:
        flip(path, chance)
    for path in paths[flipped : flipped + others]:
        path.unlink()
        harmed[path] = Fault.MISSING
    for number in range(others):
        path = archive.originals / "00" / f"{number:064}"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"brought by nobody")
        harmed[path] = Fault.UNKNOWN
    findings = round_of(archive, db).findings
    assert {finding.path: finding.fault for finding in findings} == harmed
    repaired = tuple(repair(backups, findings, archive.root / "damaged"))
    assert {finding.path for finding in repaired} == set(paths[: flipped + others])
    assert len(list((archive.root / "damaged").iterdir())) == flipped, "what was there is kept"
    left = round_of(archive, db).findings
    assert {finding.fault for finding in left} == {Fault.UNKNOWN}
    assert len(left) == others


def test_what_a_disk_does_is_found_and_repaired(archive: Archive, db: Database, tmp_path: Path) -> None:
    found_all(archive, db, tmp_path / "backups", flipped=45, others=4)


@pytest.mark.release
def test_a_thousand_flipped_bits_are_found_and_repaired(archive: Archive, db: Database, tmp_path: Path) -> None:
    found_all(archive, db, tmp_path / "backups", flipped=1_000, others=20)


def test_a_round_goes_on_where_it_was_stopped(archive: Archive, db: Database) -> None:
    add_recordings(archive, db, 10, random.Random(3))
    watched = expected(archive, db, Layout(archive.root / "edition")).watched
    with closing(open_rounds(archive)) as rounds:
        steps = iter([True] * 12)
        first = look(rounds, watched, (), lambda: next(steps, False))
        assert (first.round.files, first.left, first.round.ended_at) == (12, 19, None)
        second = look(rounds, watched, (), lambda: True)
        assert (second.round.begun_at, second.round.files, second.left) == (first.round.begun_at, 31, 0)
        assert second.round.ended_at
        assert look(rounds, watched, (), lambda: False).left == 31, "the next one begins anew"


def test_a_killed_round_goes_on(archive: Archive, db: Database) -> None:
    chance = random.Random(5)
    paths = add_recordings(archive, db, 60, chance)
    flip(paths[90], chance)  # An original.
    for _ in range(2):
        with subprocess.Popen(
            [sys.executable, "-c", ROUND, str(archive.root)], stdout=subprocess.PIPE, text=True, cwd=REPOSITORY
        ) as process:
            assert process.stdout
            process.stdout.readline()
            time.sleep(0.02 * chance.random())
            process.kill()
    seen = round_of(archive, db)
    assert [(finding.path, finding.fault) for finding in seen.findings] == [(paths[90], Fault.CHANGED)]
    assert (seen.round.files, seen.left) == (180, 0)


def test_a_file_written_anew_is_no_damage_where_only_the_last_round_tells(archive: Archive, db: Database) -> None:
    paths = add_recordings(archive, db, 1, random.Random(2))
    assert round_of(archive, db).findings == ()
    peaks = paths[2]
    peaks.unlink()
    peaks.write_bytes(b"made by a newer release")
    assert round_of(archive, db).findings == ()


def test_a_damaged_database_is_said_and_left_alone(archive: Archive, db: Database, tmp_path: Path) -> None:
    path = tmp_path / "voices.db"
    path.write_bytes(b"SQLite format 3\x00" + bytes(4_000))
    with closing(open_rounds(archive)) as rounds:
        (finding,) = look(
            rounds, [Watched("archive/voices.db", path, None, is_database=True)], (), lambda: True
        ).findings
    assert finding.fault is Fault.DAMAGED
    backups = BackupPlace(tmp_path / "backups")
    backups.create()
    assert list(repair(backups, [finding], tmp_path / "damaged")) == []
    assert path.exists()
