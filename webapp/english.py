"""A journalist's own English for what is said: a layer beside the words and the machine's English, segment by segment.

Rows are only added: the newest of a segment counts, and who wrote what before stays to be seen. What was written for
words that are others now is out of date until somebody looks at it again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec
from sqlite_utils import Database

from media.database import immediate, new_id, utc_now
from transcribe.early.text import begin_editing, text_to_edit
from transcribe.errors import EditConflict, NothingChanged
from transcribe.records import Segment
from transcribe.retime import clean_text
from transcribe.transcripts import no_segment
from transcribe.translation.records import sources_sha256
from transcribe.worked_on import note_worked_on


@dataclass(frozen=True, slots=True)
class English:
    """What a person wrote for one segment; an empty text takes away what was there."""

    english_id: str
    programme_id: str
    segment_id: str
    source_sha256: str
    """Of the words that it was written for (`sources_sha256`)."""
    text: str
    author: str
    created_at: str

    def is_stale(self, segment: Segment) -> bool:
        """Return whether the segment's words are others now."""
        return self.source_sha256 != sources_sha256([segment])


def write_english(
    db: Database,
    programme_id: str,
    segment_id: str,
    typed: str,
    author: str,
    *,
    base_id: str | None,
    source_sha256: str,
) -> English:
    """Keep a person's English for a segment.

    :param base_id: of the newest that the person saw, ``None`` where there was none.
    :param source_sha256: of the words that the person saw (`sources_sha256`): for others it is out of date at once.
    :raises NoText: the programme has no words.
    :raises UnknownSegment: the text has no such segment.
    :raises BadEdit: what was typed cannot be kept.
    :raises NothingChanged: this stands there already, for the same words.
    :raises EditConflict: somebody else has written some in the meantime; both texts are in the error.
    """
    text = clean_text(typed)
    with immediate(db):
        begin_editing(db, programme_id)
        now = text_to_edit(db, programme_id)
        segments = now.segments
        segment = next((each for each in segments if each.segment_id == segment_id), None)
        if segment is None:
            raise no_segment(programme_id, segment_id)
        newest = next(iter(history_of(db, programme_id, segment_id)), None)
        is_same = newest.text == text if newest else not text
        if is_same and not (newest and newest.text and newest.is_stale(segment)):
            raise NothingChanged("This stands there already; nothing was stored.")
        if newest and newest.english_id != base_id:
            raise EditConflict(
                f"{newest.author} has written English for it since you opened it; compare both, then save again.",
                theirs=newest.text,
                yours=text,
            )
        made = English(new_id("e"), programme_id, segment_id, source_sha256, text, author, utc_now())
        db.table("english").insert({name: getattr(made, name) for name in English.__slots__})
        note_worked_on(db, programme_id, now.transcript.transcript_id, segment_id, author)
    return made


def newest_author(db: Database, programme_id: str) -> str | None:
    """Return who last wrote English for a programme, or took some away."""
    rows = db.query("SELECT author FROM english WHERE programme_id = ? ORDER BY rowid DESC LIMIT 1", [programme_id])
    return next((row["author"] for row in rows), None)


def english_of(db: Database, programme_id: str) -> Mapping[str, English]:
    """Return the newest of every segment that has some, by the segment's id."""
    rows = db.query("SELECT * FROM english WHERE programme_id = ? ORDER BY rowid", [programme_id])
    newest = {each.segment_id: each for each in (msgspec.convert(row, English) for row in rows)}
    return {segment_id: each for segment_id, each in newest.items() if each.text}


def fresh_english(english: Mapping[str, English], segments: Sequence[Segment]) -> Mapping[str, English]:
    """Return what stands for the words as they are, in their order."""
    return {
        segment.segment_id: each
        for segment in segments
        if (each := english.get(segment.segment_id)) and not each.is_stale(segment)
    }


def history_of(db: Database, programme_id: str, segment_id: str) -> tuple[English, ...]:
    """Return all that was written for a segment, the newest first."""
    rows = db.query(
        "SELECT * FROM english WHERE programme_id = ? AND segment_id = ? ORDER BY rowid DESC",
        [programme_id, segment_id],
    )
    return tuple(msgspec.convert(row, English) for row in rows)
