"""serve: the public site, the newsroom, or both for one person at a desk."""

from __future__ import annotations

import logging

import click

from media.wordless import log_to_standard_error
from webapp.cli.place import Place, pass_place
from webapp.public.contact import Contact
from webapp.public.site_address import SiteAddress
from webapp.redaction.rows import check_key
from webapp.serve import become_public, serve_both, serve_newsroom

PORT = 8000


@click.command()
@click.argument("which", type=click.Choice(["public", "newsroom"]), required=False)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65_534), default=PORT, show_default=True)
@click.option("--address", help="That others know the public site by, as https://archive.example.")
@click.option("--contact", metavar="MAIL", help="Where readers write of errors, as corrections@archive.example.")
@pass_place
def serve(place: Place, which: str | None, host: str, port: int, address: str | None, contact: str | None) -> None:
    """Serve the public site, or the newsroom, or both: the public site at --port, the newsroom one port above."""
    if (address or contact) and which == "newsroom":
        raise click.UsageError("--address and --contact are of the public site; the newsroom needs none.")
    # Refused here, where the user sees it, and not in a child.
    if address:
        SiteAddress.parse(address)
    if contact:
        Contact.parse(contact)
    if which == "public":
        become_public(place.edition, host, port, address, contact)
        return
    log_to_standard_error(logging.INFO)
    with place.create() as db:  # Migrations run before anybody can knock.
        check_key(db)
    if which == "newsroom":
        serve_newsroom(place.archive, place.edition, host, port)
    else:
        serve_both(place.archive, place.edition, host, port, address, contact)


COMMANDS = (serve,)
