"""Kill the worker with its engine at random moments: what comes out is what would have come anyway.

The worker, its ledger, its sound and its speech detection are the real ones, the engine is a real child; only the
engine's words are quickly computed (`tests.faults.quick_engine`). `tests.faults.test_worker` kills real recognition.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from media.archive import Archive
from tests.conftest import REPOSITORY
from tests.faults.quick_engine import LOG, add_model, register
from tests.faults.sayings import add_sayings
from transcribe.jobs import list_jobs
from transcribe.records import JobState, Transcript
from transcribe.transcripts import list_transcripts

SAYINGS = 19
"""The fewest of four batches: of 2, 8, 8 and 1."""


@dataclass(frozen=True)
class Nursery:
    """Gives birth to workers on one programme."""

    process: subprocess.Popen[str]
    log: Path

    def worker(self, seconds: float | None = None) -> int:
        """Let a worker work, at most so long; return its exit status, −9 where it was killed."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{'' if seconds is None else seconds}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def batches(self) -> list[str]:
        """Return the batches that engines have begun."""
        return self.log.read_text().splitlines() if self.log.exists() else []


@pytest.fixture
def programme_id(archive: Archive, db: Database, shared_data: Path, tmp_path: Path) -> str:
    return add_sayings(archive, db, shared_data, tmp_path, SAYINGS)


@contextmanager
def nursery(archive: Archive, programme_id: str, place: Path) -> Iterator[Nursery]:
    register(place / "site")
    model = add_model(place / "model")
    log = place / "begun"
    environment = os.environ | {
        "PYTHONPATH": f"{REPOSITORY}{os.pathsep}{place / 'site'}",
        LOG: str(log),
        "OPENBLAS_NUM_THREADS": "1",  # What has threads should not fork.
    }
    command = [sys.executable, "-m", "tests.faults.nursery", str(archive.root), programme_id, model]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, cwd=REPOSITORY
    ) as process:
        try:
            yield Nursery(process, log)
        finally:
            process.kill()


def forget(db: Database, log: Path) -> None:
    for table in ("transcript", "chunk_result", "job"):
        db.table(table).delete_where()
    log.unlink(missing_ok=True)


def the_one_run(db: Database, programme_id: str) -> Transcript:
    """Return the only transcript there is, without what is new in every archive."""
    (run,) = list_transcripts(db, programme_id)
    return replace(run, transcript_id="", created_at="")


def kill_often(archive: Archive, db: Database, programme_id: str, place: Path, kills: int) -> None:
    seed = random.randrange(1_000_000)
    chance = random.Random(seed)
    with nursery(archive, programme_id, place) as born:
        assert born.worker() == 0  # It decodes the sound, which is thrown away when it ends.
        forget(db, born.log)
        began = time.monotonic()
        assert born.worker() == 0
        took_s = time.monotonic() - began
        whole, batches = the_one_run(db, programme_id), born.batches()
        assert len(whole.segments) == SAYINGS
        assert len(batches) == len(set(batches)) == 4
        done = 0
        while done < kills:
            forget(db, born.log)
            done += kill_until_done(db, born, chance, took_s, kills - done, seed)
            assert the_one_run(db, programme_id) == whole, seed
            assert set(born.batches()) == set(batches), seed
            assert db.table("unfinished_words").count == 0
            assert next(iter(db.query("PRAGMA integrity_check"))) == {"integrity_check": "ok"}


def has_succeeded(db: Database) -> bool:
    return any(job.state is JobState.SUCCEEDED for job in list_jobs(db))


def kill_until_done(db: Database, born: Nursery, chance: random.Random, took_s: float, most: int, seed: int) -> int:
    """Return how many workers were killed before one came to the end."""
    hits = stored = 0
    while (status := born.worker(chance.uniform(0, took_s) if hits < most else None)) == -signal.SIGKILL:
        hits += 1
        if has_succeeded(db):  # Killed between the end of its job and its own.
            status = 0
            break
        kept = db.table("chunk_result").count
        assert kept >= stored, f"seed {seed}: what was stored is gone"
        assert len(born.batches()) <= kept + hits, f"seed {seed}: a kill cost more than one batch"
        stored = kept
    assert status == 0, seed
    (job,) = list_jobs(db)
    assert job.state is JobState.SUCCEEDED, seed
    assert job.attempt <= hits + 1, seed  # Some were killed before they had the job.
    assert len(born.batches()) <= len(set(born.batches())) + hits, seed
    return hits


def test_fifty_kills_change_nothing(archive: Archive, db: Database, programme_id: str, tmp_path: Path) -> None:
    kill_often(archive, db, programme_id, tmp_path, kills=50)


@pytest.mark.release
@pytest.mark.timeout(7_200)
def test_a_thousand_kills_change_nothing(archive: Archive, db: Database, programme_id: str, tmp_path: Path) -> None:
    kill_often(archive, db, programme_id, tmp_path, kills=1_000)
