"""Join a segment to the one after it. No word changes; whose a word was is kept as well as one segment can say it."""

from __future__ import annotations

import dataclasses
from itertools import pairwise

from sqlite_utils import Database

from media.database import immediate
from media.records import Span
from transcribe.early.text import text_to_edit
from transcribe.editing.seen import require_seen, taken_out
from transcribe.editing.times import within
from transcribe.errors import CannotJoin
from transcribe.records import Revision, Segment
from transcribe.retime import MAX_CHARACTERS
from transcribe.revise import append, head_of
from transcribe.transcripts import no_segment


def join_segments(
    db: Database, programme_id: str, segment_id: str, next_id: str, author: str, *, seen: str, next_seen: str
) -> Revision:
    """Join a segment and the next one of the text; the first keeps its id, the other is gone.

    :param seen: `tag_of` the first as the person saw it. :param next_seen: of the other.
    :raises EditConflict: somebody has changed one of them since.
    :raises SegmentGone: one of them was taken out. :raises UnknownSegment: there is and was none of this id.
    :raises CannotJoin: they do not follow one another any more, two people speak in them, they are of two runs of the
        machine, or together they are too long.
    :raises NoText: the programme has no run yet.
    """
    with immediate(db):
        text = text_to_edit(db, programme_id)
        standing = {segment.segment_id: segment for segment in text.segments}
        gone = {segment.segment_id for segment in text.gone}
        for each, tag in ((segment_id, seen), (next_id, next_seen)):
            if each in gone:
                raise taken_out(each)
            if each not in standing:
                raise no_segment(programme_id, each)
            require_seen(tag, standing[each])
        first, second = standing[segment_id], standing[next_id]
        if (first, second) not in pairwise(text.segments):
            raise CannotJoin("Something stands between these two passages now; load the page again.")
        joined = _joined(first, second, author)
        return append(db, head_of(db, programme_id), (joined, dataclasses.replace(second, gone=segment_id)), author)


def _joined(first: Segment, second: Segment, author: str) -> Segment:
    if first.speaker and second.speaker and first.speaker != second.speaker:
        raise CannotJoin("Two people speak in these passages; give both the same speaker first, then join them.")
    if first.run != second.run and not (first.edited_by or second.edited_by):
        raise CannotJoin("The words of these passages are of two runs of the machine; correct one of them first.")
    if len(first.text) + 1 + len(second.text) > MAX_CHARACTERS:
        raise CannotJoin(f"Together these passages have more than {MAX_CHARACTERS} characters; they stay apart.")
    span = Span(first.start_ms, max(first.end_ms, second.end_ms))
    more = max(first, second, key=lambda segment: len(segment.words))
    return dataclasses.replace(
        first,
        end_ms=span.end_ms,
        words=within((*first.words, *second.words), span),
        speaker=first.speaker or second.speaker,
        language=first.language if first.language == second.language else more.language,
        doubts=tuple(dict.fromkeys((*first.doubts, *second.doubts))),
        edited_by=_edited_by(first, second, author),
        run=first.run if first.run == second.run else None,
    )


def _edited_by(first: Segment, second: Segment, author: str) -> str | None:
    """A person's words among them keep the machine from ever taking the place of all of them."""
    editors = {segment.edited_by for segment in (first, second) if segment.edited_by}
    return author if len(editors) > 1 else next(iter(editors), None)
