"""What a person saw of a segment when an edit began: a tag, as HTTP's ETag (RFC 9110, 8.8.3) names a state."""

from __future__ import annotations

import hashlib

from sqlite_utils import Database

from transcribe.errors import EditConflict, SegmentGone
from transcribe.records import Segment
from transcribe.revise import Head, segment_now
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


def _words(segment: Segment) -> str:
    return hashlib.sha256(segment.text.encode()).hexdigest()[:20]


def _speaker(segment: Segment) -> str:
    return hashlib.sha256((segment.speaker or "").encode()).hexdigest()[:12]
