"""transcribe: the machine's work, done here and now or put into the newsroom's queue."""

from __future__ import annotations

from collections.abc import Iterator

import click
from sqlite_utils import Database

from media.catalogue import current_recording, get_programme, list_programmes
from transcribe.able import require_able, require_parts
from transcribe.jobs import enqueue
from transcribe.kinds.speakers import AUTO, speakers_wanted
from transcribe.pipeline import do_job
from transcribe.records import Job
from transcribe.transcripts import get_transcript, list_transcripts
from webapp.cli.engine_name import EngineName
from webapp.cli.jobs import PRIORITIES
from webapp.cli.place import Place, pass_place
from webapp.cli.progress import job_progress
from webapp.kinds import ALL_KINDS

SPEAKERS = click.option(
    "--speakers",
    default=AUTO,
    show_default=True,
    metavar="auto|off|N",
    help="Tell the voices apart; N where you know how many there are.",
)


@click.command()
@click.argument("programme_ids", metavar="ID…", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every programme that has sound and no transcript yet.")
@click.option("--engine", type=EngineName(), default="auto", show_default=True)
@click.option("--model", default="auto", show_default=True, help="A model's name, or the path of its weights.")
@click.option("--language", help="Overrides the programme's language for this run; auto lets the machine decide.")
@click.option("--languages", metavar="TAG,TAG…", help="More than one is spoken: each chunk is in one of these (kk,ru).")
@SPEAKERS
@click.option("--queue", type=click.Choice(list(PRIORITIES)), help="Let the newsroom’s queue do it; urgent goes first.")
@pass_place
def transcribe(
    place: Place,
    programme_ids: tuple[str, ...],
    everything: bool,
    engine: str,
    model: str,
    language: str | None,
    languages: str | None,
    speakers: str,
    queue: str | None,
) -> None:
    """Recognise what is said. Stop it at any time; the same command goes on from there."""
    if everything == bool(programme_ids):
        raise click.UsageError("Name the programmes, or give --all.")
    options = {"engine": engine, "model": model} | _spoken(language, languages) | speakers_option(speakers)
    with place.open() as db:
        chosen = programme_ids or tuple(_waiting(db))
        if queue:
            for programme_id in chosen:
                require_able("transcribe", options, get_programme(db, programme_id).language, place.archive.models)
                require_parts(db, "transcribe", programme_id)
                click.echo(enqueue(db, "transcribe", programme_id, options, PRIORITIES[queue]).job_id)
            return
        for programme_id in chosen:
            with job_progress(f"transcribing {programme_id}") as show:
                _remark(do_job(place.archive, db, "transcribe", programme_id, options, show, ALL_KINDS))
            run = get_transcript(db, programme_id)
            words = sum(len(segment.words) for segment in run.segments)
            click.echo(f"{programme_id}: run {run.number}, {words} words by {run.provenance.engine}", err=True)


def _spoken(language: str | None, languages: str | None) -> dict[str, str]:
    if language and languages:
        raise click.UsageError("Give --language, or --languages where more than one is spoken.")
    if languages:
        return {"languages": languages}
    return {"language": language} if language else {}


def speakers_option(asked: str) -> dict[str, str]:
    """Return the option of a job, none for the default, so that a run of before is the same run."""
    speakers_wanted(asked)
    return {} if asked == AUTO else {"speakers": asked}


def _remark(job: Job) -> None:
    """Say what a person should know although the job has succeeded."""
    if job.error:
        click.echo(job.error, err=True)


def _waiting(db: Database) -> Iterator[str]:
    for programme in list_programmes(db):
        if current_recording(db, programme.programme_id) and not list_transcripts(db, programme.programme_id):
            yield programme.programme_id


COMMANDS = (transcribe,)
