"""import: saved pages of document archives, and lists of programmes."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import msgspec

from media.catalogue import check_facts
from media.errors import MediaError
from media.records import KEPT
from webapp.cli.place import Place, pass_place
from webapp.importing.bring import answered, import_page, open_page
from webapp.importing.pages.records import PageRecord, Unsure
from webapp.importing.said import why_message, why_values

FILE = click.Path(path_type=Path)
UNKNOWN = "?"


@click.command("import")
@click.argument("file", type=FILE, metavar="PAGE")
@click.option("--audio", type=FILE, help="The recording that belongs to the page.")
@click.option("--to", "programme_id", help="Add what the page says to this programme instead of a new one.")
@click.option("--dry-run", is_flag=True, help="Print what is found, and store nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON record.")
@pass_place
def import_command(
    place: Place, file: Path, audio: Path | None, programme_id: str | None, *, dry_run: bool, as_json: bool
) -> None:
    """Make a programme of a saved PAGE. The last line is its id; what is not sure is asked in a terminal, or marked."""
    record, page = open_page(file)
    if sys.stdin.isatty() and not dry_run:
        record = answered(record, _ask)
    if dry_run:
        _print(record, None, as_json=as_json)
        return
    with place.create() as db:
        taken = import_page(place.archive, db, page, record, sound=audio, programme_id=programme_id)
    if taken.remark:
        click.echo(f"{taken.remark} To add the page to it, say --to {taken.programme_id}.", err=True)
    _print(record, taken.programme_id, as_json=as_json)


def _ask(unsure: Unsure) -> str | None:
    click.echo(f"{unsure.name}: {why_message(unsure) % why_values(unsure)}", err=True)
    while True:
        answer: str = click.prompt(f"  right is ({UNKNOWN}: leave it to be checked)", unsure.value or UNKNOWN, err=True)
        if answer.strip() == UNKNOWN:
            return None
        try:
            check_facts({unsure.name: answer})
        except MediaError as error:
            click.echo(f"  {error}", err=True)
        else:
            return answer


def _print(record: PageRecord, programme_id: str | None, *, as_json: bool) -> None:
    if as_json:
        flat = {
            "id": programme_id,
            **{name: record.facts.get(name) for name in KEPT},
            "summary": record.summary,
            "summary_language": record.summary_language,
            "unsure": record.unsure,
            "furniture": record.furniture,
        }
        click.echo(msgspec.json.format(msgspec.json.encode(flat), indent=2).decode())
        return
    unsure = {each.name: each for each in record.unsure}
    for name in (*KEPT, "summary"):
        value = record.summary if name == "summary" else record.facts.get(name)
        if value or name in unsure:
            click.echo(f"{name:12} {' / '.join((value or '–').split(chr(10)))}", err=programme_id is not None)
        if doubt := unsure.get(name):
            click.echo(f"{'':12} ! {why_message(doubt) % why_values(doubt)}", err=programme_id is not None)
    if programme_id:
        click.echo(programme_id)


COMMANDS = (import_command,)
