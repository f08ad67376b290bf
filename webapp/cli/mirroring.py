"""mirror: an edition in another place, for a CDN or for other machines; backups in another house."""

from __future__ import annotations

import time
from contextlib import nullcontext

import click
import msgspec

from media.backup.mirror import holds_backups, mirror_backups
from media.backup.place import BackupPlace
from media.stores.door import Store
from media.stores.errors import StoreFailed
from media.stores.local import LocalStore
from media.stores.opening import open_store
from media.stores.records import Brought
from webapp.mirroring.bring import Mirror

LOOK_S = 1.0
AGAIN_S = 5.0
"""After a store has not answered."""


@click.command()
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@click.option("--follow", is_flag=True, help="Go on until stopped: what is withdrawn is gone there within seconds.")
@click.option(
    "--without-sound", is_flag=True, help="Of an edition: all but what people hear, which comes from elsewhere."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON record a pass.")
def mirror(source: str, target: str, follow: bool, without_sound: bool, as_json: bool) -> None:
    """Make TO hold the edition, or the backups, that FROM does; each is a directory or a store (s3://bucket/prefix).

    Every file is held against its hash after it was written. Of an edition what was withdrawn goes first and the index
    comes last; the names of files that were removed are printed: caches must be told to forget them.
    """
    here, there = open_store(source), open_store(target)
    if holds_backups(here):
        if without_sound:
            raise click.UsageError("--without-sound is of editions; a backup is whole or none.")
        _backups(here, there, as_json)
        return
    copy = Mirror(here, there, with_sound=not without_sound)
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


def _backups(source: Store, target: Store, as_json: bool) -> None:
    if isinstance(target, LocalStore):
        BackupPlace(target.root).create()  # Readable by its owner alone, before anything is in it.
    # What a backup is being made in, or is thinned out meanwhile, is waited for by saying so.
    held = BackupPlace(source.root).held(alone=False) if isinstance(source, LocalStore) else nullcontext()
    with held:
        _say(mirror_backups(source, target), as_json)


def _say(brought: Brought, as_json: bool) -> None:
    if as_json:
        click.echo(msgspec.json.encode(brought).decode())
        return
    for name in brought.removed:
        click.echo(name)
    copied = f"{len(brought.copied)} files were copied ({brought.copied_bytes} bytes)"
    click.echo(f"{copied}, {len(brought.removed)} were removed.", err=True)


COMMANDS = (mirror,)
