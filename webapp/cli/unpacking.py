"""unpack: whole programmes come in from those who keep archives."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import msgspec
from sqlite_utils import Database

from media.errors import MuragatError
from webapp.cli.place import Place, pass_place
from webapp.packing.errors import NotUnpacked
from webapp.packing.found import Found, find_packed
from webapp.packing.unpack import Outcome, require_admin
from webapp.packing.unpack import unpack as unpack_programme
from webapp.redaction.vault import OTHER_KEY_VARIABLE

FAILED = 1
SAID = {
    Outcome.UNPACKED: "brought in; it is approved by nobody here yet",
    Outcome.LOCKED: "brought in; what is kept back of it is sealed with another key, and nothing of it can be approved "
    f"until it is unpacked again with that key in {OTHER_KEY_VARIABLE}",
    Outcome.OPENED: "was here; what is kept back of it is opened now, and sealed with this archive’s key",
    Outcome.WORKED_ON: "came in before, and was worked on here since; nothing was done",
    Outcome.THERE: "is here already, with the same content; nothing was done",
}


@click.command()
@click.argument("directory", metavar="DIR", type=click.Path(exists=True, path_type=Path))
@click.argument("names", metavar="[ID]…", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Every programme that is packed in DIR.")
@click.option("--as", "user_name", metavar="USER", required=True, help="Who brings them in: an admin.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON record a programme.")
@pass_place
def unpack(
    place: Place, directory: Path, names: tuple[str, ...], user_name: str, *, every: bool, as_json: bool
) -> None:
    """Bring in programmes that “muragat pack” has put into DIR, each whole and with all its past, or not at all.

    Nothing of them is approved or public here. Done again it goes on, and does nothing twice.
    """
    if bool(names) == every:
        raise click.UsageError("Say which programmes: their ids after DIR, or --all.")
    found = {each.name: each for each in find_packed(directory.absolute())}
    missing = [name for name in names if name not in found]
    if missing:
        raise NotUnpacked(f"There is no packed programme {missing[0]} in {directory}; nothing was brought in.")
    chosen = list(found) if every else list(dict.fromkeys(names))
    failed = 0
    with place.open() as db:
        require_admin(db, user_name)
        for number, name in enumerate(chosen, 1):
            failed += not _unpack(place, db, found[name], user_name, as_json=as_json)
            if len(chosen) > 1 and not as_json:
                click.echo(f"{number} of {len(chosen)}", err=True)
    if failed:
        sys.exit(FAILED)


def _unpack(place: Place, db: Database, found: Found, user_name: str, *, as_json: bool) -> bool:
    """Bring one in and say what came of it; one that cannot be brought in keeps no other out."""
    try:
        brought = unpack_programme(place.archive, db, found.open(), user_name)
    except MuragatError as error:
        if as_json:
            click.echo(msgspec.json.encode({"name": found.name, "outcome": "failed", "sentence": str(error)}).decode())
        else:
            click.echo(f"{found.name}: {error}", err=True)
        return False
    if as_json:
        click.echo(msgspec.json.encode(brought).decode())
    else:
        click.echo(f"{brought.programme_id}  {SAID[brought.outcome]}")
    return True


COMMANDS = (unpack,)
