"""export: the words as a file, in the format and the way that somebody needs."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from sqlite_utils import Database

from transcribe.formats import render
from transcribe.formats.bundle import pack
from transcribe.formats.export import Export
from transcribe.formats.guides import GUIDES, NETFLIX
from transcribe.formats.options import Options, Text, Unit
from transcribe.formats.translation import RENDER
from webapp.cli.place import Place, pass_place
from webapp.downloads.asked import ALL, NAMES, RANGES, require_use
from webapp.downloads.of_archive import draft_export
from webapp.downloads.public import public_export
from webapp.public.site_address import SiteAddress
from webapp.translations import translation_draft


@click.command()
@click.argument("programme_id", metavar="ID")
@click.option("--format", "name", type=click.Choice(NAMES), default="vtt", show_default=True, help="“zip” for all.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="A file; else standard output.")
@click.option("--public", "is_public", is_flag=True, help="What is public now, from the edition alone.")
@click.option("--address", metavar="URL", help="Of the public site, to be cited; with --public.")
@click.option("--run", type=int, help="The machine's run of this number; else the words as they stand now.")
@click.option(
    "--text", type=click.Choice([each.value for each in Text]), default=Text.ORIGINAL.value, show_default=True
)
@click.option("--latin", is_flag=True, help="Kazakh in Latin letters.")
@click.option("--speakers/--no-speakers", default=True, help="Whether it says who speaks.")
@click.option(
    "--unit",
    type=click.Choice([each.value for each in Unit]),
    default=Unit.SENTENCES.value,
    show_default=True,
    help="With times.",
)
@click.option("--clean", is_flag=True, help="Documents without times, doubts and comments.")
@click.option(
    "--guide", type=click.Choice([*GUIDES]), default=NETFLIX.name, show_default=True, help="That captions follow."
)
@click.option("--lines", type=click.IntRange(*RANGES["lines"]), help="In a caption; else as the guide says.")
@click.option("--characters", type=click.IntRange(*RANGES["characters"]), help="In a line; else as the guide says.")
@click.option("--speed", type=click.IntRange(*RANGES["speed"]), help="Characters a second; else as the guide says.")
@click.option("--translation", is_flag=True, help="The newest machine translation with what is out of date marked.")
@pass_place
def export(
    place: Place,
    programme_id: str,
    name: str,
    output: Path | None,
    is_public: bool,
    address: str | None,
    run: int | None,
    text: str,
    latin: bool,
    speakers: bool,
    unit: str,
    clean: bool,
    guide: str,
    lines: int | None,
    characters: int | None,
    speed: int | None,
    translation: bool,
) -> None:
    """Write the words as a file: a draft of the newest, or with --public what the edition has."""
    options = Options(
        guide=GUIDES[guide],
        lines=lines,
        characters=characters,
        speed=speed,
        unit=Unit(unit),
        speakers=speakers,
        text=Text(text),
        latin=latin,
        clean=clean,
    )
    require_use(name, options)
    if translation and run is not None:
        raise click.UsageError("Give --run for a transcript, or --translation; not both.")
    if is_public and (translation or run is not None):
        raise click.UsageError("The edition has neither runs nor drafts of a translation; leave --public out.")
    if address is not None and not is_public:
        raise click.UsageError("Only what is public has an address; give --public with it.")
    if translation:
        with place.open() as db:
            _write(_translation(db, programme_id, name), output)
        return
    if is_public:
        site = SiteAddress.parse(address) if address else None
        exported = public_export(place.edition, programme_id, f"{site.scheme}://{site.host}" if site else None)
        stem = f"{programme_id}-v{exported.version}"
    else:
        with place.open() as db:
            exported = draft_export(db, programme_id, run)
        stem = f"{programme_id}-draft"
    _write(_file(exported, stem, name, options), output)


def _translation(db: Database, programme_id: str, name: str) -> bytes:
    if name not in RENDER:
        raise click.UsageError(
            f"A translation with its marks is written as {', '.join(RENDER)}; for others give --text translation."
        )
    return translation_draft(db, programme_id, name)


def _file(exported: Export, stem: str, name: str, options: Options) -> bytes:
    return pack(exported, stem, options) if name == ALL else render(name, exported, options)


def _write(data: bytes, output: Path | None) -> None:
    if output:
        output.write_bytes(data)
    elif sys.stdout.isatty() and b"\0" in data:
        raise click.UsageError("This is no text to be shown; name a file with -o.")
    else:
        sys.stdout.buffer.write(data)


COMMANDS = (export,)
