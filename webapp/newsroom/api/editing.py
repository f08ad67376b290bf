"""What is done to single segments while others work on the same text: split, join, take out, undo."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta
from werkzeug.exceptions import NotFound

from media.database import immediate
from transcribe.early.text import begin_editing
from transcribe.editing.join import join_segments
from transcribe.editing.seen import tag_of
from transcribe.editing.split import split_segment
from transcribe.editing.take_out import take_out
from transcribe.editing.undo import undo
from transcribe.records import Revision
from transcribe.revise import current_text, revisions_of
from webapp.newsroom.api.operation import PROGRAMME, REVISION, SEGMENT, Condition, Operation
from webapp.newsroom.api.preconditions import require_seen, require_tag
from webapp.newsroom.api.segments import Segment, record_of, standing
from webapp.newsroom.request import database, user
from webapp.people.tokens import Scope

ONE = "/programmes/{programme_id}/segments/{segment_id}"
ACT = ("POST /programmes/<programme_id>/segments/<segment_id>/act",)


class Edited(msgspec.Struct, frozen=True):
    """What an edit left."""

    number: Annotated[int, Meta(description="Of the edit: by it the edit is undone.")]
    segments: Annotated[tuple[Segment, ...], Meta(description="Those that it changed and that stand in the text.")]
    gone: Annotated[tuple[str, ...], Meta(description="The ids of those that it took out of the text.")]


class Split(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: Annotated[int, Meta(ge=1, le=100_000, description="How many of its words stay in the first part.")]
    mark: Annotated[
        str,
        Meta(pattern="^[0-9a-z]{8,20}$", description="Drawn by whoever asks: the id of the second part ends with it."),
    ]


class Join(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    next_id: Annotated[str, Meta(description="The id of the segment after it.")]
    next_etag: Annotated[str, Meta(description="The ETag of that one, as it was seen.")]


def split(sent: Split, programme_id: str, segment_id: str) -> Edited:
    db = database()
    with immediate(db):
        begin_editing(db, programme_id)
        now = standing(db, programme_id, segment_id)
        require_seen(record_of(now), sent)
        made = split_segment(db, programme_id, segment_id, user().name, seen=tag_of(now), at=sent.words, mark=sent.mark)
    return _edited(made)


def join(sent: Join, programme_id: str, segment_id: str) -> Edited:
    db = database()
    with immediate(db):
        begin_editing(db, programme_id)
        now, after = standing(db, programme_id, segment_id), standing(db, programme_id, sent.next_id)
        require_seen(record_of(now), sent)
        require_tag(sent.next_etag, record_of(after), sent)
        made = join_segments(
            db, programme_id, segment_id, sent.next_id, user().name, seen=tag_of(now), next_seen=tag_of(after)
        )
    return _edited(made)


def take_segment_out(programme_id: str, segment_id: str) -> Edited:
    db = database()
    with immediate(db):
        begin_editing(db, programme_id)
        now = standing(db, programme_id, segment_id)
        require_seen(record_of(now), None)
        made = take_out(db, programme_id, segment_id, user().name, seen=tag_of(now))
    return _edited(made)


def undo_edit(programme_id: str, number: int) -> Edited:
    db = database()
    with immediate(db):
        current_text(db, programme_id)  # Where there are no words there are no edits, which is another problem.
        for each in revisions_of(db, programme_id):
            if each.number == number:
                return _edited(undo(db, programme_id, each.revision_id, user().name))
    raise NotFound


def _edited(made: Revision) -> Edited:
    changes = sorted(made.changes, key=lambda each: (each.start_ms, each.segment_id))
    return Edited(
        made.number,
        tuple(record_of(each) for each in changes if each.gone is None),
        tuple(each.segment_id for each in changes if each.gone is not None),
    )


OPERATIONS = (
    Operation(
        "split_segment",
        "POST",
        f"{ONE}/split",
        "Split a segment",
        "Before one of its words, at the time of this word. The first part keeps the id; no word changes.",
        Scope.EDIT,
        split,
        Edited,
        body=Split,
        condition=Condition.MATCH,
        in_path=(PROGRAMME, SEGMENT),
        pages=ACT,
    ),
    Operation(
        "join_segments",
        "POST",
        f"{ONE}/join",
        "Join a segment to the next",
        "The first keeps its id; no word changes.",
        Scope.EDIT,
        join,
        Edited,
        body=Join,
        condition=Condition.MATCH,
        in_path=(PROGRAMME, SEGMENT),
        pages=ACT,
    ),
    Operation(
        "take_out_segment",
        "DELETE",
        ONE,
        "Take a segment out",
        "An edit like any other: it can be undone, and all that stood there stays in the archive.",
        Scope.EDIT,
        take_segment_out,
        Edited,
        condition=Condition.MATCH,
        in_path=(PROGRAMME, SEGMENT),
        pages=ACT,
    ),
    Operation(
        "undo",
        "POST",
        "/programmes/{programme_id}/edits/{number}/undo",
        "Undo an edit",
        "Its segments stand as before it, by an edit of its own; 412 where somebody has changed one of them since.",
        Scope.EDIT,
        undo_edit,
        Edited,
        in_path=(PROGRAMME, REVISION),
        pages=("POST /programmes/<programme_id>/edit/undo",),
    ),
)
