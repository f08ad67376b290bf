"""Recordings that sound the same: what was found, and what people say of it."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from webapp.alike.decide import decide as say
from webapp.alike.found import alike_of
from webapp.alike.records import Alike, SameAnswer
from webapp.newsroom.api.operation import PROGRAMME, Operation
from webapp.newsroom.request import database, user
from webapp.openapi import InPath
from webapp.people.assignments import seen_by
from webapp.people.tokens import Scope

OTHER = InPath("other_id", "The id of the programme that sounds the same.", "p1234567890ab")


class AlikeRecord(msgspec.Struct, frozen=True):
    """Another programme whose recording sounds the same as one of this programme."""

    programme_id: str
    title: str
    recording_id: str
    file_name: str
    duration_ms: int
    own_recording_id: str
    percent: Annotated[int, Meta(description="How much of the shorter one was found in the other; a machine's guess.")]
    shared_ms: int
    later_ms: Annotated[int, Meta(description="How much later the shared sound lies in the own recording.")]
    answer: Annotated[SameAnswer | None, Meta(description="What a person said last; null where nobody has.")]
    is_kept_with_it: Annotated[
        bool, Meta(description="Whether the own recording is kept as another recording of that programme.")
    ]
    decided_by: str | None
    decided_at: str | None


class AlikeList(msgspec.Struct, frozen=True):
    """All of them, as far as they are shown to the token's person."""

    alike: tuple[AlikeRecord, ...]


class SaidAlike(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a person says."""

    answer: Annotated[
        SameAnswer,
        Meta(description="“same”: this programme's recording is kept with the other programme. “other”: it is not."),
    ]


def alike(programme_id: str) -> AlikeList:
    return AlikeList(tuple(map(_record, alike_of(database(), programme_id, seen_by(database(), user())))))


def decide(sent: SaidAlike, programme_id: str, other_id: str) -> AlikeList:
    say(database(), programme_id, other_id, sent.answer, user())
    return alike(programme_id)


def _record(each: Alike) -> AlikeRecord:
    said = each.decision
    return AlikeRecord(
        programme_id=each.other.programme.programme_id,
        title=each.other.programme.title,
        recording_id=each.other.recording.recording_id,
        file_name=each.other.recording.file_name,
        duration_ms=each.other.recording.duration_ms,
        own_recording_id=each.own.recording.recording_id,
        percent=each.pair.percent,
        shared_ms=each.pair.shared_ms,
        later_ms=each.later_ms,
        answer=said.answer if said else None,
        is_kept_with_it=each.is_kept_with_other,
        decided_by=said.user_name if said else None,
        decided_at=said.created_at if said else None,
    )


OPERATIONS = (
    Operation(
        "alike",
        "GET",
        "/programmes/{programme_id}/alike",
        "List what sounds the same",
        "Other programmes with the same recording at another bit rate, with another beginning, louder, or in one "
        "channel, found by how they sound once the recording is prepared.",
        Scope.READ,
        alike,
        AlikeList,
        in_path=(PROGRAMME,),
    ),
    Operation(
        "decide_alike",
        "POST",
        "/programmes/{programme_id}/alike/{other_id}",
        "Say whether it is the same recording",
        "“same” keeps the recording of this programme as another recording of the other; nothing of this programme is "
        "removed, but it is set aside, and the machine stops working on it. “other” ends the offer, or takes “same” "
        "back. 404 where nothing was found of the two; 409 where this one is approved or public.",
        Scope.EDIT,
        decide,
        AlikeList,
        body=SaidAlike,
        in_path=(PROGRAMME, OTHER),
        pages=("POST /programmes/<programme_id>/alike/<other_id>",),
    ),
)
