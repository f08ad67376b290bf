"""transcribe, align, link, jobs, cancel, retry: the machine's work."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec
from sqlite_utils import Database

from media.catalogue import add_document, current_recording, get_programme, list_programmes
from media.text_file import read_text
from transcribe import jobs as ledger
from transcribe.engines.protocol import ENGINE_NAMES
from transcribe.linking.run import latest_linking
from transcribe.pipeline import do_job
from transcribe.records import Job, JobState
from transcribe.transcripts import get_transcript, list_transcripts
from webapp.cli.place import Place, pass_place
from webapp.cli.progress import job_progress

WATCH_SECONDS = 1.0


@click.command()
@click.argument("programme_ids", metavar="ID…", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every programme that has sound and no transcript yet.")
@click.option("--engine", type=click.Choice(["auto", *ENGINE_NAMES]), default="auto", show_default=True)
@click.option("--model", default="base", show_default=True, help="A model's name, or the path of its weights.")
@click.option("--language", help="Overrides the programme's language for this run; auto lets the machine decide.")
@pass_place
def transcribe(
    place: Place, programme_ids: tuple[str, ...], everything: bool, engine: str, model: str, language: str | None
) -> None:
    """Recognise what is said. Stop it at any time; the same command goes on from there."""
    if everything == bool(programme_ids):
        raise click.UsageError("Name the programmes, or give --all.")
    options = {"engine": engine, "model": model} | ({"language": language} if language else {})
    with place.open() as db:
        chosen = programme_ids or tuple(_waiting(db))
        for programme_id in chosen:
            with job_progress(f"transcribing {programme_id}") as show:
                _remark(do_job(place.archive, db, "transcribe", programme_id, options, show))
            run = get_transcript(db, programme_id)
            words = sum(len(segment.words) for segment in run.segments)
            click.echo(f"{programme_id}: run {run.number}, {words} words by {run.provenance.engine}", err=True)


def _remark(job: Job) -> None:
    """Say what a person should know although the job has succeeded."""
    if job.error:
        click.echo(job.error, err=True)


def _waiting(db: Database) -> Iterator[str]:
    for programme in list_programmes(db):
        if current_recording(db, programme.programme_id) and not list_transcripts(db, programme.programme_id):
            yield programme.programme_id


@click.command()
@click.argument("programme_id", metavar="ID")
@click.argument("script", required=False, type=click.Path(path_type=Path))
@click.option("--model", default="base", show_default=True, help="A model's name, or the path of its weights.")
@pass_place
def align(place: Place, programme_id: str, script: Path | None, model: str) -> None:
    """Find when each word of a known SCRIPT is spoken; without SCRIPT, of the programme's newest one."""
    with place.open() as db:
        programme = get_programme(db, programme_id)
        if script:
            add_document(db, programme_id, "script", read_text(script), language=programme.language)
        with job_progress(f"aligning {programme_id}") as show:
            _remark(do_job(place.archive, db, "align", programme_id, {"model": model}, show))
        run = get_transcript(db, programme_id)
        words = [word for segment in run.segments for word in segment.words]
        heard = sum(1 for word in words if word.doubt is None)
        click.echo(f"{programme_id}: run {run.number}, {heard} of {len(words)} words heard", err=True)


@click.command()
@click.argument("programme_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print the linking as one JSON record.")
@pass_place
def link(place: Place, programme_id: str, as_json: bool) -> None:
    """Link every sentence of the summary to the seconds that bear it out."""
    with place.open() as db:
        do_job(place.archive, db, "link", programme_id, {}, None)
        linking = latest_linking(db, programme_id)
    if linking is None:
        raise click.ClickException("The linking was not stored; run “muragat link” again.")
    if as_json:
        click.echo(msgspec.json.encode(linking).decode())
        return
    for item in linking.links:
        where = ", ".join(span.media_fragment() for span in item.spans) or "–"
        click.echo(f"{item.verdict:12} {where:20} {item.claim.text}")


@click.command()
@click.option("--watch", is_flag=True, help="Show them anew every second until no job is queued or running.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array.")
@pass_place
def jobs(place: Place, watch: bool, as_json: bool) -> None:
    """List the machine's work, newest first."""
    with place.open() as db:
        while True:
            found = ledger.list_jobs(db)
            if as_json:
                click.echo(msgspec.json.encode(found).decode())
            else:
                for job in found:
                    click.echo(job_line(job))
            if not watch or not any(job.state in (JobState.QUEUED, JobState.RUNNING) for job in found):
                return
            time.sleep(WATCH_SECONDS)
            click.clear()


def job_line(job: Job) -> str:
    """Return a job as one line of text."""
    share = f"{100 * job.done // job.total} %" if job.total and job.state is JobState.RUNNING else ""
    return f"{job.job_id}  {job.kind:10} {job.programme_id}  {job.state:9} {share} {job.error or ''}".rstrip()


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
            do_job(place.archive, db, job.kind, job.programme_id, dict(job.options), show)


COMMANDS = (transcribe, align, link, jobs, cancel, retry)
