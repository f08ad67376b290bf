"""audit: who did what, and whether that is still as it was written."""

from __future__ import annotations

import dataclasses
import sys

import click
import msgspec

from media.catalogue import get_programme
from media.database import acted_by
from webapp.audit import Entry, count, entries, newest_sha256, verify
from webapp.cli.place import Place, pass_place

BROKEN = 1


@click.command()
@click.argument("programme_id", metavar="ID", required=False)
@click.option("--verify", "is_verified", is_flag=True, help="Only tell whether anything was changed behind its back.")
@click.option("--known", metavar="SHA256", help="With --verify: a hash that was printed earlier and kept elsewhere.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON record a row.")
@pass_place
def audit(place: Place, programme_id: str | None, is_verified: bool, known: str | None, as_json: bool) -> None:
    """Print who did what, of all programmes or of ID alone, the oldest first; or check it.

    Each row has a hash of itself and of the row before: keep the newest somewhere else, and no row before it can be
    changed unseen.
    """
    if known and not is_verified:
        raise click.UsageError("--known belongs to --verify.")
    with place.open() as db:
        if is_verified:
            faults = list(verify(db, known))
            for fault in faults:
                click.echo(fault.sentence, err=True)
            if faults:
                sys.exit(BROKEN)
            click.echo(f"Nothing was changed behind the audit's back. Its newest hash is {newest_sha256(db)}.")
            return
        if programme_id is not None and not count(db, programme_id):  # Of one that was erased the audit stays.
            get_programme(db, programme_id)
        for entry in entries(db, programme_id):
            click.echo(msgspec.json.encode(dataclasses.asdict(entry)).decode() if as_json else _line(entry))


def _line(entry: Entry) -> str:
    person, token = acted_by(entry.user_name or "")
    who = f"{person} by token {token}" if token else person or "–"
    return "  ".join((entry.at, who, entry.action, entry.programme_id or "–", entry.subject or "–", entry.sha256[:12]))


COMMANDS = (audit,)
