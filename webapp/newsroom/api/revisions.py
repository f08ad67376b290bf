"""Every state that the words have had, and having one stand again."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated

import msgspec
from msgspec import Meta

from transcribe.errors import NothingChanged
from transcribe.restore import restore, text_at
from transcribe.revise import current_text, revisions_of
from webapp.newsroom.api.cursor import Key, Next, Part, cut
from webapp.newsroom.api.operation import PROGRAMME, REVISION, Operation
from webapp.newsroom.api.programmes import Sha256
from webapp.newsroom.api.segments import Segment, record_of
from webapp.newsroom.request import database, user
from webapp.people.tokens import Scope


class Edit(msgspec.Struct, frozen=True):
    """One edit of the words."""

    number: int
    author: str
    segments: Annotated[tuple[str, ...], Meta(description="The ids of those that it changed.")]
    words_sha256: Annotated[str, Meta(description="Of all words as they stood after it.")]
    created_at: str


class EditList(msgspec.Struct, frozen=True):
    """All edits, the newest first."""

    edits: tuple[Edit, ...]


class WordsThen(msgspec.Struct, frozen=True):
    """The words as they stood after an edit."""

    number: int
    segments: tuple[Segment, ...]
    next: Next


class Restored(msgspec.Struct, frozen=True):
    """The words stand so now."""

    words_sha256: str


class SeenWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words_sha256: Annotated[Sha256, Meta(description="Of the words as they stood when this was asked for.")]


def edits(programme_id: str) -> EditList:
    return EditList(
        tuple(
            Edit(
                each.number,
                each.author,
                tuple(change.segment_id for change in each.changes),
                each.sha256,
                each.created_at,
            )
            for each in revisions_of(database(), programme_id)
        )
    )


def words_then(asked: Part, programme_id: str, number: int) -> WordsThen:
    told = tuple(map(record_of, text_at(database(), programme_id, number)))
    part, following = cut(told, _key, asked)
    return WordsThen(number, part, following)


def restore_edit(sent: SeenWords, programme_id: str, number: int) -> Restored:
    db = database()
    with suppress(NothingChanged):  # They stand so already, which is what was asked for.
        restore(db, programme_id, number, user().name, base_sha256=sent.words_sha256)
    return Restored(current_text(db, programme_id).sha256)


def _key(segment: Segment) -> Key:
    return segment.start_ms, segment.id


OPERATIONS = (
    Operation(
        "edits",
        "GET",
        "/programmes/{programme_id}/edits",
        "List the edits",
        "Who changed which segments, and when; none is ever lost.",
        Scope.READ,
        edits,
        EditList,
        in_path=(PROGRAMME,),
    ),
    Operation(
        "words_then",
        "GET",
        "/programmes/{programme_id}/edits/{number}",
        "Get the words after an edit",
        "As they stood then; 0 is the machine's words before the first.",
        Scope.READ,
        words_then,
        WordsThen,
        asked=Part,
        in_path=(PROGRAMME, REVISION),
    ),
    Operation(
        "restore",
        "POST",
        "/programmes/{programme_id}/edits/{number}/restore",
        "Restore the words after an edit",
        "As an edit of its own: what came after is kept too. 412 where somebody has changed words meanwhile.",
        Scope.EDIT,
        restore_edit,
        Restored,
        body=SeenWords,
        in_path=(PROGRAMME, REVISION),
        pages=("POST /programmes/<programme_id>/revisions/<int(max=999999):number>",),
    ),
)
