"""jobs, cancel, retry, priority: the ledger of the machine's work."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Sequence

import click
import msgspec

from transcribe import jobs as ledger
from transcribe.pipeline import do_job
from transcribe.records import ACTIVE, Job, JobState, Priority
from webapp.cli.place import Place, pass_place
from webapp.cli.progress import job_progress, standing
from webapp.kinds import ALL_KINDS

WATCH_SECONDS = 1.0
PRIORITIES = {"normal": Priority.NORMAL, "urgent": Priority.URGENT}


@click.command()
@click.option("--watch", is_flag=True, help="Show them anew every second until no job is queued or running.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array.")
@pass_place
def jobs(place: Place, watch: bool, as_json: bool) -> None:
    """List the machine's work, newest first: how far it is, how fast, and how long it will still take."""
    with place.open() as db:
        while True:
            found = ledger.list_jobs(db)
            if as_json:
                lines = [msgspec.json.encode(found).decode()]
            elif watch and sys.stdout.isatty():
                lines = on_screen(found, *shutil.get_terminal_size())
            else:
                lines = [job_line(job) for job in found]
            if watch:
                click.clear()
            for line in lines:
                click.echo(line)
            if not watch or not any(job.state in ACTIVE for job in found):
                return
            time.sleep(WATCH_SECONDS)


def on_screen(found: Sequence[Job], columns: int, rows: int) -> list[str]:
    """Return what a terminal has room for, a line each: what runs, what waits, what ended, and how many more there are.

    :param found: newest first, as they stay within each of these.
    """
    ordered = sorted(found, key=lambda job: (job.state is not JobState.RUNNING) + (job.state not in ACTIVE))
    room = max(1, rows - 2)  # and the cursor's line
    more = [f"… and {len(ordered) - room} more: muragat jobs"] if len(ordered) > room else []
    return [line[:columns] for line in (*map(job_line, ordered[:room]), *more)]


def job_line(job: Job) -> str:
    """Return a job as one line of text."""
    is_waiting = job.state in ACTIVE
    urgent = "urgent" if is_waiting and job.priority is Priority.URGENT else ""
    parts = (urgent, standing(job) if job.state is JobState.RUNNING else "", job.error)
    told = "  ".join(part for part in parts if part)
    return f"{job.job_id}  {job.kind:10} {job.programme_id}  {job.state:9} {told}".rstrip()


@click.command()
@click.argument("job_id", metavar="JOB")
@pass_place
def cancel(place: Place, job_id: str) -> None:
    """Stop a job; what it has done is kept."""
    with place.open() as db:
        ledger.cancel(db, job_id)


@click.command()
@click.argument("job_id", metavar="JOB")
@pass_place
def retry(place: Place, job_id: str) -> None:
    """Put a failed or cancelled job back into the queue, and do it now."""
    with place.open() as db:
        job = ledger.retry(db, job_id)
        with job_progress(f"{job.kind} {job.programme_id}") as show:
            do_job(place.archive, db, job.kind, job.programme_id, dict(job.options), show, ALL_KINDS)


@click.command()
@click.argument("job_id", metavar="JOB")
@click.argument("level", metavar="normal|urgent", type=click.Choice(list(PRIORITIES)))
@pass_place
def priority(place: Place, job_id: str, level: str) -> None:
    """Let the newsroom's queue do a job before those that are not urgent, or in its turn again."""
    with place.open() as db:
        ledger.set_priority(db, job_id, PRIORITIES[level])


COMMANDS = (jobs, cancel, retry, priority)
