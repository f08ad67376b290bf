"""Take a segment out of the text: an edit like any other, which can be undone, and after which it is not published."""

from __future__ import annotations

import dataclasses

from sqlite_utils import Database

from media.database import immediate
from transcribe.editing.seen import segment_as_seen
from transcribe.records import Revision
from transcribe.revise import append, head_of


def take_out(db: Database, programme_id: str, segment_id: str, author: str, *, seen: str) -> Revision:
    """Take a segment out.

    :param seen: `tag_of` the segment that the person saw.
    :raises EditConflict: somebody has changed it since.
    :raises SegmentGone: it was taken out already. :raises UnknownSegment: there is and was none of this id.
    :raises NoText: the programme has no run yet.
    """
    with immediate(db):
        head = head_of(db, programme_id)
        now = segment_as_seen(db, head, segment_id, seen)
        return append(db, head, (dataclasses.replace(now, gone=""),), author)
