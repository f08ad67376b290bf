"""purge-list: what caches of others must be told to forget."""

from __future__ import annotations

import click

from webapp.cli.place import Place, pass_place
from webapp.public.site_address import SiteAddress
from webapp.purging import purge_list


@click.command("purge-list")
@click.argument("programme_id", metavar="ID")
@click.option("--address", default="", help="That readers know the public site by, as https://archive.example.")
@pass_place
def purge(place: Place, programme_id: str, address: str) -> None:
    """Print the addresses that a cache must forget when a programme is withdrawn; a star stands for whatever follows.

    It names sounds that are public no more: give it to nobody but whoever runs the cache.
    """
    site = address.rstrip("/")
    if site:
        SiteAddress.parse(site)
    with place.open() as db:
        for each in purge_list(place.archive, db, programme_id):
            click.echo(f"{site}{each}")


COMMANDS = (purge,)
