"""What commands print that bring in many programmes: a line each, then how many."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path

import click
import msgspec

from webapp.cli.place import Place
from webapp.importing.lists.bring import bring_entries
from webapp.importing.lists.records import Entry, Outcome
from webapp.importing.lists.report import report


def bring_many(
    place: Place, entries: Iterable[Entry], *, dry_run: bool, report_file: Path | None, as_json: bool = False
) -> None:
    """Bring in entries and say what came of each; the exit code is 1 where one failed."""
    counts: Counter[Outcome] = Counter()
    with place.create() as db, report(report_file) if report_file else nullcontext() as write:
        for result in bring_entries(place.archive, db, entries, dry_run=dry_run):
            counts[result.outcome] += 1
            if write:
                write(result)
            if not as_json:
                said = (result.name, result.outcome, result.programme_id or "", result.title, result.sentence)
                click.echo("  ".join(part for part in said if part), err=result.outcome is Outcome.FAILED)
    if as_json:
        click.echo(msgspec.json.encode({str(each): counts[each] for each in Outcome}).decode())
    else:
        click.echo(", ".join(f"{each}: {counts[each]}" for each in Outcome if counts[each]) or "nothing found")
    if counts[Outcome.FAILED]:
        sys.exit(1)
