"""Kill the machines of a cluster: what comes out is what one machine would have made, and nothing kept is asked again.

Scheduler, workers and head are real processes that speak over mutual TLS; each worker has a real engine child, whose
words are quickly computed (`tests.faults.quick_engine`).
"""

from __future__ import annotations

import random
import time
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from media.archive import Archive
from tests.faults.clustered import Cluster, cluster, until
from tests.faults.sayings import SAYINGS, add_sayings
from transcribe.jobs import list_jobs
from transcribe.records import JobState, Transcript
from transcribe.transcripts import list_transcripts

WORKERS = 4
IN_FLIGHT = WORKERS + 2
"""Batches that are lost at most when the scheduler dies."""


def the_one_run(db: Database, programme_id: str) -> Transcript:
    (run,) = list_transcripts(db, programme_id)
    return replace(run, transcript_id="", created_at="")


def forget(db: Database, machines: Cluster) -> None:
    for table in ("transcript", "chunk_result", "job"):
        db.table(table).delete_where()
    for path in (machines.log, machines.notes):
        path.unlink(missing_ok=True)


def shown(db: Database) -> str:
    """Return what the newest job says that it waits for."""
    return next((job.error or "" for job in list_jobs(db)), "")


def is_done(db: Database) -> bool:
    return any(job.state is JobState.SUCCEEDED for job in list_jobs(db))


def test_a_worker_and_the_scheduler_may_die(archive: Archive, db: Database, shared_data: Path, tmp_path: Path) -> None:
    programme_id = add_sayings(archive, db, shared_data, tmp_path)
    with cluster(tmp_path, pause_s=0.3) as machines:
        head = machines.start_head(archive.root, programme_id)
        until(lambda: "cannot be reached" in shown(db), "a job that waits for the scheduler")
        machines.start_scheduler()
        until(lambda: "has no worker" in shown(db), "a job that waits for a worker")
        machines.start_worker()
        until(lambda: len(machines.begun()) > 0, "a batch")
        machines.kill(machines.workers[0])
        until(lambda: "No worker" in shown(db), "a job without workers")
        machines.start_worker()
        until(lambda: db.table("chunk_result").count > 0, "a batch that is kept")
        machines.kill(machines.scheduler)
        until(lambda: "cannot be reached" in shown(db), "a job that waits again")
        machines.start_scheduler()
        assert machines.wait(head) == 0
        (job,) = list_jobs(db)
        assert (job.state, job.error) == (JobState.SUCCEEDED, None)
        assert machines.asked_again() == set()
        far, batches = the_one_run(db, programme_id), set(machines.begun())
        assert len(far.segments) == SAYINGS
        forget(db, machines)
        assert machines.stop(machines.workers[-1]) == 0
        assert machines.stop(machines.scheduler) == 0
        assert machines.work_alone(archive.root, programme_id) == 0
        assert the_one_run(db, programme_id) == far
        assert set(machines.begun()) == batches


@pytest.mark.release
@pytest.mark.timeout(7_200)
def test_a_hundred_kills_of_any_machine_change_nothing(
    archive: Archive, db: Database, shared_data: Path, tmp_path: Path
) -> None:
    """Four workers and the scheduler, each killed at any moment, and now and then the head."""
    seed = random.randrange(1_000_000)
    chance = random.Random(seed)
    programme_id = add_sayings(archive, db, shared_data, tmp_path, sayings=74)  # ten batches
    with cluster(tmp_path, pause_s=0.3) as machines:
        assert machines.work_alone(archive.root, programme_id) == 0
        whole, batches = the_one_run(db, programme_id), set(machines.begun())
        machines.start_scheduler()
        for _ in range(WORKERS):
            machines.start_worker()
        kills = schedulers = 0
        while kills < 100:
            forget(db, machines)
            head = machines.start_head(archive.root, programme_id)
            in_this = lost = 0
            while not is_done(db) and kills < 100:
                time.sleep(chance.uniform(0, 2))
                if is_done(db):
                    break
                kills += 1
                in_this += 1
                target = chance.choice([*machines.workers, machines.scheduler, head])
                machines.kill(target)
                if target == head:
                    # Killed between the end of its job and its own: the same command would be another job.
                    head = 0 if is_done(db) else machines.start_head(archive.root, programme_id)
                    lost += IN_FLIGHT
                elif target == machines.scheduler:
                    machines.start_scheduler()
                    schedulers += 1
                    lost += IN_FLIGHT
                else:
                    machines.workers.remove(target)
                    machines.start_worker()
                    lost += 2  # what it heard, and what it had heard and nobody had fetched
            until(lambda: is_done(db), f"the end of the job (seed {seed})")
            assert not head or machines.wait(head) == 0, seed
            assert the_one_run(db, programme_id) == whole, seed
            assert set(machines.begun()) == batches, seed
            assert machines.asked_again() == set(), seed
            assert len(machines.begun()) <= len(batches) + lost, seed
            assert next(iter(db.query("PRAGMA integrity_check"))) == {"integrity_check": "ok"}
        assert schedulers > 0, seed
