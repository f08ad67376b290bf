"""erase: a programme goes out of the archive for good."""

from __future__ import annotations

import sys

import click
import msgspec

from webapp.cli.place import Place, pass_place
from webapp.cli.publishing import AS_USER
from webapp.erasing.erase import ask, go_on, require_admin
from webapp.erasing.records import Obstacle, Pending
from webapp.erasing.store import find_erasure

PENDING = 1
WHY = {
    Obstacle.DATABASE_BUSY: "Another process is writing to the database; do it again when its work is done.",
    Obstacle.LOG_IN_USE: "Another process still reads an older state of the database; do it again in a minute.",
    Obstacle.NO_ROOM: "The disk has no room to write the database anew; make as much room as it has itself.",
    Obstacle.VOICES_IN_USE: "Another process reads the voice prints; do it again in a minute.",
    Obstacle.EDITION_BUSY: "The public edition still has files of it; do it again.",
    Obstacle.PUBLIC_ELSEWHERE: "It is public in another edition than this one, and stays public there; do it again at "
    "once with “--edition”, or MURAGAT_EDITION, of the one where it is published.",
    Obstacle.IN_THE_MAKING: "A file in the making may be of it; do it again in ten minutes.",
    Obstacle.BYTES_LEFT: "Words of it were found here; remove this file if it is yours, then do it again.",
    Obstacle.UNKNOWN_TABLE: "This release does not know whether this table holds words of programmes; update it.",
}


@click.command()
@click.argument("programme_id", metavar="ID")
@AS_USER
@click.option("--reason", default="", help="Kept for good with the name of who did it: say no name and no title.")
@click.option("--yes", "is_sure", is_flag=True, help="Do not ask whether it is meant.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON record.")
@pass_place
def erase(place: Place, programme_id: str, user_name: str, reason: str, is_sure: bool, as_json: bool) -> None:
    """Erase a programme from the archive: rows, words, sound, and what they left behind.

    Nothing brings it back. It says done only after it has read through the archive's files and found nothing of it;
    else it says what is in the way, and the same command goes on from there.
    """
    with place.open() as db:
        require_admin(db, user_name)
        if find_erasure(db, programme_id) is None and not is_sure:
            click.confirm(
                f"Erase programme {programme_id} for good, with its sound and all that was written?", abort=True
            )
        ask(place.archive, db, place.edition, programme_id, user_name, reason)
        pending = go_on(place.archive, db, place.edition, programme_id, user_name)
    if as_json:
        record = {"programme_id": programme_id, "is_done": not pending, "pending": pending}
        click.echo(msgspec.json.encode(record).decode())
    elif not pending:
        click.echo(
            f"Programme {programme_id} is erased: nothing of it was found in this archive. Backups and copies of files "
            "that were made before still hold it.",
        )
    for each in pending:
        click.echo(f"Pending: {_sentence(each)}", err=True)
    if pending:
        sys.exit(PENDING)


def _sentence(pending: Pending) -> str:
    return f"{pending.where}: {WHY[pending.obstacle]}" if pending.where else WHY[pending.obstacle]


COMMANDS = (erase,)
