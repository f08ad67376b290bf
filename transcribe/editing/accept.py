"""Take what a newer run of the machine has in the place of the words that stand: an edit like any other."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from sqlite_utils import Database

from media.database import immediate
from transcribe.editing.seen import changed_since, lost_since
from transcribe.errors import EditConflict, NothingChanged
from transcribe.past import newest_past
from transcribe.records import ProgrammeText, Revision, Segment
from transcribe.revise import Head, append, head_of, revision_by_id, segment_now


def accept_segment(db: Database, text: ProgrammeText, offered: Segment, author: str) -> Revision:
    """Store a newer run's words for one segment, as offered by `transcribe.merge`, because a person took them.

    They stay the machine's words. The speaker stays who it is, also where that was changed in the meantime.

    :param text: the words as they stood when the offer was made.
    :raises EditConflict: this segment has changed since then; both texts are in the error.
    :raises UnknownSegment: the text has, and had, no such segment.
    :raises sqlite3.OperationalError: the database was locked for too long; nothing was stored.
    """
    seen = next((each for each in (*text.segments, *text.gone) if each.segment_id == offered.segment_id), None)
    with immediate(db):
        head = head_of(db, text.transcript.programme_id)
        now = segment_now(db, head, offered.segment_id)
        if head.transcript_id != text.transcript.transcript_id or _words(now) != _words(seen):
            return _taken_already(db, head, now, offered)
        return append(db, head, (_by_the_speaker_of(now, offered),), author)


def accept_segments(db: Database, text: ProgrammeText, offered: Sequence[Segment], author: str) -> Revision:
    """Store a newer run's words for many segments as one edit, leaving out those that were changed in the meantime.

    :param text: the words as they stood when the offers were made.
    :raises EditConflict: the text stands on another run now.
    :raises NothingChanged: nothing is left to store.
    """
    programme_id = text.transcript.programme_id
    with immediate(db):
        head = head_of(db, programme_id)
        if head.transcript_id != text.transcript.transcript_id:
            raise EditConflict("The machine has transcribed this anew; load the new text.", theirs="", yours="")
        changed = _edited_ids(db, programme_id, after=text.revision.number if text.revision else 0)
        changes = tuple(segment for segment in offered if segment.segment_id not in changed)
        if not changes:
            raise NothingChanged("There is nothing to accept; nothing was stored.")
        return append(db, head, changes, author)


def _taken_already(db: Database, head: Head, now: Segment | None, offered: Segment) -> Revision:
    """Return the edit that stored the same words, as when a form is sent twice.

    :raises EditConflict: other words stand there.
    """
    if now is None:
        raise lost_since(db, head, offered.segment_id, offered.text)
    past = newest_past(db, head.programme_id, offered.segment_id)
    if past and now.gone is None and now.text == offered.text:
        return revision_by_id(db, past.revision_id)
    raise changed_since(now, offered.text)


def _words(segment: Segment | None) -> tuple[str, str | None] | None:
    """Return what nobody may have changed since: a speaker's name is in nobody's way."""
    return (segment.text, segment.gone) if segment else None


def _by_the_speaker_of(now: Segment | None, offered: Segment) -> Segment:
    return dataclasses.replace(offered, speaker=now.speaker) if now else offered


def _edited_ids(db: Database, programme_id: str, *, after: int) -> set[str]:
    """Return which segments the revisions above number ``after`` changed."""
    rows = db.query(
        """SELECT DISTINCT segment_id FROM revision JOIN revision_segment USING (revision_id)
           WHERE programme_id = ? AND number > ?""",
        [programme_id, after],
    )
    return {row["segment_id"] for row in rows}
