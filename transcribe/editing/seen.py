"""What a person saw of a segment when an edit began: a tag, as HTTP's ETag (RFC 9110, 8.8.3) names a state."""

from __future__ import annotations

import hashlib

from sqlite_utils import Database

from media.records import Span
from transcribe.errors import EditConflict, SegmentGone, UnknownSegment, WrittenAnew
from transcribe.past import newest_past
from transcribe.records import Segment
from transcribe.revise import Head, current_text, segment_now
from transcribe.run_segments import find_segment
from transcribe.transcripts import no_segment


def tag_of(segment: Segment) -> str:
    """Return the tag of a segment as it stands: its words and its speaker, whatever times a machine gave them."""
    return f"{_words(segment)}-{_speaker(segment)}"


def saw_words(tag: str, segment: Segment) -> bool:
    """Return whether whoever has this tag saw these words."""
    return tag.partition("-")[0] == _words(segment)


def saw_speaker(tag: str, segment: Segment) -> bool:
    """Return whether whoever has this tag saw this speaker."""
    return tag.partition("-")[2] == _speaker(segment)


def require_seen(tag: str, segment: Segment) -> None:
    """Let an edit of all of a segment go on only where its author saw it as it stands.

    :raises EditConflict: somebody has changed its words or its speaker.
    """
    if tag != tag_of(segment):
        raise changed_since(segment, "")


def segment_as_seen(db: Database, head: Head, segment_id: str, tag: str) -> Segment:
    """Return a segment that stands as the author of an edit of all of it saw it.

    :raises EditConflict: somebody has changed its words or its speaker.
    :raises SegmentGone: it was taken out. :raises UnknownSegment: there is and was none of this id.
    """
    now = segment_now(db, head, segment_id)
    if now is None:
        raise no_segment(head.programme_id, segment_id)
    if now.gone is not None:
        raise taken_out(segment_id)
    require_seen(tag, now)
    return now


def changed_since(segment: Segment, typed: str) -> EditConflict:
    """Return the error that shows both texts."""
    return EditConflict(
        f"{segment.edited_by or 'Somebody'} has changed this passage since you opened it; yours is not stored yet: "
        "compare both and save again.",
        theirs=segment.text,
        yours=typed,
    )


def taken_out(segment_id: str) -> SegmentGone:
    """Return the error of an edit of a segment that is there no more, where nobody typed anything."""
    return SegmentGone(f"The passage “{segment_id}” was taken out of the text meanwhile.", theirs="", yours="")


def gone_since(db: Database, gone: Segment, typed: str, programme_id: str) -> SegmentGone:
    """Return the error that says who took a segment out while somebody typed into it, with what stands there now."""
    past = newest_past(db, programme_id, gone.segment_id)
    by = past.author if past else "Somebody"
    what = "has joined this passage to another" if gone.gone else "has taken this passage out"
    return SegmentGone(
        f"{by} {what} since you opened it; your words are not stored yet: put them where they belong, or bring the "
        "passage back.",
        theirs=_standing_at(db, programme_id, gone.span),
        yours=typed,
    )


def lost_since(db: Database, head: Head, segment_id: str, typed: str) -> WrittenAnew | UnknownSegment:
    """Return the error of an edit of a segment that the run has not on which the words stand now.

    :return: a `WrittenAnew` with the words that stand at its time, where an earlier run of the programme had it.
    """
    runs = db.table("transcript").rows_where(
        "programme_id = ?", [head.programme_id], select="transcript_id", order_by="number DESC"
    )
    lost = next(filter(None, (find_segment(db, run["transcript_id"], segment_id) for run in runs)), None)
    if lost is None:
        return no_segment(head.programme_id, segment_id)
    return WrittenAnew(
        "The machine has transcribed this anew since you opened it; yours is not stored yet: load the new text, and "
        "put your words there.",
        theirs=_standing_at(db, head.programme_id, lost.span),
        yours=typed,
    )


def _words(segment: Segment) -> str:
    return hashlib.sha256(segment.text.encode()).hexdigest()[:20]


def _speaker(segment: Segment) -> str:
    return hashlib.sha256((segment.speaker or "").encode()).hexdigest()[:12]


def _standing_at(db: Database, programme_id: str, span: Span) -> str:
    near = current_text(db, programme_id).segments
    return " ".join(segment.text for segment in near if segment.span.overlap_ms(span))
