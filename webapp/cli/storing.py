"""store: originals and access copies in a store, and off this disk when nobody uses them."""

from __future__ import annotations

import sys

import click
import msgspec

from media.away.files import files_of
from media.away.put_away import put_away
from webapp.cli.place import Place, pass_place


@click.command()
@click.option(
    "--free-after",
    "unused_days",
    metavar="DAYS",
    type=click.IntRange(1),
    help="Then take from this disk what nobody used for so many days; it comes back when it is wanted.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON record.")
@pass_place
def store(place: Place, unused_days: int | None, as_json: bool) -> None:
    """Put originals and access copies into the store that MURAGAT_STORE names, each once and held against its hash.

    Nothing leaves this disk before the store's copy was read whole in that moment and is right. Exit 1 where a file on
    this disk is no longer what it was; it is not stored.
    """
    with place.open() as db:
        rows = db.execute("SELECT sha256, access_sha256 FROM recording ORDER BY rowid").fetchall()
    files = (kept for sha256, access_sha256 in rows for kept in files_of(place.archive, sha256, access_sha256))
    done = put_away(place.archive, files, unused_days)
    if as_json:
        click.echo(msgspec.json.encode(done).decode())
    else:
        for name in done.damaged:
            click.echo(f"{name} is no longer what it was, and was not stored; put it back from a backup.", err=True)
        stored = f"{len(done.stored)} files were stored ({done.stored_bytes} bytes)"
        click.echo(f"{stored}, {len(done.freed)} left this disk ({done.freed_bytes} bytes).")
    if done.damaged:
        sys.exit(1)


COMMANDS = (store,)
