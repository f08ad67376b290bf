"""The ledger of the machine's work: what was asked for, and how far it is. `transcribe.lease` says who does it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import msgspec
from sqlite_utils import Database

from media.catalogue import get_programme
from media.database import immediate, new_id, utc_now
from media.language import parse_language, parse_languages
from transcribe.errors import UnknownJob
from transcribe.records import Job, JobState, Priority, canonical_json

DEFAULTS: Mapping[str, Mapping[str, str]] = {
    "prepare": {},
    "transcribe": {"engine": "auto", "model": "auto"},
    "align": {"model": "auto"},
    "retime": {"model": "auto"},
    "link": {},
    "voices": {},
    "translate": {"translate": "whisper", "model": "auto"},
    "check": {},
}
"""The kinds of job, each with the options that it has where nobody says otherwise. `webapp.gate` does the last."""

SEGMENT = "segment"
"""The option of a ``retime`` that is about one segment."""

OF_SOUND = frozenset({"prepare", "transcribe", "align", "retime", "translate"})
"""The kinds whose progress is counted in ms of sound, so that their speed is one of sound."""

_COLUMNS = ", ".join(Job.__slots__)


def enqueue(
    db: Database, kind: str, programme_id: str, options: Mapping[str, str], priority: Priority = Priority.NORMAL
) -> Job:
    """Ask for a piece of work; where the same waits already, return that, made urgent where this is.

    :param kind: one of `DEFAULTS`.
    :param options: ``engine``, ``model``, ``language`` or ``languages``, as far as the kind has them.
    :raises UnknownProgramme: no such id.
    :raises UnknownLanguage: ``language`` is not a BCP 47 tag, or ``languages`` no list of them.
    """
    get_programme(db, programme_id)
    asked = _options(kind, options)
    with immediate(db):
        waiting = _find(
            db, "kind = ? AND programme_id = ? AND options = ? AND state = 'queued'", [kind, programme_id, asked]
        )
        if waiting:
            return set_priority(db, waiting[0].job_id, max(waiting[0].priority, priority))
        job_id = new_id("j")
        row = {
            "job_id": job_id,
            "kind": kind,
            "programme_id": programme_id,
            "state": JobState.QUEUED,
            "options": asked,
            "priority": priority,
            "created_at": utc_now(),
        }
        db.table("job").insert(row)
        return get_job(db, job_id)


def enqueue_unless_running(
    db: Database, kind: str, programme_id: str, options: Mapping[str, str], priority: Priority, *, since: str
) -> Job:
    """Ask for a piece of work as `enqueue` does; where the same runs and has begun after ``since``, return that.

    :param since: when what the work is about was made (ISO 8601, as `utc_now`): a run that began before did not see it.
    :raises UnknownProgramme, UnknownLanguage: as `enqueue`.
    """
    asked = _options(kind, options)
    with immediate(db):
        running = _find(
            db,
            "kind = ? AND programme_id = ? AND options = ? AND state = 'running' AND started_at >= ?",
            [kind, programme_id, asked, since],
        )
        return running[0] if running else enqueue(db, kind, programme_id, options, priority)


def find_or_enqueue(db: Database, kind: str, programme_id: str, options: Mapping[str, str]) -> Job:
    """Return the job that the same command left unfinished (waiting, running, failed, cancelled), or a new one.

    :raises UnknownProgramme: no such id.
    :raises UnknownLanguage: ``language`` is not a BCP 47 tag.
    """
    found = _find(
        db,
        "kind = ? AND programme_id = ? AND options = ?",
        [kind, programme_id, _options(kind, options)],
        order="state IN ('queued', 'running') DESC, rowid DESC LIMIT 1",
    )
    if found and found[0].state is not JobState.SUCCEEDED:
        return found[0]
    return enqueue(db, kind, programme_id, options)


def get_job(db: Database, job_id: str) -> Job:
    """:raises UnknownJob: no such id."""
    for job in _find(db, "job_id = ?", [job_id]):
        return job
    raise UnknownJob(f"There is no job “{job_id}”; “muragat jobs” shows the ids.")


def list_jobs(db: Database, programme_id: str | None = None) -> list[Job]:
    """Return the jobs of one programme or of all, newest first."""
    if programme_id is None:
        return _find(db, "true", [], order="rowid DESC")
    return _find(db, "programme_id = ?", [programme_id], order="rowid DESC")


def unfinished_jobs(db: Database) -> list[Job]:
    """Return the jobs of all programmes that wait or run, the oldest first."""
    return _find(db, "state IN ('queued', 'running')", [])


def ended_jobs(db: Database, programme_ids: Collection[str] | None, limit: int) -> list[Job]:
    """Return the jobs that ended last, the last first.

    :param programme_ids: of these programmes alone; ``None`` for all.
    """
    where, values = "state NOT IN ('queued', 'running')", list[str]()
    if programme_ids is not None:
        where += " AND programme_id IN (SELECT value FROM json_each(?))"
        values = [msgspec.json.encode(sorted(programme_ids)).decode()]
    return _find(db, where, values, order=f"coalesce(finished_at, created_at) DESC, rowid DESC LIMIT {limit}")


def newest_jobs(db: Database, programme_id: str) -> tuple[Job, ...]:
    """Return the newest job of each kind, in the order in which they are done."""
    newest: dict[str, Job] = {}
    for each in list_jobs(db, programme_id):
        newest.setdefault(each.kind, each)
    return tuple(newest[kind] for kind in DEFAULTS if kind in newest)


def failed_jobs(db: Database) -> list[Job]:
    """Return the jobs that failed and were not tried again since, of all programmes, newest first."""
    where = """state = 'failed' AND NOT EXISTS (
        SELECT 1 FROM job AS later
        WHERE later.programme_id = job.programme_id AND later.kind = job.kind AND later.rowid > job.rowid
    )"""
    return _find(db, where, [], order="rowid DESC")


def cancel(db: Database, job_id: str) -> Job:
    """Stop a job that waits or runs: what it has stored is kept, nothing that it does from now on is.

    :raises UnknownJob: no such id, or the job has ended already.
    """
    changed = db.execute(
        """UPDATE job SET state = 'cancelled', fence = fence + 1, owner = NULL, error = NULL, finished_at = ?
           WHERE job_id = ? AND state IN ('queued', 'running')""",
        [utc_now(), job_id],
    )
    if not changed.rowcount:
        raise UnknownJob(
            f"Job {job_id} is {get_job(db, job_id).state} already; only waiting or running ones can be stopped."
        )
    return get_job(db, job_id)


def retry(db: Database, job_id: str) -> Job:
    """Put a failed or cancelled job back into the queue; it goes on from what it has stored.

    :raises UnknownJob: no such id, or the job has neither failed nor been cancelled.
    """
    changed = db.execute(
        """UPDATE job SET state = 'queued', attempt = 0, error = NULL, finished_at = NULL
           WHERE job_id = ? AND state IN ('failed', 'cancelled')""",
        [job_id],
    )
    if not changed.rowcount:
        raise UnknownJob(
            f"Job {job_id} is {get_job(db, job_id).state}; only failed or cancelled ones can be tried again."
        )
    return get_job(db, job_id)


def set_priority(db: Database, job_id: str, priority: Priority) -> Job:
    """Say what a job that has not ended is worth beside the others; one that runs keeps it should it be given back.

    :raises UnknownJob: no such id, or the job has ended already.
    """
    changed = db.execute(
        "UPDATE job SET priority = ? WHERE job_id = ? AND state IN ('queued', 'running')", [priority, job_id]
    )
    if not changed.rowcount:
        raise UnknownJob(
            f"Job {job_id} is {get_job(db, job_id).state} already; only waiting or running ones can be made urgent."
        )
    return get_job(db, job_id)


def _job(row: Mapping[str, Any]) -> Job:
    """Return the record of a row of the table ``job``."""
    plain = {name: row[name] for name in Job.__slots__}
    return msgspec.convert({**plain, "options": msgspec.json.decode(plain["options"])}, Job)


def _options(kind: str, options: Mapping[str, str]) -> str:
    chosen = {**DEFAULTS[kind], **options}
    if "language" in chosen:
        chosen["language"] = parse_language(chosen["language"])
    if "languages" in chosen:
        chosen["languages"] = ",".join(parse_languages(chosen["languages"]))
    return canonical_json(chosen).decode()


def _find(db: Database, where: str, values: list[str], *, order: str = "rowid") -> list[Job]:
    rows = db.query(f"SELECT {_COLUMNS} FROM job WHERE {where} ORDER BY {order}", values)  # noqa: S608
    return [_job(row) for row in rows]
