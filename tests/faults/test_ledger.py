"""The ledger between real processes that race, stop, die and wake up too late."""

from __future__ import annotations

import signal
from contextlib import ExitStack

import pytest
from sqlite_utils import Database

from media.archive import Archive
from media.catalogue import add_programme
from tests.faults.processes import actor
from transcribe import jobs, lease
from transcribe.owner import this_process
from transcribe.records import JobState


@pytest.fixture
def programme_id(db: Database) -> str:
    return add_programme(db, {"title": "Тарих", "language": "kk"}).programme_id


def ask_for_many(db: Database, programme_id: str, count: int) -> list[str]:
    with db.atomic():
        made = [jobs.enqueue(db, "transcribe", programme_id, {"model": str(number)}) for number in range(count)]
    return [job.job_id for job in made]


def race(archive: Archive, db: Database, programme_id: str, races: int) -> bool:
    """Let two processes claim the same jobs; returns whether each got some: on a busy machine one may do it all."""
    job_ids = ask_for_many(db, programme_id, races)
    with ExitStack() as stack:
        claimers = [stack.enter_context(actor("claim_all", archive.database_path, ",".join(job_ids))) for _ in range(2)]
        for claimer in claimers:
            claimer.go()
        first, second = (claimer.read_until("ready") for claimer in claimers)
    assert sorted(first + second) == sorted(job_ids), "every job has one owner, none has two"
    assert {job.fence for job in jobs.list_jobs(db)} == {1}
    return bool(first and second)


def test_two_processes_never_hold_one_job(archive: Archive, db: Database, programme_id: str) -> None:
    raced = []
    while not any(raced):
        assert len(raced) < 10, "one process never had a chance: these were no races"
        db.execute("DELETE FROM job")
        raced.append(race(archive, db, programme_id, races=200))


@pytest.mark.release
@pytest.mark.timeout(3_600)
def test_two_processes_never_hold_one_job_in_ten_thousand_races(
    archive: Archive, db: Database, programme_id: str
) -> None:
    for _ in range(10):
        db.execute("DELETE FROM job")
        race(archive, db, programme_id, races=1_000)


def test_the_same_work_asked_for_at_once_waits_once(archive: Archive, db: Database, programme_id: str) -> None:
    with ExitStack() as stack:
        askers = [stack.enter_context(actor("enqueue_all", archive.database_path, programme_id, 20)) for _ in range(2)]
        for asker in askers:
            asker.go()
        answers = [answer for asker in askers for answer in asker.read_until("")]
    assert len(answers) == 40
    assert {job.job_id for job in jobs.list_jobs(db)} == set(answers)
    assert len(set(answers)) == 1


def test_who_wakes_up_too_late_can_write_nothing(archive: Archive, db: Database, programme_id: str) -> None:
    job = jobs.enqueue(db, "transcribe", programme_id, {})
    with actor("write_late", archive.database_path, job.job_id) as zombie:
        zombie.process.send_signal(signal.SIGSTOP)
        assert lease.claim(db, job.job_id, this_process()) is None, "it lives, and its lease holds"
        db.execute("UPDATE job SET lease_until_ms = 1")
        ours = lease.claim(db, job.job_id, this_process())
        assert ours is not None
        zombie.process.send_signal(signal.SIGCONT)
        zombie.go()
        assert zombie.read_until("") == ["LeaseLost"] * 7
    assert jobs.get_job(db, job.job_id) == ours
    assert db.table("chunk_result").count == 0
    assert lease.succeed(db, ours, None).state is JobState.SUCCEEDED


def test_who_was_cancelled_meanwhile_can_write_nothing(archive: Archive, db: Database, programme_id: str) -> None:
    job = jobs.enqueue(db, "transcribe", programme_id, {})
    with actor("write_late", archive.database_path, job.job_id) as stopped:
        cancelled = jobs.cancel(db, job.job_id)
        stopped.go()
        assert stopped.read_until("") == ["JobCancelled"] * 7
    assert jobs.get_job(db, job.job_id) == cancelled
