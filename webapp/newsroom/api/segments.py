"""The words of a programme, segment by segment."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType
from sqlite_utils import Database

from media.database import immediate
from transcribe.early.text import begin_editing, text_to_edit
from transcribe.editing.seen import tag_of as seen_of
from transcribe.errors import NoText, NothingChanged, UnknownSegment
from transcribe.records import Doubt
from transcribe.records import Segment as Kept
from transcribe.revise import head_of, segment_now
from transcribe.translation.records import sources_sha256
from webapp.editor.acts import change
from webapp.newsroom.api.cursor import Key, Next, Part, cut
from webapp.newsroom.api.operation import PROGRAMME, SEGMENT, Condition, Operation
from webapp.newsroom.api.preconditions import require_seen, tag_of
from webapp.newsroom.request import database, user
from webapp.people.tokens import Scope


class Word(msgspec.Struct, frozen=True):
    text: str
    start_ms: int
    end_ms: int
    probability: Annotated[float | None, Meta(description="The machine's; null for a word that a person typed.")]
    doubt: Doubt | None


class Segment(msgspec.Struct, frozen=True):
    """A stretch of speech; its id survives edits."""

    id: str
    start_ms: int
    end_ms: int
    text: str
    speaker: str | None
    language: str | None
    edited_by: Annotated[str | None, Meta(description="Whose words these are; null while they are the machine's.")]
    doubts: tuple[Doubt, ...]
    words_sha256: Annotated[str, Meta(description="Of the words: English is written for these.")]
    words: tuple[Word, ...]


class ListedSegment(msgspec.Struct, frozen=True):
    """A segment with the ETag that its own address has."""

    etag: str
    segment: Segment


class SegmentList(msgspec.Struct, frozen=True):
    """Segments in the order in which they are heard."""

    words_sha256: Annotated[str, Meta(description="Of all words of the programme as they stand.")]
    segments: tuple[ListedSegment, ...]
    next: Next


class SegmentChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is to be changed; what is left out stays."""

    text: (
        Annotated[str, Meta(description="All of its words; empty to take them away.", examples=["The words."])]
        | UnsetType
    ) = UNSET
    speaker: Annotated[str, Meta(description="Empty for nobody in particular.")] | UnsetType | None = UNSET


def segments(asked: Part, programme_id: str) -> SegmentList:
    now = text_to_edit(database(), programme_id)
    part, following = cut(now.segments, _key, asked)
    told = (record_of(each) for each in part)
    return SegmentList(now.sha256, tuple(ListedSegment(f'"{tag_of(each)}"', each) for each in told), following)


def segment(programme_id: str, segment_id: str) -> Segment:
    return record_of(to_edit(database(), programme_id, segment_id))


def change_segment(sent: SegmentChange, programme_id: str, segment_id: str) -> Segment:
    db = database()
    with immediate(db):
        begin_editing(db, programme_id)
        now = standing(db, programme_id, segment_id)
        require_seen(record_of(now), sent)
        text = None if sent.text is UNSET else sent.text
        speaker = None if sent.speaker is UNSET else sent.speaker or ""
        try:
            change(db, programme_id, segment_id, user().name, seen=seen_of(now), text=text, speaker=speaker)
        except NothingChanged:
            return record_of(now)
        return record_of(standing(db, programme_id, segment_id))


def standing(db: Database, programme_id: str, segment_id: str) -> Kept:
    """Return a segment as it stands.

    :raises UnknownSegment: there is none of this id, or it was taken out. :raises NoText: the programme has no words.
    """
    now = segment_now(db, head_of(db, programme_id), segment_id)
    if now is None or now.gone is not None:
        raise _unknown(programme_id, segment_id)
    return now


def to_edit(db: Database, programme_id: str, segment_id: str) -> Kept:
    """Return a segment as it stands, also of what a machine has heard that still listens; errors as of `standing`."""
    try:
        return standing(db, programme_id, segment_id)
    except NoText:
        for each in text_to_edit(db, programme_id).segments:
            if each.segment_id == segment_id:
                return each
        raise _unknown(programme_id, segment_id) from None


def _unknown(programme_id: str, segment_id: str) -> UnknownSegment:
    return UnknownSegment(f"The text of programme {programme_id} has no segment “{segment_id}”; list them anew.")


def record_of(kept: Kept) -> Segment:
    """Return the record of a segment."""
    return Segment(
        id=kept.segment_id,
        start_ms=kept.start_ms,
        end_ms=kept.end_ms,
        text=kept.text,
        speaker=kept.speaker,
        language=kept.language,
        edited_by=kept.edited_by,
        doubts=kept.doubts,
        words_sha256=sources_sha256([kept]),
        words=tuple(Word(word.text, word.start_ms, word.end_ms, word.probability, word.doubt) for word in kept.words),
    )


def _key(kept: Kept) -> Key:
    return kept.start_ms, kept.segment_id


OPERATIONS = (
    Operation(
        "segments",
        "GET",
        "/programmes/{programme_id}/segments",
        "List the words",
        "Segment by segment, each with the ETag by which it can be changed. While the machine still listens these are "
        "the words that it has heard so far; what is changed of them stays.",
        Scope.READ,
        segments,
        SegmentList,
        asked=Part,
        in_path=(PROGRAMME,),
    ),
    Operation(
        "segment",
        "GET",
        "/programmes/{programme_id}/segments/{segment_id}",
        "Get a segment",
        "Its words with their times, who speaks, and what the machine doubts.",
        Scope.READ,
        segment,
        Segment,
        in_path=(PROGRAMME, SEGMENT),
    ),
    Operation(
        "change_segment",
        "PATCH",
        "/programmes/{programme_id}/segments/{segment_id}",
        "Change a segment",
        "Its text, who speaks, or both; the times of the words are carried over. Where somebody changed it meanwhile "
        "the answer is 412 with both, and nothing is stored.",
        Scope.EDIT,
        change_segment,
        Segment,
        body=SegmentChange,
        condition=Condition.MATCH,
        in_path=(PROGRAMME, SEGMENT),
        pages=(
            "POST /programmes/<programme_id>/segments/<segment_id>",
            "PATCH /programmes/<programme_id>/segments/<segment_id>/words",
        ),
    ),
)
