"""pack: whole programmes leave for those who keep archives."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import msgspec

from media.bagit.check import check_bag
from media.catalogue import list_programmes
from webapp.cli.place import Place, pass_place
from webapp.packing.pack import pack as pack_programme

NOT_WHOLE = 1


@click.command()
@click.argument("directory", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.argument("programme_ids", metavar="[ID]…", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Every programme that has no bag in DIR yet.")
@click.option("--check", "only_check", is_flag=True, help="Pack nothing; read every bag in DIR and say what is wrong.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON record a programme.")
@pass_place
def pack(
    place: Place, directory: Path, programme_ids: tuple[str, ...], every: bool, only_check: bool, as_json: bool
) -> None:
    """Put programmes into bags (BagIt, RFC 8493): DIR/ID each, with originals and every row, readable by you alone.

    Not for publication: what is kept back is heard in the originals.
    """
    if bool(programme_ids) + every + only_check != 1:
        raise click.UsageError("Say which programmes: their ids after DIR, or --all; or --check alone.")
    at = directory.absolute()
    if only_check:
        _check(at, as_json)
        return
    with place.open() as db:
        ids = programme_ids
        if every:
            ids = tuple(each.programme_id for each in list_programmes(db) if not (at / each.programme_id).exists())
        for programme_id in dict.fromkeys(ids):
            packed = pack_programme(place.archive, db, programme_id, at)
            click.echo(msgspec.json.encode(packed).decode() if as_json else str(packed.place))


def _check(at: Path, as_json: bool) -> None:
    """Read the bags of a directory; what a killed command has left there is no bag, and is named too."""
    bags = sorted(path for path in at.iterdir() if path.is_dir())
    is_whole = True
    for path in bags:
        wrong = check_bag(path)
        is_whole = is_whole and not wrong
        if as_json:
            click.echo(msgspec.json.encode({"programme_id": path.name, "wrong": wrong}).decode())
            continue
        click.echo(f"{path.name}: {'whole' if not wrong else 'not whole'}")
        for sentence in wrong:
            click.echo(f"  {sentence}", err=True)
    if not bags:
        click.echo(f"There is no bag in {at}; make some with “muragat pack”.", err=True)
    if not (bags and is_whole):
        sys.exit(NOT_WHOLE)


COMMANDS = (pack,)
