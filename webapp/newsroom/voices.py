"""Whose voice is known again in a series: where that is turned on and off, and what it says beside the speakers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from sqlite_utils import Database
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response as AnyResponse

from media.catalogue import list_programmes
from media.records import Programme
from transcribe.errors import UnknownVoice, VoicesOff
from transcribe.kinds.voices import ask_for_voices
from transcribe.records import ProgrammeText
from transcribe.speakers import known_voices
from transcribe.speakers.known_voices import KnownPerson, KnownSeries, Suggestion, known_people, suggestions_for
from transcribe.speakers.labels import machine_number, speakers_of
from transcribe.speakers.likeness import others_per_thousand
from transcribe.speakers.voices_file import open_voices
from webapp.accounts import User
from webapp.interface import gettext
from webapp.newsroom.request import archive, database, user
from webapp.redaction.voices import not_kept_back, require_not_kept_back
from webapp.voices import acts


@dataclass(frozen=True, slots=True)
class Perhaps:
    """Who a voice may be, as the form shows it."""

    name: str
    others_per_thousand: int
    """Of the voices of other people, at most so many were as alike when this was measured."""


@dataclass(frozen=True, slots=True)
class KnownHere:
    """What is known of the voices of one programme; nothing where it is not turned on, or not for this person."""

    series: str = ""
    """Of which voices are known again, empty where that is off."""
    perhaps: Mapping[str, Perhaps] = field(default_factory=dict)
    """By label."""
    remembered: frozenset[str] = frozenset()
    """The people who speak here by name and are known again."""


def known_voices_page() -> str:
    """Show where voices are known again, and of whom.

    :raise 403: a contributor.
    """
    _require_staff()
    with voices_file() as db:
        series = known_voices.known_series(db) if db else ()
        people = {each.series: known_people(db, each.series) for each in series} if db else {}
    return _page(series, people)


def allow_voices() -> AnyResponse:
    """Turn it on for a series.

    :raise 403: nobody but an admin may.
    :raise 409: no series was named.
    """
    if not user().is_admin:
        raise Forbidden
    with voices_file(make=True) as db:
        if db:
            acts.allow(database(), db, request.form.get("series", ""), user().name)
    flash(gettext("Turned on. Nobody’s voice is kept until somebody asks for it by name, on the page “Who speaks”."))
    return redirect(url_for("known_voices_page"), HTTPStatus.SEE_OTHER)


def forbid_voices() -> AnyResponse:
    """Turn it off for a series and erase what was kept; everybody but contributors may, at any time.

    :raise 403: a contributor.
    """
    _require_staff()
    with voices_file() as db:
        if db:
            acts.forbid(database(), db, request.form.get("series", ""), user().name)
    flash(gettext("Turned off. The voice prints are erased."))
    return redirect(url_for("known_voices_page"), HTTPStatus.SEE_OTHER)


def forget_voice() -> AnyResponse:
    """Erase what was kept of a person; everybody but contributors may, at any time.

    :raise 403: a contributor.
    """
    _require_staff()
    with voices_file() as db:
        if db is None:
            raise UnknownVoice("No voice prints are stored.")
        acts.forget(database(), db, request.form.get("series", ""), request.form.get("name", ""), user().name)
    flash(gettext("Erased."))
    return redirect(url_for("known_voices_page"), HTTPStatus.SEE_OTHER)


def known_here(programme: Programme, text: ProgrammeText | None, person: User) -> KnownHere:
    """Return what the form of a programme's speakers says of known voices.

    A contributor is shown nothing: who speaks in others' programmes is not theirs to know.
    """
    with voices_file() as db:
        if text is None or not person.is_staff or not known_voices.is_allowed(db, programme.series):
            return KnownHere()
        if db is None or not programme.series:
            return KnownHere()
        return KnownHere(
            series=programme.series,
            perhaps={each.speaker: _perhaps(each) for each in suggestions_for(db, text.transcript.transcript_id)},
            remembered=frozenset(each.name for each in known_people(db, programme.series)),
        )


def require_known(known: KnownHere, programme_id: str, names: Sequence[str]) -> None:
    """Refuse to know voices again before anything is stored.

    :raise 403: a contributor. :raise 409: it is not turned on for the series, or one of them is kept back here.
    """
    _require_staff()
    if not known.series:
        raise VoicesOff("Voices are not kept for this series.")
    require_not_kept_back(database(), programme_id, names)


def decline_voice(text: ProgrammeText, speaker: str) -> None:
    """Note that a voice is not who was suggested."""
    with voices_file() as db:
        if db:
            known_voices.decline(db, text.transcript.transcript_id, speaker, user().name)


def after_naming(programme: Programme, text: ProgrammeText, remember: Sequence[str]) -> None:
    """Keep what is known of voices in step with who speaks by name.

    :param remember: people whose voice is to be known again from now on.
    """
    names = [each for each in speakers_of(text.segments) if machine_number(each) is None]
    with voices_file() as db:
        if db is None:
            return
        wanted = not_kept_back(database(), [name for name in remember if name in names])
        if wanted:
            acts.remember(database(), db, programme.series or "", wanted, user().name)
        known_voices.keep_prints_of(db, programme.programme_id, names)
    ask_for_voices(archive(), database(), programme.programme_id)


def _perhaps(suggestion: Suggestion) -> Perhaps:
    return Perhaps(suggestion.name, others_per_thousand(suggestion.likeness))


def _page(series: Sequence[KnownSeries], people: Mapping[str, Sequence[KnownPerson]]) -> str:
    used = {programme.series.strip() for programme in list_programmes(database()) if programme.series}
    return render_template(
        "newsroom/voices.html",
        known=[(each, people[each.series]) for each in series],
        others=sorted(used - {each.series for each in series}),
        may_allow=user().is_admin,
    )


def _require_staff() -> None:
    if not user().is_staff:
        raise Forbidden


@contextmanager
def voices_file(*, make: bool = False) -> Iterator[Database | None]:
    """Open the file of known voices for a request; ``None`` where there is none and it is not to be made."""
    db = open_voices(archive(), make=make)
    try:
        yield db
    finally:
        if db:
            db.close()
