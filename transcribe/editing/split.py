"""Split a segment in two at a word. No word changes, so the words stay whose they were."""

from __future__ import annotations

import dataclasses

from sqlite_utils import Database

from media.database import immediate
from media.records import Span
from transcribe.editing.piece import piece_id
from transcribe.editing.seen import segment_as_seen
from transcribe.editing.times import within
from transcribe.errors import BadEdit, CannotSplit
from transcribe.records import Revision, Segment
from transcribe.revise import append, head_of, segment_now


def split_segment(
    db: Database, programme_id: str, segment_id: str, author: str, *, seen: str, at: int, mark: str
) -> Revision:
    """Split a segment before one of its words, at the time of this word. The first part keeps the id.

    :param seen: `tag_of` the segment that the person saw.
    :param at: how many of its words stay in the first part.
    :param mark: for the second part's id (`piece_id`), drawn by whoever asks, so that what follows can name it before
        the answer has come.
    :raises EditConflict: somebody has changed it since.
    :raises SegmentGone: it was taken out. :raises UnknownSegment: there is and was none of this id.
    :raises CannotSplit: there are not words on both sides, or no time to be shared.
    :raises BadEdit: the mark is none, or taken.
    :raises NoText: the programme has no run yet.
    """
    with immediate(db):
        head = head_of(db, programme_id)
        now = segment_as_seen(db, head, segment_id, seen)
        new_id = piece_id(segment_id, mark)
        if new_id is None or segment_now(db, head, new_id) is not None:
            raise BadEdit("The new passage cannot have this name; load the page again, then split it once more.")
        return append(db, head, _halves(now, at, new_id), author)


def _halves(segment: Segment, at: int, new_id: str) -> tuple[Segment, Segment]:
    if not 0 < at < len(segment.words):
        raise CannotSplit("A passage is split between two of its words; put the cursor between them.")
    if segment.span.duration_ms < 2:  # noqa: PLR2004 (a millisecond on each side)
        raise CannotSplit("These words have no time of their own in the sound, so it cannot be split between them.")
    before, after = segment.words[:at], segment.words[at:]
    cut_ms = min(max(after[0].start_ms, segment.start_ms + 1), segment.end_ms - 1)
    # The pause between the two belongs to neither, where there is one.
    said_ms = max(segment.start_ms + 1, *(word.end_ms for word in before))
    first, second = Span(segment.start_ms, min(cut_ms, said_ms)), Span(cut_ms, segment.end_ms)
    return (
        dataclasses.replace(segment, end_ms=first.end_ms, words=within(before, first)),
        dataclasses.replace(segment, segment_id=new_id, start_ms=cut_ms, words=within(after, second)),
    )
