"""Who may do a job: one owner at a time, by lease, and a fencing number that shuts out whoever held it before."""

from __future__ import annotations

import time
from collections.abc import Collection
from typing import Any

from sqlite_utils import Database

from media.database import immediate, utc_now
from transcribe.errors import JobCancelled, LeaseLost
from transcribe.jobs import get_job
from transcribe.owner import Owner
from transcribe.records import INTERRUPTED, Job, JobState

LEASE_MS = 60_000
"""After so long without a heartbeat the owner counts as gone, also where nobody can see whether it lives."""

MAX_INTERRUPTIONS = 5
"""After so many owners that died over one job, the queue leaves it to a person: it may be what kills them."""


def claim(db: Database, job_id: str | None, owner: Owner, kinds: Collection[str] | None = None) -> Job | None:
    """Take a job over and return it with a new fence: it stands for the lease in all that follows.

    :param job_id: of a job in any state but succeeded; ``None`` for the most urgent of the queue, of equals the
        oldest, that no earlier one of its programme holds up.
    :param kinds: of the queue only jobs of these, ``None`` of all.
    :return: ``None`` where another living owner holds it, it has succeeded, or there is nothing to do.
    """
    with immediate(db):
        for row in _next(db, kinds) if job_id is None else _named(db, job_id):
            if row["state"] == JobState.RUNNING and not _is_abandoned(row):
                continue
            if job_id is None and row["attempt"] >= MAX_INTERRUPTIONS:
                _give_up(db, row["job_id"])
                continue
            db.execute(
                """UPDATE job SET state = 'running', attempt = iif(state IN ('queued', 'running'), attempt, 0) + 1,
                   fence = fence + 1, owner = ?, lease_until_ms = ?, error = NULL, started_at = ?, finished_at = NULL
                   WHERE job_id = ?""",
                [str(owner), _now_ms() + LEASE_MS, utc_now(), row["job_id"]],
            )
            return get_job(db, row["job_id"])
    return None


def heartbeat(db: Database, job: Job) -> None:
    """Hold the lease for another `LEASE_MS`.

    :raises JobCancelled: a person has stopped the job.
    :raises LeaseLost: another owner has it.
    """
    _write(db, job, "lease_until_ms = ?", _now_ms() + LEASE_MS)


def progress(db: Database, job: Job, done_ms: int, total_ms: int, speed: float) -> Job:
    """Note how far a job is, in ms of sound, and how fast (`Job.speed`).

    :raises JobCancelled: a person has stopped the job.
    :raises LeaseLost: another owner has it.
    """
    changes = "lease_until_ms = ?, done = ?, total = ?, speed = ?"
    return _write(db, job, changes, _now_ms() + LEASE_MS, done_ms, total_ms, speed)


def remark(db: Database, job: Job, sentence: str | None) -> None:
    """Show what a running job waits for, ``None`` where it goes on; without a write where that is shown already.

    :raises JobCancelled: a person has stopped the job.
    :raises LeaseLost: another owner has it.
    """
    if get_job(db, job.job_id).error != sentence:
        _write(db, job, "error = ?", sentence)


def check_held(db: Database, job: Job) -> None:
    """Refuse a write in the name of a job that is no longer ours; call it in the transaction that writes.

    :raises JobCancelled: a person has stopped the job.
    :raises LeaseLost: another owner has it.
    """
    now = get_job(db, job.job_id)
    if now.state is JobState.RUNNING and now.fence == job.fence:
        return
    if now.state is JobState.CANCELLED:
        raise JobCancelled(
            f"Job {job.job_id} was stopped; what it had done is kept, the same command goes on from there."
        )
    raise LeaseLost(f"Job {job.job_id} has been taken over by another process; “muragat jobs --watch” shows it.")


def succeed(db: Database, job: Job, remark: str | None, because: str | None = None) -> Job:
    """End a job well; ``remark`` is what a person should know of the result all the same.

    :raises JobCancelled: a person has stopped the job.
    :raises LeaseLost: another owner has it.
    """
    return _end(db, job, JobState.SUCCEEDED, remark, because)


def fail(db: Database, job: Job, sentence: str, because: str | None = None) -> Job:
    """End a job that could not be done; ``retry`` or the same command tries again.

    :param because: `Job.because`.
    :raises JobCancelled: a person has stopped the job.
    :raises LeaseLost: another owner has it.
    """
    return _end(db, job, JobState.FAILED, sentence, because)


def stop(db: Database, job: Job) -> Job:
    """End a job because the person who started it stopped it here.

    :raises JobCancelled: it was stopped already.
    :raises LeaseLost: another owner has it.
    """
    return _end(db, job, JobState.CANCELLED, None)


def requeue(db: Database, job: Job) -> Job:
    """Give a job back unfinished: whoever asks next goes on with it.

    :raises JobCancelled: a person has stopped the job.
    :raises LeaseLost: another owner has it.
    """
    return _write(
        db, job, "state = ?, attempt = attempt - 1, error = NULL, owner = NULL, lease_until_ms = 0", JobState.QUEUED
    )


def _end(db: Database, job: Job, state: JobState, sentence: str | None, because: str | None = None) -> Job:
    changes = (
        "state = ?, error = ?, because = ?, finished_at = ?, done = iif(? = 'succeeded', total, done), owner = NULL"
    )
    return _write(db, job, changes, state, sentence, because, utc_now(), state)


def _write(db: Database, job: Job, changes: str, *values: object) -> Job:
    with immediate(db):
        check_held(db, job)
        db.execute(f"UPDATE job SET {changes} WHERE job_id = ?", [*values, job.job_id])  # noqa: S608
        return get_job(db, job.job_id)


def _next(db: Database, kinds: Collection[str] | None) -> list[dict[str, Any]]:
    """What an urgent job has to wait for, the earlier ones of its programme, is as urgent.

    Words need no access copy, and whoever brought an hour of sound wants the first of them in seconds.
    """
    wanted = "" if kinds is None else f"AND job.kind IN ({', '.join('?' * len(kinds))})"
    return list(
        db.query(
            f"""SELECT job.job_id, job.state, attempt, owner, lease_until_ms FROM (
                   SELECT min(rowid) AS first, min(iif(kind = 'prepare', NULL, rowid)) AS first_other,
                          max(priority) AS urgency FROM job
                   WHERE state IN ('queued', 'running') GROUP BY programme_id)
               JOIN job ON job.rowid = first OR (job.rowid = first_other AND job.kind IN ('transcribe', 'align'))
               WHERE TRUE {wanted} ORDER BY urgency DESC, job.rowid""",  # noqa: S608
            list(kinds or ()),
        )
    )


def _named(db: Database, job_id: str) -> list[dict[str, Any]]:
    return list(db.query("SELECT * FROM job WHERE job_id = ? AND state != 'succeeded'", [job_id]))


def _is_abandoned(row: dict[str, Any]) -> bool:
    return row["lease_until_ms"] < _now_ms() or (row["owner"] is not None and Owner.parse(row["owner"]).is_dead())


def _give_up(db: Database, job_id: str) -> None:
    sentence = (
        f"The machine’s process ended {MAX_INTERRUPTIONS} times over this job, perhaps for want of memory; "
        f"“muragat retry {job_id}” tries again."
    )
    db.execute(
        """UPDATE job SET state = 'failed', fence = fence + 1, owner = NULL, error = ?, because = ?, finished_at = ?
           WHERE job_id = ?""",
        [sentence, INTERRUPTED, utc_now(), job_id],
    )


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
