"""Somebody vouches for a segment, having heard it."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from media.database import immediate
from transcribe.early.text import begin_editing
from transcribe.editing.seen import tag_of
from webapp.editor.checks import CHECKED, check
from webapp.newsroom.api.editing import ACT, ONE
from webapp.newsroom.api.operation import PROGRAMME, SEGMENT, Condition, Operation
from webapp.newsroom.api.preconditions import require_seen
from webapp.newsroom.api.segments import record_of, standing
from webapp.newsroom.request import database, user
from webapp.people.tokens import Scope


class Heard(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    take_back: Annotated[bool, Meta(description="Vouch for it no longer.")] = False


class Checked(msgspec.Struct, frozen=True):
    """Whether somebody vouches for a segment; its next change ends that by itself."""

    segment_id: str
    is_checked: bool
    user_name: str
    created_at: str


def check_segment(sent: Heard, programme_id: str, segment_id: str) -> Checked:
    db = database()
    with immediate(db):
        begin_editing(db, programme_id)
        now = standing(db, programme_id, segment_id)
        require_seen(record_of(now), sent)
        said = check(db, programme_id, segment_id, user().name, seen=tag_of(now), take_back=sent.take_back)
    return Checked(said.segment_id, said.kind == CHECKED, said.user_name, said.created_at)


OPERATIONS = (
    Operation(
        "check_segment",
        "POST",
        f"{ONE}/check",
        "Vouch for a segment",
        "Having heard it; or take that back.",
        Scope.REVIEW,
        check_segment,
        Checked,
        body=Heard,
        condition=Condition.MATCH,
        in_path=(PROGRAMME, SEGMENT),
        pages=ACT,
    ),
)
