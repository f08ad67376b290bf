"""The words as they stand after what people changed (`transcribe.editing`). An edit is added, never written over."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
from sqlite_utils import Database

from media.database import new_id, utc_now
from transcribe.early.beyond import find_beyond
from transcribe.errors import BadEdit
from transcribe.merge import apply
from transcribe.past import newest_past
from transcribe.records import Doubt, ProgrammeText, Provenance, Revision, Segment, canonical_json
from transcribe.retime import clean_text, retime
from transcribe.run_segments import find_segment
from transcribe.speakers.labels import as_label
from transcribe.transcripts import get_transcript, no_text, provenance_of_run, transcript_by_id
from transcribe.worked_on import standing_run

_OF_THE_MACHINE = frozenset(
    (
        Doubt.LOW_PROBABILITY,
        Doubt.LOOP,
        Doubt.INVENTED,
        Doubt.NO_SPEECH,
        Doubt.MUSIC,
        Doubt.GAP,
        Doubt.PASSED_OVER,
        Doubt.OTHER_SCRIPT,
        Doubt.OTHER_LANGUAGE,
    )
)
"""Doubts that end when a person has typed the words; how the words stand to the script stays to be said."""

MOST_NAME_CHARACTERS = 100
"""Of a speaker."""


def current_text(db: Database, programme_id: str) -> ProgrammeText:
    """Return the words as they stand: after the newest edit, or of the newest run where nobody has edited.

    A later run never takes the place of a person's words, nor of words that a person translated or vouched for.

    :raises NoText: the programme has no run yet.
    """
    with db.atomic():  # One snapshot: an edit that arrives in between is wholly in it or not at all.
        revision = _newest_revision(db, programme_id)
        if revision is None:
            transcript = transcript_by_id(db, head_of(db, programme_id).transcript_id)
            return ProgrammeText(transcript, None, transcript.segments)
        transcript = transcript_by_id(db, revision.transcript_id)
        newest = _newest_edits(db, programme_id)
        changed = [segment for segment, _ in newest]
        segments = apply(transcript.segments, changed)
        gone = tuple(segment for segment in changed if segment.gone is not None)
        timed = frozenset(segment.segment_id for segment, timed_by in newest if timed_by is not None)
        return ProgrammeText(transcript, revision, segments, _other_runs(db, programme_id, segments), gone, timed)


def text_of_run(db: Database, programme_id: str, number: int) -> ProgrammeText:
    """Return the machine's words of one run, without any edit.

    :raises NoText: the programme has no run yet.
    :raises UnknownRun: it has none of this number.
    """
    transcript = get_transcript(db, programme_id, number)
    return ProgrammeText(transcript, None, transcript.segments)


def revisions_of(db: Database, programme_id: str) -> list[Revision]:
    """Return all edits of a programme, newest first."""
    rows = db.table("revision").rows_where("programme_id = ?", [programme_id], order_by="number DESC")
    return [_revision(db, row) for row in rows]


def _newest_revision(db: Database, programme_id: str) -> Revision | None:
    rows = db.table("revision").rows_where("programme_id = ?", [programme_id], order_by="number DESC", limit=1)
    return next((_revision(db, row) for row in rows), None)


def changed_segments(db: Database, programme_id: str) -> list[Segment]:
    """Return every segment that was ever edited or added, after its newest edit."""
    return [segment for segment, _ in _newest_edits(db, programme_id)]


def _newest_edits(db: Database, programme_id: str) -> list[tuple[Segment, str | None]]:
    """Return the same, each with what that edit was timed by: it then only gave the words the times heard.

    SQLite takes a bare column from the row that has the maximum (lang_select.html, "bare columns").
    """
    rows = db.query(
        """SELECT revision_segment.segment AS segment, revision.timed_by AS timed_by, max(revision.number) AS number
           FROM revision JOIN revision_segment USING (revision_id)
           WHERE revision.programme_id = ? GROUP BY revision_segment.segment_id""",
        [programme_id],
    )
    return [(msgspec.json.decode(row["segment"], type=Segment), row["timed_by"]) for row in rows]


def _other_runs(db: Database, programme_id: str, segments: tuple[Segment, ...]) -> dict[int, Provenance]:
    """Return what made the runs that segments name, by number."""
    numbers = sorted({segment.run for segment in segments if segment.run is not None})
    return {number: provenance_of_run(db, programme_id, number) for number in numbers}


@dataclass(frozen=True, slots=True)
class Head:
    """Where the next edit is put: on the newest edit, or on the run that the words stand on."""

    programme_id: str
    transcript_id: str
    revision_id: str | None
    number: int
    """Of the newest edit; 0 where there is none."""
    sha256: str


def head_of(db: Database, programme_id: str) -> Head:
    """Return where the next edit is put.

    :raises NoText: the programme has no run yet.
    """
    for row in db.table("revision").rows_where("programme_id = ?", [programme_id], order_by="number DESC", limit=1):
        return Head(programme_id, row["transcript_id"], row["revision_id"], row["number"], row["sha256"])
    run = standing_run(db, programme_id)
    if run is None:
        raise no_text(programme_id)
    return Head(programme_id, str(run["transcript_id"]), None, 0, str(run["sha256"]))


def segment_now(db: Database, head: Head, segment_id: str) -> Segment | None:
    """Return a segment as it stands, or as it was when it was taken out (`Segment.gone`)."""
    past = newest_past(db, head.programme_id, segment_id)
    return past.segment if past else by_machine(db, head, segment_id)


def by_machine(db: Database, head: Head, segment_id: str) -> Segment | None:
    """Return a segment as the machine left it: of the run that the words stand on, or heard since it was stored."""
    found = find_segment(db, head.transcript_id, segment_id)
    return found or find_beyond(db, head.programme_id, head.transcript_id, segment_id)


def revision_by_id(db: Database, revision_id: str) -> Revision:
    """Return an edit that something names: none is ever removed."""
    return _revision(db, db.table("revision").get(revision_id))


def clean_name(name: str) -> str:
    """Return a speaker's name as it is kept: “Speaker 3” is what people read for a label, and no name.

    :raises BadEdit: it is too long, or holds a control character.
    """
    if len(name) > MOST_NAME_CHARACTERS:
        raise BadEdit(
            f"A speaker's name has at most {MOST_NAME_CHARACTERS} characters, this has {len(name)}; shorten it."
        )
    return as_label(clean_text(name))


def spoken_by(segment: Segment, speaker: str) -> Segment:
    """Return a segment with another speaker; an empty name is nobody in particular.

    :raises BadEdit: the name cannot be kept.
    """
    return dataclasses.replace(segment, speaker=clean_name(speaker) or None)


def with_words(segment: Segment, typed: str, author: str) -> Segment:
    """Return a segment with the words that a person typed, with the times of those before carried over.

    Where the words are the same, they stay whose they are: only who speaks was corrected.

    :param typed: of `clean_text`.
    """
    if segment.text == typed:
        return segment
    return dataclasses.replace(
        segment,
        words=retime(segment.words, typed.split(), segment.span),
        doubts=tuple(doubt for doubt in segment.doubts if doubt not in _OF_THE_MACHINE),
        edited_by=author,
    )


def append(
    db: Database, head: Head, changes: tuple[Segment, ...], author: str, timed_by: str | None = None
) -> Revision:
    """Store changed segments, whole, as one edit; belongs into the transaction that read ``head``."""
    changes = tuple(sorted(changes, key=lambda segment: segment.segment_id))  # as they are read back
    revision = Revision(
        revision_id=new_id("e"),
        programme_id=head.programme_id,
        transcript_id=head.transcript_id,
        parent_id=head.revision_id,
        number=head.number + 1,
        author=author,
        changes=changes,
        sha256=hashlib.sha256(f"{head.sha256}\n".encode() + canonical_json(changes)).hexdigest(),
        created_at=utc_now(),
        timed_by=timed_by,
    )
    row = {name: getattr(revision, name) for name in Revision.__slots__ if name != "changes"}
    db.table("revision").insert(row)
    for change in changes:
        db.table("revision_segment").insert(
            {
                "revision_id": revision.revision_id,
                "segment_id": change.segment_id,
                "segment": canonical_json(change).decode(),
            }
        )
    return revision


def _revision(db: Database, row: Mapping[str, object]) -> Revision:
    changes = db.table("revision_segment").rows_where("revision_id = ?", [row["revision_id"]], order_by="segment_id")
    segments = tuple(msgspec.json.decode(change["segment"], type=Segment) for change in changes)
    return msgspec.convert({**row, "changes": segments}, Revision)
