"""pack: whole programmes leave for those who keep archives."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
import msgspec
from sqlite_utils import Database

from media.bagit.check import check_bag
from media.catalogue import list_programmes
from media.ocfl.check import is_valid
from media.ocfl.check_root import check_root
from media.ocfl.root import StorageRoot, is_storage_root
from webapp.cli.place import Place, pass_place
from webapp.packing.pack import Packed
from webapp.packing.pack import pack as pack_programme
from webapp.packing.pack_ocfl import Stored, pack_ocfl

NOT_WHOLE = 1


@click.command()
@click.argument("directory", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.argument("programme_ids", metavar="[ID]…", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Every programme; of bags, those that have none in DIR yet.")
@click.option("--ocfl", is_flag=True, help="Into a storage root of OCFL 1.1: a version where something changed.")
@click.option("--check", "only_check", is_flag=True, help="Pack nothing; read all in DIR and say what is wrong.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON record a programme.")
@pass_place
def pack(
    place: Place,
    directory: Path,
    programme_ids: tuple[str, ...],
    *,
    every: bool,
    ocfl: bool,
    only_check: bool,
    as_json: bool,
) -> None:
    """Put programmes into bags (BagIt, RFC 8493): DIR/ID each, with originals and every row, readable by you alone.

    Not for publication: what is kept back is heard in the originals.
    """
    if bool(programme_ids) + every + only_check != 1 or (ocfl and only_check):
        raise click.UsageError("Say which programmes: their ids after DIR, or --all; or --check alone.")
    at = directory.absolute()
    if only_check:
        check = _check_root if is_storage_root(at) else _check
        check(at, as_json=as_json)
        return
    with place.open() as db:
        ids = list(dict.fromkeys(programme_ids))
        if every:
            known = (each.programme_id for each in list_programmes(db))
            ids = [each for each in known if ocfl or not (at / each).exists()]
        into = _into_root if ocfl else _into_bags
        for number, (record, said) in enumerate(into(place, db, ids, at), 1):
            click.echo(msgspec.json.encode(record).decode() if as_json else said)
            if len(ids) > 1 and sys.stderr.isatty():
                click.echo(f"{number} of {len(ids)}", err=True)


def _into_bags(place: Place, db: Database, ids: Iterable[str], at: Path) -> Iterator[tuple[Packed | Stored, str]]:
    for programme_id in ids:
        packed = pack_programme(place.archive, db, programme_id, at)
        yield packed, str(packed.place)


def _into_root(place: Place, db: Database, ids: Iterable[str], at: Path) -> Iterator[tuple[Packed | Stored, str]]:
    root = StorageRoot.create(at)
    with root.alone():
        for programme_id in ids:
            stored = pack_ocfl(place.archive, db, programme_id, root)
            yield stored, f"{stored.place}  {stored.version}{'' if stored.is_new else ', as it was'}"


def _check_root(at: Path, *, as_json: bool) -> None:
    """Judge a storage root, and every object of it, by the specification."""
    is_whole = True
    for path, problems in check_root(at):
        is_right = is_valid(problems)
        is_whole = is_whole and is_right
        wrong = [f"{each.code}: {each.what}" for each in problems]
        if as_json:
            click.echo(msgspec.json.encode({"place": str(path), "is_valid": is_right, "problems": wrong}).decode())
            continue
        click.echo(f"{path.name}: {'valid' if is_right else 'not valid'}")
        for sentence in wrong:
            click.echo(f"  {sentence}", err=True)
    if not is_whole:
        sys.exit(NOT_WHOLE)


def _check(at: Path, *, as_json: bool) -> None:
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
