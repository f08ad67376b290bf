"""alike: recordings that sound the same, and what people say of them."""

from __future__ import annotations

from collections.abc import Iterator

import click
import msgspec
from sqlite_utils import Database

from media.alike.look import look
from media.alike.prints import open_prints
from media.archive import Archive
from media.catalogue import list_programmes, recordings_of
from media.records import Recording
from webapp.alike.decide import decide
from webapp.alike.found import alike_of, open_pairs
from webapp.alike.records import Alike, SameAnswer
from webapp.cli.place import Place, pass_place
from webapp.interface import clock
from webapp.people.assignments import require_editor


class AlikeLine(msgspec.Struct, frozen=True):
    """Two programmes whose recordings sound the same."""

    programme_id: str
    other_id: str
    title: str
    other_title: str
    percent: int
    shared_ms: int
    later_ms: int
    answer: SameAnswer | None
    decided_by: str | None


@click.command()
@click.argument("programme_id", metavar="[ID]", required=False)
@click.argument("other_id", metavar="[OTHER]", required=False)
@click.option("--same", "answer", flag_value=SameAnswer.SAME, help="Keep ID’s recording as another one of OTHER.")
@click.option("--not-same", "answer", flag_value=SameAnswer.OTHER, help="They are not the same; nobody is asked again.")
@click.option("--as", "user_name", metavar="USER", help="Who says so.")
@click.option("--listen", is_flag=True, help="First listen to recordings that were never compared.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON record a line.")
@pass_place
def alike(
    place: Place,
    programme_id: str | None,
    other_id: str | None,
    answer: str | None,
    user_name: str | None,
    *,
    listen: bool,
    as_json: bool,
) -> None:
    """List recordings that sound the same and about which nobody has decided; of ID all, decided or not.

    With --same or --not-same, say what two programmes are.
    """
    if answer and not (programme_id and other_id and user_name):
        raise click.UsageError("Name both programmes, and who says so: muragat alike ID OTHER --same --as USER.")
    if not answer and (other_id or user_name):
        raise click.UsageError("Say what the two are: --same or --not-same, with --as USER.")
    with place.open() as db:
        if listen:
            _listen(place.archive, db)
        if answer and programme_id and other_id and user_name:
            decide(db, programme_id, other_id, SameAnswer(answer), require_editor(db, programme_id, user_name))
        found = alike_of(db, programme_id, None) if programme_id else open_pairs(db, None)
        for line in map(_line, found):
            click.echo(msgspec.json.encode(line).decode() if as_json else _said(line))


def offers(db: Database, programme_id: str) -> Iterator[str]:
    """Yield what is said of a programme that was just added: each of the others that sounds the same."""
    for each in alike_of(db, programme_id, None):
        if each.is_open:
            own, other = each.programme_ids
            yield (
                f"This sounds like programme {other}, “{each.other.programme.title}” ({each.pair.percent} %): "
                f"“muragat alike {own} {other} --same --as USER” keeps it as another recording of that one, "
                f"“--not-same” goes on with it as a programme of its own."
            )


def _listen(archive: Archive, db: Database) -> None:
    recordings: dict[str, Recording] = {
        recording.sha256: recording
        for programme in reversed(list_programmes(db))
        for recording in recordings_of(db, programme.programme_id)
    }
    with open_prints(archive) as prints:
        lacking = prints.lacking(list(recordings))
    for sha256 in lacking:
        look(archive, db, recordings[sha256])
    click.echo(f"Listened to {len(lacking)} of {len(recordings)} recordings.", err=True)


def _line(each: Alike) -> AlikeLine:
    own, other = each.programme_ids
    said = each.decision
    return AlikeLine(
        programme_id=own,
        other_id=other,
        title=each.own.programme.title,
        other_title=each.other.programme.title,
        percent=each.pair.percent,
        shared_ms=each.pair.shared_ms,
        later_ms=each.later_ms,
        answer=said.answer if said else None,
        decided_by=said.user_name if said else None,
    )


def _said(line: AlikeLine) -> str:
    said = f"{line.programme_id}  {line.other_id}  {line.percent:3} %  {clock(line.shared_ms)}"
    decided = {None: "", SameAnswer.SAME: "  the same", SameAnswer.OTHER: "  not the same"}[line.answer]
    return (
        f"{said}  “{line.title}” and “{line.other_title}”{decided}{f' ({line.decided_by})' if line.decided_by else ''}"
    )


COMMANDS = (alike,)
