"""models: what recognises speech and translates on this machine, and how more comes in."""

from __future__ import annotations

from dataclasses import dataclass

import click
import msgspec

from transcribe.models import models_here
from transcribe.weights.add import Wish, add_model
from transcribe.weights.known import KNOWN, KnownModel
from transcribe.weights.model_record import NOT_STATED, ModelRecord
from webapp.cli.downloading import download_progress
from webapp.cli.place import Place, pass_place

ENGINES = tuple(dict.fromkeys(model.engine for model in KNOWN))
MANY = 5
"""More languages than this are counted, not named."""


@dataclass(frozen=True, slots=True)
class Inventory:
    """What ``models list --json`` prints."""

    here: tuple[ModelRecord, ...]
    known: tuple[KnownModel, ...]
    """That could be added by name."""


@click.group()
def models() -> None:
    """The models that recognise speech: what is here, and how to add more."""


@models.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON record.")
@pass_place
def list_models(place: Place, as_json: bool) -> None:
    """List the models on this machine, and the names that could be added."""
    here = tuple(models_here(place.archive.models))
    names = {record.name for record in here}
    known = tuple(model for model in KNOWN if model.name not in names)
    if as_json:
        click.echo(msgspec.json.encode(Inventory(here, known)).decode())
        return
    for record in here:
        click.echo(_line(record))
    if not here:
        click.echo("There is no model on this machine; fetch one with “muragat models add NAME”.")
    for engine in ENGINES:
        click.echo(f"Could be added, known to {engine}: {', '.join(m.name for m in known if m.engine == engine)}")


@models.command("add")
@click.argument("what", metavar="NAME|PATH")
@click.option("--engine", type=click.Choice(ENGINES), help="Whose download is wanted, where two engines know the name.")
@click.option("--name", help="What it is to be called here.")
@click.option("--licence", help="Under which terms it may be used; else as its origin states.")
@click.option("--origin", help="Where it comes from.")
@pass_place
def add(place: Place, what: str, engine: str | None, name: str | None, licence: str | None, origin: str | None) -> None:
    """Bring in a model that recognises or translates: by a name that an engine knows, or a file or directory."""
    place.archive.create()
    with download_progress() as show:
        added = add_model(Wish(what, engine, name, licence, origin), place.archive.models, show)
    click.echo(_line(added.record))
    if added.record.licence == NOT_STATED:
        click.echo("Its licence is not stated; ask whoever made it before you publish with it.", err=True)
    if added.untried:
        click.echo(f"It was not tried yet. {added.untried}", err=True)


def _line(record: ModelRecord) -> str:
    said = record.abilities.languages
    languages = f"{len(said)} languages" if len(said) > MANY else ", ".join(said) or "languages not stated"
    translates = ", translates to English" if record.abilities.translates else ""
    places = ", cannot place known words" if record.is_transducer else ""
    used_by = " and ".join(record.engines) or "for --translate"
    return (
        f"{record.name}: {used_by}; {record.size_bytes / 1e6:.0f} MB; {languages}{translates}{places}; "
        f"licence {record.licence}; from {record.origin}; sha256 {record.sha256[:12]}…"
    )


COMMANDS = (models,)
