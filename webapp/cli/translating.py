"""translate: a programme's words in English, by machine."""

from __future__ import annotations

import click

from media.catalogue import get_programme
from transcribe.able import require_able, require_parts
from transcribe.jobs import enqueue
from transcribe.kinds.translate import WHISPER
from transcribe.pipeline import do_job
from transcribe.translation.records import LABEL
from transcribe.translation.store import get_translation
from webapp.cli.jobs import PRIORITIES
from webapp.cli.place import Place, pass_place
from webapp.cli.progress import job_progress
from webapp.translations import translation_draft


@click.command()
@click.argument("programme_id", metavar="ID")
@click.option(
    "--translate",
    "how",
    default=WHISPER,
    show_default=True,
    metavar="whisper|NAME|PATH",
    help="Whisper listens and says it in English; or a model that translates the text (OPUS-MT, NLLB).",
)
@click.option(
    "--model", default="auto", show_default=True, help="Whisper’s: a model's name, or the path of its weights."
)
@click.option("--queue", type=click.Choice(list(PRIORITIES)), help="Let the newsroom’s queue do it; urgent goes first.")
@click.option("--json", "as_json", is_flag=True, help="Print the translation as one JSON record.")
@pass_place
def translate(place: Place, programme_id: str, how: str, model: str, queue: str | None, as_json: bool) -> None:
    """Translate the words into English: a layer of its own. The same command goes on from a stop."""
    if how != WHISPER and model != "auto":
        raise click.UsageError("--model chooses Whisper's model; the one for text is what --translate names.")
    options = {"translate": how, "model": model}
    with place.open() as db:
        if queue:
            require_able("translate", options, get_programme(db, programme_id).language, place.archive.models)
            require_parts(db, "translate", programme_id)
            click.echo(enqueue(db, "translate", programme_id, options, PRIORITIES[queue]).job_id)
            return
        with job_progress(f"translating {programme_id}") as show:
            do_job(place.archive, db, "translate", programme_id, options, show)
        made = get_translation(db, programme_id)
        if as_json:
            click.echo(translation_draft(db, programme_id, "json").decode(), nl=False)
    translated = sum(not each.is_original for each in made.segments)
    passages = "1 passage" if translated == 1 else f"{translated} passages"
    click.echo(f"{programme_id}: {passages} by {made.made_by.model}. {LABEL}.", err=True)


COMMANDS = (translate,)
