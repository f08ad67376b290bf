"""merge: what a newer run heard otherwise, and taking its words where nobody has edited."""

from __future__ import annotations

from dataclasses import dataclass

import click
import msgspec
from sqlite_utils import Database

from media.catalogue import get_programme
from transcribe import newer_run
from transcribe.errors import NothingChanged
from transcribe.merge import Difference
from transcribe.newer_run import Comparison, compare
from webapp.accounts import User
from webapp.cli.place import Place, pass_place
from webapp.interface import clock
from webapp.people.assignments import require_editor


@dataclass(frozen=True, slots=True)
class DifferenceRecord:
    segment_id: str
    start_ms: int
    end_ms: int
    kind: str
    edited_by: str | None
    current: str | None
    """``None`` where nothing stands."""
    offered: str


@dataclass(frozen=True, slots=True)
class SetAsideRecord:
    """A difference that is not listed any more."""

    difference: DifferenceRecord
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class ComparisonRecord:
    id: str
    run: int
    stands_on_run: int
    set_aside_by: str | None
    accepted: int
    """In how many places words were taken over just now; they are not among the differences any more."""
    differences: tuple[DifferenceRecord, ...]
    set_aside: tuple[SetAsideRecord, ...]


@click.command()
@click.argument("programme_id", metavar="ID")
@click.option("--run", type=int, help="The run to compare; the newest where none is named.")
@click.option("--accept-unedited", is_flag=True, help="Take its words wherever nobody has edited, as one edit.")
@click.option("--set-aside", "aside", metavar="SEGMENT", multiple=True, help="List this difference no more.")
@click.option("--bring-back", "back", metavar="SEGMENT", multiple=True, help="List one again that was set aside.")
@click.option("--as", "user_name", metavar="USER", help="Who decides; needed with the three before.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON record.")
@pass_place
def merge(
    place: Place,
    programme_id: str,
    run: int | None,
    accept_unedited: bool,
    aside: tuple[str, ...],
    back: tuple[str, ...],
    user_name: str | None,
    as_json: bool,
) -> None:
    """List where a newer run differs from the words as they stand; people's words stay."""
    if bool(accept_unedited or aside or back) != bool(user_name):
        raise click.UsageError(
            "Give --accept-unedited, --set-aside or --bring-back together with --as USER: every edit has an author."
        )
    with place.open() as db:
        get_programme(db, programme_id)
        comparison = compare(db, programme_id, run)
        accepted = 0
        if user_name:
            user = require_editor(db, programme_id, user_name)
            _sort_out(db, comparison, aside, back, user)
            comparison = compare(db, programme_id, comparison.run.number)
            accepted = _accept(db, comparison, user) if accept_unedited else 0
            comparison = compare(db, programme_id, comparison.run.number)
    if as_json:
        click.echo(msgspec.json.encode(_record(comparison, accepted)).decode())
        return
    if accept_unedited:
        click.echo(f"{programme_id}: words of run {comparison.run.number} taken over in {accepted} places.", err=True)
    _print(comparison)


def _sort_out(db: Database, comparison: Comparison, aside: tuple[str, ...], back: tuple[str, ...], user: User) -> None:
    shas = {each.offered.segment_id: each.sha256 for each in (*comparison.differences, *comparison.all_aside)}
    for segment_id in aside:
        newer_run.set_difference_aside(db, comparison, segment_id, user.name, seen_sha256=shas.get(segment_id, ""))
    for segment_id in back:
        newer_run.bring_back(db, comparison, segment_id, seen_sha256=shas.get(segment_id, ""))


def _accept(db: Database, comparison: Comparison, user: User) -> int:
    try:
        return len(newer_run.accept_unedited(db, comparison, user.name).changes)
    except NothingChanged:
        return 0


def _record(comparison: Comparison, accepted: int) -> ComparisonRecord:
    return ComparisonRecord(
        id=comparison.run.programme_id,
        run=comparison.run.number,
        stands_on_run=comparison.text.transcript.number,
        set_aside_by=comparison.set_aside_by,
        accepted=accepted,
        differences=tuple(map(_difference, comparison.differences)),
        set_aside=tuple(
            SetAsideRecord(_difference(each.difference), each.user_name, each.created_at) for each in comparison.aside
        ),
    )


def _difference(each: Difference) -> DifferenceRecord:
    return DifferenceRecord(
        segment_id=each.offered.segment_id,
        start_ms=each.offered.start_ms,
        end_ms=each.offered.end_ms,
        kind=each.kind,
        edited_by=each.current.edited_by if each.current else None,
        current=each.current.text if each.current else None,
        offered=each.offered.text,
    )


def _print(comparison: Comparison) -> None:
    if comparison.aside:
        click.echo(f"{len(comparison.aside)} set aside; --json shows them.", err=True)
    elif not comparison.differences:
        click.echo("Nothing differs from the words as they stand, or from what people corrected.", err=True)
    for each in comparison.differences:
        click.echo(f"{clock(each.offered.start_ms)} {each.offered.segment_id}{_whose(comparison, each)}")
        click.echo(f"  - {each.current.text if each.current else ''}")
        click.echo(f"  + {each.offered.text}")


def _whose(comparison: Comparison, difference: Difference) -> str:
    if difference.current and difference.current.edited_by:
        return f" (edited by {difference.current.edited_by})"
    return " (read, or put into English, by somebody)" if comparison.is_worked_on(difference) else ""


COMMANDS = (merge,)
