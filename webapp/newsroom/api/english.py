"""A person's English for a segment, beside the machine's."""

from __future__ import annotations

from typing import Annotated

import msgspec
from flask import url_for
from msgspec import Meta
from sqlite_utils import Database
from werkzeug.exceptions import NotFound

from media.database import immediate
from transcribe.errors import NothingChanged
from webapp import english as kept
from webapp.newsroom.api.answer import Made
from webapp.newsroom.api.operation import PROGRAMME, SEGMENT, Condition, Operation
from webapp.newsroom.api.preconditions import require_seen
from webapp.newsroom.api.programmes import Sha256
from webapp.newsroom.api.segments import standing
from webapp.newsroom.request import database, user
from webapp.people.tokens import Scope


class English(msgspec.Struct, frozen=True):
    """What a person wrote for a segment in English."""

    id: str
    text: Annotated[str, Meta(description="Empty where it was taken away.")]
    author: str
    words_sha256: Annotated[str, Meta(description="Of the words that it was written for.")]
    is_stale: Annotated[bool, Meta(description="Whether the words are others now.")]
    created_at: str


class EnglishVersions(msgspec.Struct, frozen=True):
    """All that was written for a segment, the newest first."""

    versions: tuple[English, ...]


class EnglishChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    text: Annotated[str, Meta(description="Empty to take it away.")]
    words_sha256: Annotated[Sha256, Meta(description="`words_sha256` of the segment that it is written for.")]


def english(programme_id: str, segment_id: str) -> English:
    newest = _newest(database(), programme_id, segment_id)
    if newest is None:
        raise NotFound
    return newest


def english_versions(programme_id: str, segment_id: str) -> EnglishVersions:
    return EnglishVersions(_all(database(), programme_id, segment_id))


def change_english(change: EnglishChange, programme_id: str, segment_id: str) -> Made:
    db = database()
    with immediate(db):
        now = _newest(db, programme_id, segment_id)
        require_seen(now, change)
        base_id, source_sha256 = now.id if now else None, change.words_sha256
        try:
            kept.write_english(
                db,
                programme_id,
                segment_id,
                change.text,
                user().name,
                base_id=base_id,
                source_sha256=source_sha256,
            )
        except NothingChanged:
            if now is None:
                return Made(None)
        made = _newest(db, programme_id, segment_id)
    return Made(made, url_for("api.english", programme_id=programme_id, segment_id=segment_id))


def _newest(db: Database, programme_id: str, segment_id: str) -> English | None:
    return next(iter(_all(db, programme_id, segment_id)), None)


def _all(db: Database, programme_id: str, segment_id: str) -> tuple[English, ...]:
    segment = standing(db, programme_id, segment_id)
    return tuple(
        English(each.english_id, each.text, each.author, each.source_sha256, each.is_stale(segment), each.created_at)
        for each in kept.history_of(db, programme_id, segment_id)
    )


OPERATIONS = (
    Operation(
        "english",
        "GET",
        "/programmes/{programme_id}/segments/{segment_id}/english",
        "Get a segment's English",
        "What a person wrote, not the machine; 404 where nobody did.",
        Scope.READ,
        english,
        English,
        in_path=(PROGRAMME, SEGMENT),
    ),
    Operation(
        "change_english",
        "PUT",
        "/programmes/{programme_id}/segments/{segment_id}/english",
        "Write a segment's English",
        "As a new version, for the words that are named; where they are others by then it is out of date at once. 204 "
        "where there was none and none is written.",
        Scope.EDIT,
        change_english,
        English,
        body=EnglishChange,
        condition=Condition.MATCH_OR_NONE,
        in_path=(PROGRAMME, SEGMENT),
        pages=("POST /programmes/<programme_id>/segments/<segment_id>/english",),
    ),
    Operation(
        "english_versions",
        "GET",
        "/programmes/{programme_id}/segments/{segment_id}/english/versions",
        "List the versions of a segment's English",
        "Each with who wrote it, and for which words.",
        Scope.READ,
        english_versions,
        EnglishVersions,
        in_path=(PROGRAMME, SEGMENT),
    ),
)
