"""fixity: is every file still what it was?"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click
import msgspec

from media.away.place import noted
from media.backup.place import BackupPlace
from media.rounds.look import look
from media.rounds.records import Fault, Finding
from media.rounds.store import open_rounds
from webapp.cli.place import Place, pass_place
from webapp.edition.layout import Layout
from webapp.rounds import expected, put_right

SAID = {
    Fault.CHANGED: "is no longer what it was",
    Fault.MISSING: "is missing",
    Fault.UNREADABLE: "cannot be read",
    Fault.UNKNOWN: "is there, and nothing in the archive says why",
    Fault.DAMAGED: "is damaged; only “muragat restore” of a whole backup puts a database back",
}


@click.command()
@click.option("--minutes", metavar="N", type=click.FloatRange(0), help="Stop after so long; the next time goes on.")
@click.option(
    "--repair",
    "backups",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Put back from these backups what changed or is missing.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON record.")
@pass_place
def fixity(place: Place, minutes: float | None, backups: Path | None, as_json: bool) -> None:
    """Read every file of archive and edition and say which is not what it was. Exit 1 where one is not.

    Stopped at any time, the next time goes on with the files that were looked at longest ago.
    """
    until = time.monotonic() + 60 * minutes if minutes is not None else None
    layout = Layout(place.edition)
    if backups:
        BackupPlace(backups.absolute()).require()  # Before an hour of looking, not after it.
    with place.open() as db:
        found = expected(place.archive, db, layout)
    db = open_rounds(place.archive)
    try:
        seen = look(db, found.watched, found.unknown, lambda: until is None or time.monotonic() < until)
    finally:
        db.close()
    repaired: tuple[Finding, ...] = ()
    if backups:
        with place.open() as db:
            repaired = put_right(place.archive, db, layout, BackupPlace(backups.absolute()), seen.findings)
    wrong = [finding for finding in seen.findings if finding not in repaired]
    if as_json:
        record = {
            "round": seen.round,
            "left": seen.left,
            "wrong": [{"name": each.name, "fault": each.fault} for each in wrong],
            "repaired": [each.name for each in repaired],
        }
        click.echo(msgspec.json.encode(record).decode())
    else:
        for finding in wrong:
            click.echo(f"{finding.name} {SAID[finding.fault]}.", err=True)
        if any(each.fault is Fault.UNREADABLE for each in wrong) and noted(place.archive):
            click.echo("“muragat doctor” says whether the store for sound answers.", err=True)
        for finding in repaired:
            click.echo(f"{finding.name} was put back from the backup.", err=True)
        left = f"; {seen.left} are left for the next time" if seen.left else ", all that there are"
        click.echo(f"{seen.round.files} files looked at since {seen.round.begun_at[:10]}{left}.")
    if wrong:
        sys.exit(1)


COMMANDS = (fixity,)
