"""Times that a machine found for words which people wrote: kept as a revision that changes no word."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from media.database import immediate
from transcribe.records import Revision, Segment
from transcribe.revise import append, current_text, head_of


@dataclass(frozen=True, slots=True)
class NewTimes:
    """When words are spoken that stood in a text, by a machine that was told the words."""

    before: tuple[Segment, ...]
    """Those segments whose times change, as they were."""
    after: tuple[Segment, ...]
    """The same ones with the new times, in the same order."""
    timed_by: str
    """Engine and model."""


def store_times(db: Database, programme_id: str, times: NewTimes) -> Revision | None:
    """Store new times for segments that stand as they did; what people changed meanwhile stays theirs.

    Its author is that of the edit before: the words are still that person's, so approving them is for another.

    :return: ``None`` where nothing is left to store.
    :raises NoText: the programme has no run yet.
    :raises sqlite3.OperationalError: the database was locked for too long; nothing was stored.
    """
    with immediate(db):
        text = current_text(db, programme_id)
        standing = {segment.segment_id: segment for segment in text.segments}
        pairs = zip(times.before, times.after, strict=True)
        changes = tuple(new for old, new in pairs if standing.get(old.segment_id) == old)
        if not changes or text.revision is None:
            return None
        return append(db, head_of(db, programme_id), changes, text.revision.author, times.timed_by)
