"""watch: a folder in which others put sound."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import click

from webapp.cli.place import Place, pass_place
from webapp.cli.programmes import read_facts
from webapp.importing.lists.records import Outcome, Result
from webapp.watching.taking import FAILED
from webapp.watching.watch import Told, watch, watched

EVERY_S, SETTLED_S = 5.0, 20.0
SECONDS = click.FloatRange(min=0.1, max=3600)


@click.command("watch")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--every", "every_s", type=SECONDS, default=EVERY_S, show_default=True, help="Seconds between two looks.")
@click.option(
    "--settled", "settled_s", type=SECONDS, default=SETTLED_S, show_default=True,
    help="Seconds for which a file may not change before it is brought in.",
)  # fmt: skip
@click.option("--once", is_flag=True, help="Bring in what is there when it has settled, then end.")
@pass_place
def watch_command(place: Place, folder: Path, every_s: float, settled_s: float, once: bool) -> None:
    """Bring in the sound that others put into FOLDER, and move it to done/ or failed/ there, with what came of it."""
    # Another program may open a file while it is looked whether one does: the system says so by this signal.
    signal.signal(signal.SIGIO, signal.SIG_IGN)
    failed: list[str] = []

    def tell(each: Told) -> None:
        if each.result is None:
            click.echo(each.trouble, err=True)
            failed.append(each.trouble)
            return
        is_failed = each.result.outcome is Outcome.FAILED
        stream = sys.stderr if is_failed else sys.stdout
        line = _told(each.result) if stream.isatty() else _logged(each.result)
        click.echo(line, file=stream)
        if is_failed:
            failed.append(line)

    with place.create() as db, watched(folder) as places:
        watch(place.archive, db, places, read_facts, tell, every_s=every_s, settled_s=settled_s, once=once)
    if failed:
        sys.exit(1)


def _told(found: Result) -> str:
    """Return what a person at a terminal reads."""
    return "  ".join(part for part in (found.name, found.outcome, found.programme_id, found.sentence) if part)


def _logged(found: Result) -> str:
    """Return what is left in a log: a file may have the name of a source, and a sentence may quote it."""
    if found.outcome is Outcome.FAILED:
        return f"{found.outcome}  {found.programme_id or '–'}  The reason lies beside it, in {FAILED}/."
    return f"{found.outcome}  {found.programme_id}"


COMMANDS = (watch_command,)
