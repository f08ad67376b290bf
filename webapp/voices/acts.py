"""Turn known voices on and off, ask for people's and forget them: the one door of pages, API and command line.

Prints lie in a file of their own, and what is erased there leaves no trace in it. Who decided what, and when, is a row
of the archive's database, without the name of whom it is about.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from sqlite_utils import Database

from media.database import immediate, utc_now
from transcribe.revise import clean_name
from transcribe.speakers import known_voices
from transcribe.speakers.known_voices import KnownSeries, is_allowed, known_people


class Act(StrEnum):
    ALLOWED = "allowed"
    FORBIDDEN = "forbidden"
    REMEMBERED = "remembered"
    FORGOTTEN = "forgotten"


def allow(db: Database, voices: Database, series: str, user_name: str) -> KnownSeries:
    """Turn it on for a series; where it is on already, nothing changes.

    :param voices: of `transcribe.speakers.voices_file.open_voices`.
    :raises VoicesOff: that is no series.
    """
    with immediate(db):
        if not is_allowed(voices, series):
            _note(db, Act.ALLOWED, series, user_name)
        return known_voices.allow(voices, series, user_name)


def forbid(db: Database, voices: Database, series: str, user_name: str | None) -> None:
    """Turn it off for a series, and erase all that is kept of it. It is noted first: erasing may end in an error.

    :param user_name: ``None`` for whoever is at the machine.
    :raises VoicesOff: it is not on. :raises VoicesInUse: see `transcribe.speakers.voices_file.rewrite`.
    """
    if is_allowed(voices, series):
        _note(db, Act.FORBIDDEN, series, user_name)
    known_voices.forbid(voices, series)


def remember(db: Database, voices: Database, series: str, names: Sequence[str], user_name: str) -> None:
    """Let the voices of these people be known again; each who was not yet is noted.

    :raises VoicesOff, BadEdit, UnknownVoice: as `transcribe.speakers.known_voices.know`.
    """
    with immediate(db):
        before = {person.name for person in known_people(voices, series)}
        known_voices.know(voices, series, names, user_name)
        for _ in {clean_name(name) for name in names} - before:
            _note(db, Act.REMEMBERED, series, user_name)


def forget(db: Database, voices: Database, series: str, name: str, user_name: str | None) -> None:
    """Erase what is kept of a person; noted first, as in `forbid`.

    :raises UnknownVoice: nobody of this name is known there. :raises VoicesInUse: as `forbid`.
    """
    if clean_name(name) in {person.name for person in known_people(voices, series)}:
        _note(db, Act.FORGOTTEN, series, user_name)
    known_voices.forget(voices, series, name)


def _note(db: Database, act: Act, series: str, user_name: str | None) -> None:
    row = {"kind": act, "series": series.strip(), "user_name": user_name, "created_at": utc_now()}
    with immediate(db):
        db.table("voice_act").insert(row)
