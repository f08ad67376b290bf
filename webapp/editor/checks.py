"""A person vouches for a segment, having heard it; the next change of its words or speaker ends that by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlite_utils import Database

from media.database import immediate, utc_now
from transcribe.early.text import begin_editing
from transcribe.editing.seen import changed_since, tag_of, taken_out
from transcribe.records import Segment
from transcribe.revise import head_of, segment_now
from transcribe.speakers.labels import machine_number
from transcribe.transcripts import no_segment
from transcribe.worked_on import note_worked_on

CHECKED, TAKEN_BACK = "checked", "taken back"


@dataclass(frozen=True, slots=True)
class Check:
    """The newest that somebody said about a segment."""

    number: int
    """Over all programmes, in the order in which they came."""
    segment_id: str
    kind: str
    tag: str
    """Of the segment (`tag_of`) as it was then: it holds for nothing else."""
    user_name: str
    created_at: str

    def holds_for(self, segment: Segment) -> bool:
        """Return whether it is this that was checked: also where a machine has put its label where nobody was named."""
        is_labelled = bool(segment.speaker) and machine_number(segment.speaker or "") is not None
        unlabelled = replace(segment, speaker=None) if is_labelled else segment
        return self.kind == CHECKED and self.tag in (tag_of(segment), tag_of(unlabelled))


def check(
    db: Database, programme_id: str, segment_id: str, user_name: str, *, seen: str, take_back: bool = False
) -> Check:
    """Vouch for a segment as it stands, or take that back.

    :param seen: `tag_of` the segment that the person saw and heard.
    :raises EditConflict: somebody has changed it since.
    :raises SegmentGone: it was taken out. :raises UnknownSegment: there is and was none of this id.
    :raises NoText: the programme has no run yet.
    """
    with immediate(db):
        begin_editing(db, programme_id)
        head = head_of(db, programme_id)
        segment = segment_now(db, head, segment_id)
        if segment is None:
            raise no_segment(programme_id, segment_id)
        if segment.gone is not None:
            raise taken_out(segment_id)
        if seen != tag_of(segment):
            raise changed_since(segment, "")
        newest = check_of(db, programme_id, segment_id)
        if newest and newest.tag == seen and newest.kind == (TAKEN_BACK if take_back else CHECKED):
            return newest
        row = {
            "programme_id": programme_id,
            "segment_id": segment_id,
            "kind": TAKEN_BACK if take_back else CHECKED,
            "tag": seen,
            "user_name": user_name,
            "created_at": utc_now(),
        }
        db.table("segment_check").insert(row)
        note_worked_on(db, programme_id, head.transcript_id, segment_id, user_name)
        return _newest(db, "segment_id = ?", [programme_id, segment_id])[segment_id]


def checks_of(db: Database, programme_id: str, *, after: int = 0) -> Mapping[str, Check]:
    """Return the newest check of each segment that has one, by the segment's id.

    :param after: only those that came after this number.
    """
    return _newest(db, "segment_check_id > ?", [programme_id, after])


def check_of(db: Database, programme_id: str, segment_id: str) -> Check | None:
    """Return the newest check of a segment."""
    return _newest(db, "segment_id = ?", [programme_id, segment_id]).get(segment_id)


def _newest(db: Database, condition: str, values: list[str | int]) -> Mapping[str, Check]:
    """SQLite takes a bare column from the row that has the maximum (lang_select.html, "bare columns")."""
    rows = db.query(
        f"""SELECT max(segment_check_id) AS number, segment_id, kind, tag, user_name, created_at FROM segment_check
            WHERE programme_id = ? AND {condition} GROUP BY segment_id""",  # noqa: S608 our own words
        values,
    )
    return {row["segment_id"]: Check(**row) for row in rows}
