"""Whose voice is known again in a series: turn it on and off, and forget people."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta
from sqlite_utils import Database

from transcribe.errors import UnknownVoice, VoicesOff
from transcribe.speakers import known_voices
from webapp.newsroom.api.operation import Operation, Who
from webapp.newsroom.request import database, user
from webapp.newsroom.voices import voices_file
from webapp.people.tokens import Scope
from webapp.voices import acts


class VoicePerson(msgspec.Struct, frozen=True):
    name: str
    asked_by: str
    prints: Annotated[int, Meta(description="From so many programmes.")]
    created_at: str


class VoiceSeries(msgspec.Struct, frozen=True):
    series: str
    allowed_by: str
    created_at: str
    people: tuple[VoicePerson, ...]


class VoiceList(msgspec.Struct, frozen=True):
    """Where voices are known again, and of whom."""

    series: tuple[VoiceSeries, ...]


class WhichSeries(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    series: Annotated[str, Meta(min_length=1, max_length=500)]


class WhichPerson(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    series: Annotated[str, Meta(min_length=1, max_length=500)]
    name: Annotated[str, Meta(min_length=1, max_length=500)]


def voices() -> VoiceList:
    with voices_file() as db:
        return _list(db)


def allow(sent: WhichSeries) -> VoiceList:
    with voices_file(make=True) as db:
        if db:
            acts.allow(database(), db, sent.series, user().name)
        return _list(db)


def forbid(sent: WhichSeries) -> VoiceList:
    with voices_file() as db:
        if db is None:
            raise VoicesOff("No voices are kept.")
        acts.forbid(database(), db, sent.series, user().name)
        return _list(db)


def forget(sent: WhichPerson) -> VoiceList:
    with voices_file() as db:
        if db is None:
            raise UnknownVoice("No voice prints are stored.")
        acts.forget(database(), db, sent.series, sent.name, user().name)
        return _list(db)


def _list(db: Database | None) -> VoiceList:
    series = known_voices.known_series(db) if db else ()
    return VoiceList(
        tuple(
            VoiceSeries(
                each.series,
                each.allowed_by,
                each.created_at,
                tuple(
                    VoicePerson(person.name, person.asked_by, person.prints, person.created_at)
                    for person in (known_voices.known_people(db, each.series) if db else ())
                ),
            )
            for each in series
        )
    )


OPERATIONS = (
    Operation(
        "voices",
        "GET",
        "/voices",
        "List where voices are known again",
        "And of whom.",
        Scope.READ,
        voices,
        VoiceList,
        who=Who.STAFF,
    ),
    Operation(
        "allow_voices",
        "POST",
        "/voices/allow",
        "Let voices of a series be known again",
        "For admins. Nobody's voice is kept until somebody asks for it by name.",
        Scope.PEOPLE,
        allow,
        VoiceList,
        who=Who.ADMIN,
        body=WhichSeries,
        pages=("POST /voices/allow",),
    ),
    Operation(
        "forbid_voices",
        "POST",
        "/voices/forbid",
        "Let no voices of a series be known again",
        "And erase what was kept.",
        Scope.PEOPLE,
        forbid,
        VoiceList,
        who=Who.STAFF,
        body=WhichSeries,
        pages=("POST /voices/forbid",),
    ),
    Operation(
        "forget_voice",
        "POST",
        "/voices/forget",
        "Forget a person's voice",
        "What was kept of it is erased.",
        Scope.PEOPLE,
        forget,
        VoiceList,
        who=Who.STAFF,
        body=WhichPerson,
        pages=("POST /voices/forget",),
    ),
)
