"""The words and their machine translation as files, for the newsroom's own use."""

from __future__ import annotations

from typing import Annotated

import msgspec
from flask import Response
from msgspec import Meta

from transcribe.revise import current_text
from transcribe.translation.records import stale_segments
from transcribe.translation.store import get_translation
from webapp.newsroom import programme as page
from webapp.newsroom import translation as translation_page
from webapp.newsroom.api.operation import BYTES, PROGRAMME, InPath, Operation
from webapp.newsroom.request import database
from webapp.people.tokens import Scope

DRAFT = InPath(
    "name", "The format.", "vtt", {"type": "string", "enum": ["vtt", "srt", "txt", "json"]}, "any(vtt, srt, txt, json)"
)
TRANSLATION = InPath("name", "The format.", "vtt", {"type": "string", "enum": ["vtt", "txt"]}, "any(vtt, txt)")


class TranslatedSegment(msgspec.Struct, frozen=True):
    start_ms: int
    end_ms: int
    text: str
    source_ids: Annotated[tuple[str, ...], Meta(description="The segments whose words it says.")]
    is_stale: Annotated[bool, Meta(description="Whether the words were changed since.")]


class TranslationRecord(msgspec.Struct, frozen=True):
    """The newest machine translation into English: not checked by anybody."""

    id: str
    engine: str
    model: str
    created_at: str
    segments: tuple[TranslatedSegment, ...]


def draft(programme_id: str, name: str) -> Response:
    return page.draft(programme_id, name)


def translation(programme_id: str) -> TranslationRecord:
    found = get_translation(database(), programme_id)
    stale = stale_segments(found, current_text(database(), programme_id).segments)
    return TranslationRecord(
        found.translation_id,
        found.made_by.engine,
        found.made_by.model.rpartition("/")[2],
        found.created_at,
        tuple(
            TranslatedSegment(each.start_ms, each.end_ms, each.text, each.source_ids, place in stale)
            for place, each in enumerate(found.segments)
        ),
    )


def translation_file(programme_id: str, name: str) -> Response:
    return translation_page.translation_file(programme_id, name)


OPERATIONS = (
    Operation(
        "draft",
        "GET",
        "/programmes/{programme_id}/drafts/{name}",
        "Get the words as a file",
        "As they stand, checked or not.",
        Scope.READ,
        draft,
        BYTES,
        in_path=(PROGRAMME, DRAFT),
    ),
    Operation(
        "translation",
        "GET",
        "/programmes/{programme_id}/translation",
        "Get the machine's translation",
        "Into English, passage by passage, with what is out of date; ask for one with a job of the kind `translate`.",
        Scope.READ,
        translation,
        TranslationRecord,
        in_path=(PROGRAMME,),
    ),
    Operation(
        "translation_file",
        "GET",
        "/programmes/{programme_id}/translation/{name}",
        "Get the machine's translation as a file",
        "It says at its head that it is not for publication.",
        Scope.READ,
        translation_file,
        BYTES,
        in_path=(PROGRAMME, TRANSLATION),
    ),
)
