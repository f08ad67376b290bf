"""Who speaks: names for the voices that the machine told apart, and who they may be."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Annotated

import msgspec
from msgspec import Meta
from sqlite_utils import Database

from media.catalogue import get_programme
from media.database import immediate
from transcribe.errors import NothingChanged
from transcribe.name_speakers import name_speakers
from transcribe.records import ProgrammeText
from transcribe.revise import current_text
from transcribe.speakers.labels import machine_number, speakers_of
from webapp.errors import NobodySpeaksSo
from webapp.newsroom.api.operation import PROGRAMME, Condition, Operation
from webapp.newsroom.api.preconditions import require_seen
from webapp.newsroom.request import database, user
from webapp.newsroom.voices import KnownHere, after_naming, decline_voice, known_here, require_known
from webapp.people.tokens import Scope


class Perhaps(msgspec.Struct, frozen=True):
    """Who a voice may be: a person decides."""

    name: str
    others_per_thousand: Annotated[
        int, Meta(description="Of the voices of other people, at most so many were as alike when this was measured.")
    ]


class Speaker(msgspec.Struct, frozen=True):
    speaker: Annotated[str, Meta(description="A name, or the machine's label.")]
    is_named: bool
    spoken_ms: int
    segments: int
    perhaps: Perhaps | None
    is_remembered: Annotated[bool, Meta(description="Whether this voice is known again in later programmes.")]


class SpeakerList(msgspec.Struct, frozen=True):
    """Who speaks in a programme, in the order of the first word."""

    speakers: tuple[Speaker, ...]
    voices_of_series: Annotated[str, Meta(description="In which voices are known again; empty where that is off.")]


class SpeakerNames(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Names for all segments of a speaker."""

    names: Annotated[dict[str, str], Meta(description="Speaker → name; two may get one name.")]
    remember: Annotated[
        tuple[str, ...], Meta(description="Names whose voices are to be known again in the series.")
    ] = ()


class Declined(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    speaker: Annotated[str, Meta(description="The label of the voice that is not who was suggested.")]


def speakers(programme_id: str) -> SpeakerList:
    return _list(database(), programme_id)[0]


def name(sent: SpeakerNames, programme_id: str) -> SpeakerList:
    db = database()
    with immediate(db):
        now, known, _ = _list(db, programme_id)
        require_seen(now, sent)
        if sent.remember:
            require_known(known, programme_id, sent.remember)
        _require_there(sent.names, now)
        with suppress(NothingChanged):  # They have these names; whose voice is known again may still be new.
            name_speakers(db, programme_id, sent.names, user().name)
    # Another file's transaction: voices are kept apart.
    after_naming(get_programme(db, programme_id), current_text(db, programme_id), sent.remember)
    return _list(db, programme_id)[0]


def _require_there(names: Mapping[str, str], now: SpeakerList) -> None:
    """:raises NobodySpeaksSo: a name is given to somebody who does not speak: it would be dropped without a word."""
    there = {each.speaker for each in now.speakers}
    if absent := set(names) - there:
        raise NobodySpeaksSo(f"Nobody speaks here as {', '.join(f'“{each}”' for each in sorted(absent))}.")


def decline(sent: Declined, programme_id: str) -> SpeakerList:
    _, _, text = _list(database(), programme_id)
    decline_voice(text, sent.speaker)
    return _list(database(), programme_id)[0]


def _list(db: Database, programme_id: str) -> tuple[SpeakerList, KnownHere, ProgrammeText]:
    text = current_text(db, programme_id)
    known = known_here(get_programme(db, programme_id), text, user())
    return (
        SpeakerList(tuple(_speaker(text, each, known) for each in speakers_of(text.segments)), known.series),
        known,
        text,
    )


def _speaker(text: ProgrammeText, speaker: str, known: KnownHere) -> Speaker:
    own = [segment for segment in text.segments if segment.speaker == speaker]
    perhaps = known.perhaps.get(speaker)
    return Speaker(
        speaker=speaker,
        is_named=machine_number(speaker) is None,
        spoken_ms=sum(segment.span.duration_ms for segment in own),
        segments=len(own),
        perhaps=Perhaps(perhaps.name, perhaps.others_per_thousand) if perhaps else None,
        is_remembered=speaker in known.remembered,
    )


OPERATIONS = (
    Operation(
        "speakers",
        "GET",
        "/programmes/{programme_id}/speakers",
        "List who speaks",
        "Names and the machine's labels, and who a voice may be where voices are known again.",
        Scope.READ,
        speakers,
        SpeakerList,
        in_path=(PROGRAMME,),
    ),
    Operation(
        "name_speakers",
        "PATCH",
        "/programmes/{programme_id}/speakers",
        "Name speakers",
        "For all segments of each, as one edit; no word changes.",
        Scope.EDIT,
        name,
        SpeakerList,
        body=SpeakerNames,
        condition=Condition.MATCH,
        in_path=(PROGRAMME,),
        pages=("POST /programmes/<programme_id>/speakers",),
    ),
    Operation(
        "decline_voice",
        "POST",
        "/programmes/{programme_id}/speakers/decline",
        "Decline who a voice may be",
        "It is not suggested again for this voice.",
        Scope.EDIT,
        decline,
        SpeakerList,
        body=Declined,
        in_path=(PROGRAMME,),
        pages=("POST /programmes/<programme_id>/speakers",),
    ),
)
