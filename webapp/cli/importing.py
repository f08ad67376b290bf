"""import: saved pages of document archives, and lists of programmes."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import msgspec

from media.catalogue import check_facts
from media.errors import MediaError
from media.language import parse_language
from media.records import KEPT
from webapp.cli.place import Place, pass_place
from webapp.importing.pages.records import PageRecord, Unsure
from webapp.importing.said import why_message, why_values

FILE = click.Path(path_type=Path)
UNKNOWN = "?"


@click.command("import")
@click.argument("file", type=FILE, metavar="PAGE|LIST")
@click.option("--audio", type=FILE, help="The recording that belongs to the page.")
@click.option("--to", "programme_id", help="Add what the page says to this programme instead of a new one.")
@click.option("--files", type=FILE, help="The folder that has all files of the list; where the list is, unless said.")
@click.option("--language", help="What is spoken where the page or a row does not say: a tag such as kk, or auto.")
@click.option("--dry-run", is_flag=True, help="Print what is found, and store nothing.")
@click.option("--report", "report_file", type=FILE, help="Write what came of every row into this .csv or .json.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON record.")
@pass_place
def import_command(
    place: Place,
    file: Path,
    audio: Path | None,
    programme_id: str | None,
    files: Path | None,
    language: str | None,
    report_file: Path | None,
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Make a programme of a saved PAGE, or one of every row of a LIST (CSV, XLSX).

    Of a page the last line is the programme's id; what is not sure is asked in a terminal, or marked.
    """
    from webapp.importing.lists.read import entries_of_list, is_list  # noqa: PLC0415 (lxml, and more)

    if language:
        language = parse_language(language)
    if is_list(file):
        if audio or programme_id:
            raise click.UsageError("--audio and --to are for a page; a list names its sounds itself.")
        from webapp.cli.many import bring_many  # noqa: PLC0415

        entries = entries_of_list(file, files, language)
        bring_many(place, entries, dry_run=dry_run, report_file=report_file, as_json=as_json)
        return
    if files or report_file:
        raise click.UsageError("--files and --report are for a list; a page is one programme.")
    _import_page(place, file, audio, programme_id, language, dry_run=dry_run, as_json=as_json)


def _import_page(
    place: Place,
    file: Path,
    audio: Path | None,
    programme_id: str | None,
    language: str | None,
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    from webapp.importing.bring import answered, import_page, open_page, spoken  # noqa: PLC0415

    record, page = open_page(file)
    if language:
        record = spoken(record, language)
    if dry_run:
        _print(record, None, as_json=as_json)
        return
    if sys.stdin.isatty():
        record = answered(record, _ask)
    with place.create() as db:
        taken = import_page(place.archive, db, page, record, sound=audio, programme_id=programme_id)
    if taken.remark:
        click.echo(f"{taken.remark} To add the page to it, say --to {taken.programme_id}.", err=True)
    _print(record, taken.programme_id, as_json=as_json)


def _ask(unsure: Unsure) -> str | None:
    click.echo(f"{unsure.name}: {why_message(unsure) % why_values(unsure)}", err=True)
    while True:
        asked = f"  What is right? (Enter: as in brackets; {UNKNOWN}: leave it to be checked)"
        answer: str = click.prompt(asked, unsure.value or UNKNOWN, err=True)
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
            lines = " / ".join(line for line in (value or "–").splitlines() if line)
            click.echo(f"{name:12} {lines}", err=programme_id is not None)
        if doubt := unsure.get(name):
            click.echo(f"{'':12} ! {why_message(doubt) % why_values(doubt)}", err=programme_id is not None)
    if programme_id:
        click.echo(programme_id)


COMMANDS = (import_command,)
