"""Undo one edit, whatever it did: its segments stand again as before, by an edit of its own. So undo can be undone."""

from __future__ import annotations

import dataclasses

from sqlite_utils import Database

from media.database import immediate
from transcribe.editing.seen import changed_since
from transcribe.errors import UnknownRevision
from transcribe.past import past_of
from transcribe.records import Revision, Segment
from transcribe.revise import Head, append, by_machine, head_of


def undo(db: Database, programme_id: str, revision_id: str, author: str) -> Revision:
    """Let the segments of an edit stand as they did before it.

    Words are whose they were: a machine's are its own again, with its doubts.

    :raises UnknownRevision: the programme has no such edit.
    :raises EditConflict: somebody has changed one of its segments since: nothing of that is undone unseen.
    :raises NoText: the programme has no run yet.
    """
    with immediate(db):
        head = head_of(db, programme_id)
        rows = db.query(
            """SELECT segment_id FROM revision_segment JOIN revision USING (revision_id)
               WHERE revision_id = ? AND programme_id = ?""",
            [revision_id, programme_id],
        )
        changes = tuple(_before(db, head, row["segment_id"], revision_id) for row in rows)
        if not changes:
            raise UnknownRevision(f"Programme {programme_id} has no edit {revision_id}; load the page again.")
        return append(db, head, changes, author)


def _before(db: Database, head: Head, segment_id: str, revision_id: str) -> Segment:
    past = past_of(db, head.programme_id, segment_id)
    place = next(place for place, each in enumerate(past) if each.revision_id == revision_id)
    left, now = past[place].segment, past[-1].segment
    if _content(left) != _content(now):
        raise changed_since(now, left.text)
    before = past[place - 1].segment if place else by_machine(db, head, segment_id)
    # A segment that this edit made is taken out again.
    return before if before is not None else dataclasses.replace(now, gone="")


def _content(segment: Segment) -> tuple[str, str | None, str | None]:
    """Return what people change; a machine may have timed it anew since."""
    return segment.text, segment.speaker, segment.gone
