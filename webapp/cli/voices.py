"""voices: whose voice is known again in later programmes of a series. Off until an admin turns it on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

import click
import msgspec
from sqlite_utils import Database

from media.catalogue import get_programme
from transcribe.errors import UnknownVoice, VoicesOff
from transcribe.pipeline import do_job
from transcribe.revise import current_text
from transcribe.speakers import known_voices
from transcribe.speakers.known_voices import KnownPerson, KnownSeries, Suggestion, known_people, suggestions_for
from transcribe.speakers.labels import speakers_of
from transcribe.speakers.likeness import others_per_thousand
from transcribe.speakers.voices_file import open_voices
from webapp.accounts import get_user
from webapp.cli.place import Place, pass_place
from webapp.cli.progress import job_progress
from webapp.errors import NotAllowed
from webapp.kinds import ALL_KINDS
from webapp.people.assignments import require_editor
from webapp.redaction.voices import not_kept_back, require_not_kept_back
from webapp.voices import acts

STORED = (
    "A voice print is stored for each person whom somebody asks to know again: it tells them from others for life, and "
    "whoever gets hold of it can look for their voice in other recordings."
)
AS = click.option("--as", "user_name", metavar="USER", required=True, help="Who asks for it.")


@dataclass(frozen=True, slots=True)
class SeriesRecord:
    series: KnownSeries
    people: tuple[KnownPerson, ...]


@click.group()
def voices() -> None:
    """Voices that are known again in later programmes of a series."""


@voices.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
@pass_place
def list_voices(place: Place, as_json: bool) -> None:
    """List the series for which this is on, and of whom a voice print is kept."""
    with place.open():
        db = open_voices(place.archive)
    found = _list(db) if db else ()
    if as_json:
        click.echo(msgspec.json.encode(found).decode())
        return
    if not found:
        click.echo("No voice prints are stored, for no series.", err=True)
    for each in found:
        click.echo(f"{each.series.series}: turned on by {each.series.allowed_by}, {each.series.created_at}")
        for person in each.people:
            click.echo(f"  {person.name}: prints of {person.prints} programmes; asked for by {person.asked_by}")


@voices.command("allow")
@click.argument("series")
@AS
@pass_place
def allow(place: Place, series: str, user_name: str) -> None:
    """Let voices of one series be known again."""
    with place.open() as db:
        user = get_user(db, user_name)
        if not user.is_admin:
            raise NotAllowed(f"{user.name} may not turn this on; name an admin.")
        with _file(place, make=True) as kept:
            acts.allow(db, kept, series, user.name)
    click.echo(f"On for “{series.strip()}”. {STORED} “muragat voices forbid” erases all of it.", err=True)


@voices.command("forbid")
@click.argument("series")
@pass_place
def forbid(place: Place, series: str) -> None:
    """Turn it off for a series, and erase its voice prints for good."""
    with place.open() as db, _file(place) as kept:
        acts.forbid(db, kept, series, None)
    click.echo("Off, and what was kept is erased from this archive; a copy of it made before is not.", err=True)


@voices.command("remember")
@click.argument("programme_id", metavar="ID")
@click.argument("names", metavar="NAME…", nargs=-1, required=True)
@AS
@pass_place
def remember(place: Place, programme_id: str, names: tuple[str, ...], user_name: str) -> None:
    """Know the voices of people who are named in a programme again, and listen to them now."""
    with place.open() as db, _file(place) as kept:
        user = require_editor(db, programme_id, user_name)
        if not user.is_staff:
            raise NotAllowed(f"{user.name} may not ask for this; name a journalist.")
        speaking = speakers_of(current_text(db, programme_id).segments)
        for name in names:
            if name not in speaking:
                raise UnknownVoice(f"Nobody is called “{name}” in programme {programme_id}; name the speaker first.")
        require_not_kept_back(db, programme_id, names)
        series = get_programme(db, programme_id).series or ""
        acts.remember(db, kept, series, not_kept_back(db, names), user.name)
        _listen(place, db, programme_id)


@voices.command("forget")
@click.argument("series")
@click.argument("name")
@pass_place
def forget(place: Place, series: str, name: str) -> None:
    """Erase the voice prints of one person for good."""
    with place.open() as db, _file(place) as kept:
        acts.forget(db, kept, series, name, None)
    click.echo("What was kept is erased from this archive; a copy of it made before is not.", err=True)


@voices.command("listen")
@click.argument("programme_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
@pass_place
def listen(place: Place, programme_id: str, as_json: bool) -> None:
    """Say who the unnamed voices of a programme may be; nobody is named by this."""
    with place.open() as db, _file(place) as kept:
        _listen(place, db, programme_id)
        found = suggestions_for(kept, current_text(db, programme_id).transcript.transcript_id)
    if as_json:
        click.echo(msgspec.json.encode(found).decode())
        return
    if not found:
        click.echo("No voice here is like one that is known.", err=True)
    for each in found:
        click.echo(_line(each))


def _line(each: Suggestion) -> str:
    return (
        f"{each.speaker}: perhaps {each.name} (likeness {each.likeness:.2f}; of 1,000 other people’s voices up to "
        f"{others_per_thousand(each.likeness)} were as alike when this was measured)"
    )


def _list(db: Database) -> tuple[SeriesRecord, ...]:
    with closing(db):
        return tuple(SeriesRecord(each, known_people(db, each.series)) for each in known_voices.known_series(db))


def _listen(place: Place, db: Database, programme_id: str) -> None:
    with job_progress(f"listening to {programme_id}") as show:
        do_job(place.archive, db, "voices", programme_id, {}, show, ALL_KINDS)


@contextmanager
def _file(place: Place, *, make: bool = False) -> Iterator[Database]:
    db = open_voices(place.archive, make=make)
    if db is None:
        raise VoicesOff("No voice prints are stored, for no series; “muragat voices allow SERIES” turns it on.")
    with closing(db):
        yield db


COMMANDS = (voices,)
