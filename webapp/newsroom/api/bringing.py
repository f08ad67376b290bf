"""A transcript that another tool or a person made: brought as the file that it is."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Literal

import msgspec
from flask import request, url_for
from msgspec import Meta
from werkzeug.exceptions import UnsupportedMediaType

from media.database import immediate
from transcribe.incoming.file import MOST_BYTES
from transcribe.incoming.store import BroughtTranscript, brought_to, open_transcript
from transcribe.records import WordsBy
from webapp.intake import Intake, take_in
from webapp.newsroom.api.answer import Made
from webapp.newsroom.api.operation import BYTES, PROGRAMME, Operation
from webapp.newsroom.request import archive, database, user
from webapp.newsroom.work import enqueue_all
from webapp.people.tokens import Scope
from webapp.review import record_changed


class WhichTranscript(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What arrives."""

    file_name: Annotated[
        str, Meta(min_length=1, max_length=1000, description="As people call it; a label.", examples=["feature.srt"])
    ]
    words_by: Annotated[
        Literal["machine", "human", "unknown"],
        Meta(
            description="Who wrote its words. Of `human` the token's person vouches: the words count as theirs. "
            "`unknown` leaves it at what the file says.",
            examples=["unknown"],
        ),
    ] = "unknown"


class BroughtRecord(msgspec.Struct, frozen=True):
    """What became of a file."""

    format: Annotated[str, Meta(description="What it was read as.")]
    run: Annotated[int | None, Meta(description="The run that it became; null where it says no times.")]
    words: int
    words_without_times: Annotated[int, Meta(description="They share the time of their segment.")]
    segments_beyond_end: int
    was_reordered: bool
    is_offered: Annotated[bool, Meta(description="Whether people's words stand, so that these wait to be taken over.")]
    remarks: Annotated[tuple[str, ...], Meta(description="A sentence each: what was guessed or left out.")]


class TranscriptFileRecord(msgspec.Struct, frozen=True):
    """A file that was brought."""

    id: str
    file_name: str
    sha256: str
    format: str
    tool: str
    words_by: Literal["machine", "human", "unknown"]
    by: str | None
    remarks: tuple[str, ...]
    created_at: str


class TranscriptFileList(msgspec.Struct, frozen=True):
    """The transcripts that were brought to a programme, the oldest first."""

    transcripts: tuple[TranscriptFileRecord, ...]


def bring_transcript(asked: WhichTranscript, programme_id: str) -> Made:
    if request.mimetype != BYTES:
        raise UnsupportedMediaType
    db = database()
    words_by = None if asked.words_by == "unknown" else WordsBy(asked.words_by)
    file = open_transcript(request.stream.read(MOST_BYTES + 1), asked.file_name, words_by, user().name)
    brought = take_in(archive(), db, Intake({}, transcript=file), programme_id, prepare_now=False).brought
    assert brought is not None  # noqa: S101 it was stored
    with immediate(db):
        record_changed(db, programme_id, user().name)
        enqueue_all(db, programme_id, has_new_sound=False, has_new_words=brought.run is not None)
    placed = brought.placed
    record = BroughtRecord(
        format=file.read.format,
        run=brought.run.number if brought.run else None,
        words=sum(len(segment.words) for segment in file.read.found.segments),
        words_without_times=placed.guessed if placed else 0,
        segments_beyond_end=placed.beyond if placed else 0,
        was_reordered=placed.is_reordered if placed else False,
        is_offered=brought.is_offered,
        remarks=brought.remarks,
    )
    return Made(record, url_for("api.transcript_files", programme_id=programme_id))


def transcript_files(programme_id: str) -> TranscriptFileList:
    return TranscriptFileList(tuple(map(_record, brought_to(database(), programme_id))))


def _record(brought: BroughtTranscript) -> TranscriptFileRecord:
    tool = brought.made_by
    return TranscriptFileRecord(
        id=brought.brought_id,
        file_name=brought.file_name,
        sha256=brought.sha256,
        format=brought.format,
        tool=" ".join(filter(None, (tool.name, tool.version, tool.model))) if tool else "",
        words_by=brought.words_by.value,
        by=brought.user_name,
        remarks=brought.remarks,
        created_at=brought.created_at,
    )


OPERATIONS = (
    Operation(
        "bring_transcript",
        "POST",
        "/programmes/{programme_id}/transcripts",
        "Bring a transcript",
        "The file itself as the body, up to 64 MiB: WebVTT, SRT, TTML, DOCX, plain text, EAF, TextGrid, or the JSON of "
        "a recogniser; its content tells which. With times it becomes a run; without, the machine looks for its words "
        "in the sound. People's words that stand are never written over.",
        Scope.EDIT,
        bring_transcript,
        BroughtRecord,
        HTTPStatus.CREATED,
        asked=WhichTranscript,
        body=BYTES,
        in_path=(PROGRAMME,),
        refusals=(HTTPStatus.UNPROCESSABLE_ENTITY,),
        pages=("POST /programmes/<programme_id>/sound",),
    ),
    Operation(
        "transcript_files",
        "GET",
        "/programmes/{programme_id}/transcripts",
        "List the transcripts that were brought",
        "Where words came from that no machine here made: the file, its hash, its tool, and who brought it.",
        Scope.READ,
        transcript_files,
        TranscriptFileList,
        in_path=(PROGRAMME,),
    ),
)
