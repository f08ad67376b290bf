"""Programmes: list them, make one, see where one stands."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

import msgspec
from flask import url_for
from msgspec import Meta
from sqlite_utils import Database

from media.catalogue import check_new_facts, current_document, list_programmes
from media.database import immediate
from media.records import Programme
from media.text_file import decode_text
from transcribe.revise import head_of
from transcribe.transcripts import list_transcripts
from webapp.desk.standings import Standing, standings
from webapp.intake import Intake, take_in
from webapp.newsroom.api.answer import Made
from webapp.newsroom.api.cursor import Cursor, Key, Limit, Next, Part, cut
from webapp.newsroom.api.facts import Facts, FactsChange, facts_of, given
from webapp.newsroom.api.once import asked_key, made_before, note_made
from webapp.newsroom.api.operation import PROGRAMME, Operation
from webapp.newsroom.request import archive, database, user
from webapp.newsroom.work import enqueue_all
from webapp.owners import set_owner
from webapp.people.assignments import seen_by
from webapp.people.tokens import Scope
from webapp.review import ReviewState, content, known_to, review

Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]


class ProgrammeItem(msgspec.Struct, frozen=True):
    """A programme as lists show it."""

    id: str
    title: str
    language: Annotated[str, Meta(description="BCP 47")]
    series: str | None
    synthetic: Annotated[bool, Meta(description="True for demo material made by a machine.")]
    created_at: str
    updated_at: Annotated[str, Meta(description="When its facts were changed last.")]
    state: Annotated[ReviewState | None, Meta(description="Null while nobody has looked since it changed.")]
    public_since: str | None
    asked_by: Annotated[str | None, Meta(description="Who asked for an approval since the last decision.")]


class WhichProgrammes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which part of which programmes."""

    state: Annotated[ReviewState, Meta(description="Only those that stand so.", examples=["in_review"])] | None = None
    series: Annotated[str, Meta(description="The whole name of a series.", examples=["Ауыл"])] | None = None
    cursor: Cursor | None = None
    limit: Limit = 50


class ProgrammeList(msgspec.Struct, frozen=True):
    """Programmes that this person may see, in the order in which they came."""

    programmes: tuple[ProgrammeItem, ...]
    next: Next


class ProgrammeRecord(msgspec.Struct, frozen=True):
    """A programme and where it stands."""

    id: str
    facts: Facts  # type: ignore[valid-type]  # a struct that is made of the names of all facts
    synthetic: bool
    state: ReviewState
    content_sha256: Annotated[str, Meta(description="Of all that would be published; an approval names it.")]
    translated_sha256: Annotated[str | None, Meta(description="The same, with the machine's translation.")]
    words_sha256: Annotated[str | None, Meta(description="Of its words as they stand; null where it has none.")]
    public_since: Annotated[str | None, Meta(description="When the version went out that the public has now.")]
    has_summary: bool
    has_script: bool
    duration_ms: Annotated[int | None, Meta(description="Of its recording; null where it has no sound.")]
    runs: Annotated[int, Meta(description="How often the machine has heard or aligned it.")]
    edits: Annotated[int, Meta(description="How often its words were changed by people.")]
    created_at: str


class NewProgramme(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A programme to be made; its sound follows in a request of its own."""

    facts: Annotated[FactsChange, Meta(description="Title and language are needed.")]  # type: ignore[valid-type]
    summary: str | None = None
    summary_language: str = "en"
    script: Annotated[str | None, Meta(description="The words as they were to be spoken.")] = None


def programmes(asked: WhichProgrammes) -> ProgrammeList:
    db, stands = database(), {each.programme_id: each for each in standings(database(), seen_by(database(), user()))}
    there = [
        each
        for each in list_programmes(db)
        if each.programme_id in stands
        and (asked.state is None or stands[each.programme_id].state is asked.state)
        and (asked.series is None or each.series == asked.series)
    ]
    part, following = cut(sorted(there, key=_key), _key, Part(asked.cursor, asked.limit))
    return ProgrammeList(tuple(_item(each, stands[each.programme_id]) for each in part), following)


def programme(programme_id: str) -> ProgrammeRecord:
    return record_of(database(), programme_id)


def make_programme(new: NewProgramme) -> Made:
    db, facts, key = database(), given(new.facts), asked_key()
    check_new_facts(facts)
    intake = Intake(
        facts=facts,
        summary=_text(new.summary, "summary"),
        summary_language=new.summary_language,
        script=_text(new.script, "script"),
    )
    with immediate(db):
        programme_id = made_before(db, user(), key)
        is_new = programme_id is None
        if programme_id is None:
            programme_id = take_in(archive(), db, intake, prepare_now=False).programme_id
            set_owner(db, programme_id, user())
            enqueue_all(db, programme_id, has_new_sound=False)
            note_made(db, user(), key, programme_id)
        record = record_of(db, programme_id)
    place = url_for("api.programme", programme_id=programme_id)
    return Made(record, place, None if is_new else HTTPStatus.OK)


def record_of(db: Database, programme_id: str) -> ProgrammeRecord:
    """Return the record of a programme."""
    now = content(db, programme_id)
    stands, known = review(db, now), known_to(user(), now)
    return ProgrammeRecord(
        id=programme_id,
        facts=facts_of(now.programme),
        synthetic=now.programme.synthetic,
        state=stands.state,
        content_sha256=known.sha256,
        translated_sha256=known.translated_sha256,
        words_sha256=now.text.sha256 if now.text else None,
        public_since=stands.public_since,
        has_summary=now.summary is not None,
        has_script=current_document(db, programme_id, "script") is not None,
        duration_ms=now.recording.duration_ms if now.recording else None,
        runs=len(list_transcripts(db, programme_id)),
        edits=head_of(db, programme_id).number if now.text else 0,
        created_at=now.programme.created_at,
    )


def _text(text: str | None, name: str) -> str | None:
    return None if text is None else decode_text(text.encode(), name)


def _key(programme: Programme) -> Key:
    return programme.created_at, programme.programme_id


def _item(programme: Programme, stands: Standing) -> ProgrammeItem:
    return ProgrammeItem(
        programme.programme_id,
        programme.title,
        programme.language,
        programme.series,
        programme.synthetic,
        programme.created_at,
        programme.updated_at,
        stands.state,
        stands.public_since,
        stands.asked_by,
    )


OPERATIONS = (
    Operation(
        "programmes",
        "GET",
        "/programmes",
        "List programmes",
        "All that this person may see, the oldest first: new ones come at the end.",
        Scope.READ,
        programmes,
        ProgrammeList,
        asked=WhichProgrammes,
    ),
    Operation(
        "make_programme",
        "POST",
        "/programmes",
        "Make a programme",
        "With its facts, summary and script, once under its `Idempotency-Key`, however often it is sent: 201 the first "
        "time, 200 after that; 400 without a key, 422 where something else was asked under it.",
        Scope.EDIT,
        make_programme,
        ProgrammeRecord,
        HTTPStatus.CREATED,
        body=NewProgramme,
        is_of_text=True,
        is_once=True,
        pages=("POST /add",),
    ),
    Operation(
        "programme",
        "GET",
        "/programmes/{programme_id}",
        "Get a programme",
        "Its facts and where it stands; `content_sha256` is what an approval names.",
        Scope.READ,
        programme,
        ProgrammeRecord,
        in_path=(PROGRAMME,),
    ),
)
