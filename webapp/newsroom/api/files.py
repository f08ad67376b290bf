"""The words and their machine translation as files, for the newsroom's own use."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Literal

import msgspec
from flask import Response
from msgspec import Meta

from transcribe.revise import current_text
from transcribe.translation.records import stale_segments
from webapp.desk.coverage import CoverageReport, coverage_report
from webapp.downloads.asked import IN_ADDRESS, NAMES
from webapp.newsroom import translation as translation_page
from webapp.newsroom.api.operation import BYTES, PROGRAMME, Operation
from webapp.newsroom.desk import coverage as coverage_page
from webapp.newsroom.drafts import draft_file
from webapp.newsroom.request import database, user
from webapp.openapi import InPath
from webapp.people.tokens import Scope
from webapp.review import content
from webapp.translations import newest_translation

DRAFT = InPath("name", "The format.", "vtt", {"type": "string", "enum": [*NAMES]}, IN_ADDRESS)
LINKS = InPath(
    "name",
    "The format.",
    "csv",
    {"type": "string", "enum": ["html", "csv", "json", "jsonld"]},
    "any(html, csv, json, jsonld)",
)
TRANSLATION = InPath("name", "The format.", "vtt", {"type": "string", "enum": ["vtt", "txt"]}, "any(vtt, txt)")


class TranslatedSegment(msgspec.Struct, frozen=True):
    start_ms: int
    end_ms: int
    text: str
    source_ids: Annotated[tuple[str, ...], Meta(description="The segments whose words it says.")]
    is_stale: Annotated[bool, Meta(description="Whether the words were changed since.")]
    is_original: Annotated[bool, Meta(description="Whether it was said in English, so nobody translated it.")]


class TranslationRecord(msgspec.Struct, frozen=True):
    """The newest machine translation into English: not checked by anybody."""

    id: str
    engine: str
    model: str
    created_at: str
    segments: tuple[TranslatedSegment, ...]


class Wish(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a file is wanted; a format leaves aside what it has no use for."""

    guide: Annotated[Literal["netflix", "bbc"], Meta(description="That captions follow.", examples=["bbc"])] = "netflix"
    lines: Annotated[int, Meta(ge=1, le=4, description="Of a caption.", examples=[2])] | None = None
    characters: Annotated[int, Meta(ge=16, le=80, description="Of a line.", examples=[42])] | None = None
    speed: Annotated[int, Meta(ge=5, le=40, description="Characters a second.", examples=[17])] | None = None
    unit: Annotated[Literal["sentences", "words"], Meta(description="With times.", examples=["words"])] = "sentences"
    speakers: Annotated[Literal["yes", "no"], Meta(description="Whether it names them.", examples=["no"])] = "yes"
    text: Annotated[
        Literal["original", "translation", "both"], Meta(description="404 without a translation.", examples=["both"])
    ] = "original"
    letters: Annotated[Literal["cyrillic", "latin"], Meta(description="Of Kazakh.", examples=["latin"])] = "cyrillic"
    clean: Annotated[Literal["yes", "no"], Meta(description="Documents without times.", examples=["yes"])] = "no"


def draft(asked: Wish, programme_id: str, name: str) -> Response:
    wished = {field: str(value) for field in Wish.__struct_fields__ if (value := getattr(asked, field)) is not None}
    return draft_file(programme_id, name, wished)


def translation(programme_id: str) -> TranslationRecord:
    found = newest_translation(database(), programme_id)
    stale = stale_segments(found, current_text(database(), programme_id).segments)
    return TranslationRecord(
        found.translation_id,
        found.made_by.engine,
        found.made_by.model.rpartition("/")[2],
        found.created_at,
        tuple(
            TranslatedSegment(each.start_ms, each.end_ms, each.text, each.source_ids, place in stale, each.is_original)
            for place, each in enumerate(found.segments)
        ),
    )


def coverage(programme_id: str) -> CoverageReport:
    return coverage_report(database(), content(database(), programme_id), user())


def links_file(programme_id: str, name: str) -> Response:
    return coverage_page.links_file(programme_id, name)


def translation_file(programme_id: str, name: str) -> Response:
    return translation_page.translation_file(programme_id, name)


OPERATIONS = (
    Operation(
        "coverage",
        "GET",
        "/programmes/{programme_id}/coverage",
        "Get what was checked, and what was not",
        "To be read before an approval.",
        Scope.READ,
        coverage,
        CoverageReport,
        in_path=(PROGRAMME,),
    ),
    Operation(
        "links_file",
        "GET",
        "/programmes/{programme_id}/links-file/{name}",
        "Get the links as a file",
        "As JSON, CSV, HTML, or annotations (JSON-LD); 409 where the machine has not looked for this summary.",
        Scope.READ,
        links_file,
        BYTES,
        in_path=(PROGRAMME, LINKS),
        refusals=(HTTPStatus.CONFLICT,),
    ),
    Operation(
        "draft",
        "GET",
        "/programmes/{programme_id}/drafts/{name}",
        "Get the words as a file",
        "As they stand, checked or not; `zip` for all formats in one.",
        Scope.READ,
        draft,
        BYTES,
        asked=Wish,
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
