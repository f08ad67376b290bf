"""glossary: names and terms that recognition is told to expect."""

from __future__ import annotations

import click
import msgspec

from transcribe.glossary import EVERY_SERIES, add_terms, is_series, list_terms, remove_terms
from webapp.cli.place import Place, pass_place

SERIES = click.option(
    "--series", default=EVERY_SERIES, metavar="NAME", help="Of the programmes of this series; else of all programmes."
)


@click.group()
def glossary() -> None:
    """Names and terms that recognition is told to expect."""


@glossary.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
@pass_place
def list_glossary(place: Place, as_json: bool) -> None:
    """List the terms of every series."""
    with place.open() as db:
        terms = list_terms(db)
    if as_json:
        click.echo(msgspec.json.encode(terms).decode())
        return
    for term in terms:
        click.echo(f"{term.term}\t{term.series or 'all programmes'}")


@glossary.command("add")
@SERIES
@click.argument("terms", metavar="TERM…", nargs=-1, required=True)
@pass_place
def add(place: Place, series: str, terms: tuple[str, ...]) -> None:
    """Add terms, the most important first."""
    with place.create() as db:
        added = add_terms(db, series, terms)
        is_expected = is_series(db, series)
    click.echo(
        f"{len(added)} added, {len(terms) - len(added)} there already; they count from the next transcription on."
    )
    if not is_expected:
        click.echo(f"No programme is of the series “{series.strip()}” yet; its terms count once one is.", err=True)


@glossary.command("remove")
@SERIES
@click.argument("terms", metavar="TERM…", nargs=-1, required=True)
@pass_place
def remove(place: Place, series: str, terms: tuple[str, ...]) -> None:
    """Remove terms."""
    with place.open() as db:
        removed = remove_terms(db, series, terms)
    click.echo(f"{removed} removed, {len(terms) - removed} not there.")


COMMANDS = (glossary,)
