"""mirror: an edition in another place, for a CDN or for other machines."""

from __future__ import annotations

import time

import click
import msgspec

from media.stores.errors import StoreFailed
from media.stores.opening import open_store
from webapp.mirroring.bring import Brought, Mirror

LOOK_S = 1.0
AGAIN_S = 5.0
"""After a store has not answered."""


@click.command()
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@click.option("--follow", is_flag=True, help="Go on until stopped: what is withdrawn is gone there within seconds.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON record a pass.")
def mirror(source: str, target: str, follow: bool, as_json: bool) -> None:
    """Make TO hold the edition that FROM does; each is a directory or a store such as s3://bucket/prefix.

    Every file is held against its hash after it was written. What was withdrawn goes first, the index comes last. The
    names of files that were removed are printed: caches must be told to forget them.
    """
    copy = Mirror(open_store(source), open_store(target))
    stamp = copy.stamp()
    _say(copy.bring(), as_json)
    while follow:
        time.sleep(LOOK_S)
        try:
            now = copy.stamp()
            if now != stamp:
                _say(copy.bring(), as_json)
                stamp = now
        except StoreFailed as error:
            click.echo(str(error), err=True)
            time.sleep(AGAIN_S)


def _say(brought: Brought, as_json: bool) -> None:
    if as_json:
        click.echo(msgspec.json.encode(brought).decode())
        return
    for name in brought.removed:
        click.echo(name)
    copied = f"{len(brought.copied)} files were copied ({brought.copied_bytes} bytes)"
    click.echo(f"{copied}, {len(brought.removed)} were removed.", err=True)


COMMANDS = (mirror,)
