"""What people changed in the words. An edit is added, never written over another; none is lost, none undone unseen."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec
from sqlite_utils import Database

from media.database import immediate, new_id, utc_now
from transcribe.early.beyond import find_beyond
from transcribe.errors import BadEdit, EditConflict, NothingChanged, SegmentGone
from transcribe.merge import apply
from transcribe.past import past_of
from transcribe.records import Doubt, ProgrammeText, Provenance, Revision, Segment, canonical_json
from transcribe.retime import clean_text, retime
from transcribe.run_segments import find_segment
from transcribe.transcripts import (
    get_transcript,
    no_segment,
    no_text,
    provenance_of_run,
    transcript_by_id,
)

_OF_THE_MACHINE = frozenset(
    (
        Doubt.LOW_PROBABILITY,
        Doubt.LOOP,
        Doubt.INVENTED,
        Doubt.NO_SPEECH,
        Doubt.GAP,
        Doubt.PASSED_OVER,
        Doubt.OTHER_SCRIPT,
    )
)
"""Doubts that end when a person has typed the words; how the words stand to script and language stays to be said."""

MOST_NAME_CHARACTERS = 100
"""Of a speaker."""


def current_text(db: Database, programme_id: str) -> ProgrammeText:
    """Return the words as they stand: after the newest edit, or of the newest run where nobody has edited.

    A later run never takes the place of a person's words.

    :raises NoText: the programme has no run yet.
    """
    with db.atomic():  # One snapshot: an edit that arrives in between is wholly in it or not at all.
        revision = _newest_revision(db, programme_id)
        if revision is None:
            return text_of_run(db, programme_id, None)
        transcript = transcript_by_id(db, revision.transcript_id)
        changed = changed_segments(db, programme_id)
        segments = apply(transcript.segments, changed)
        gone = tuple(segment for segment in changed if segment.gone is not None)
        return ProgrammeText(transcript, revision, segments, _other_runs(db, programme_id, segments), gone)


def text_of_run(db: Database, programme_id: str, number: int | None) -> ProgrammeText:
    """Return the machine's words of one run, the newest for ``None``, without any edit.

    :raises NoText: the programme has no run yet.
    :raises UnknownRun: it has none of this number.
    """
    transcript = get_transcript(db, programme_id, number)
    return ProgrammeText(transcript, None, transcript.segments)


def edit_segment(
    db: Database,
    programme_id: str,
    segment_id: str,
    text: str,
    author: str,
    *,
    base_sha256: str,
    speaker: str | None = None,
) -> Revision:
    """Store a person's words for one segment, with the times of the words before carried over.

    An empty text takes all words away; the segment stays. What others changed elsewhere in the meantime lives on.

    :param base_sha256: the `ProgrammeText.sha256` that the person saw.
    :param speaker: who speaks there; empty for nobody in particular, ``None`` where the person did not say.
    :raises EditConflict: this segment has changed since then; both texts are in the error.
    :raises SegmentGone: it was taken out of the text, or joined to another.
    :raises UnknownSegment: the text has no such segment.
    :raises NothingChanged: these are the words that stand there already.
    :raises BadEdit: what was typed cannot be kept.
    :raises NoText: the programme has no run yet.
    :raises sqlite3.OperationalError: the database was locked for too long; nothing was stored.
    """
    typed = clean_text(text)
    with immediate(db):  # Nothing is read here that grows with the programme: other editors wait.
        head = head_of(db, programme_id)
        segment = segment_now(db, head, segment_id)
        if segment is not None and segment.gone is not None:
            raise gone_since(db, segment, typed, programme_id)
        if head.sha256 != base_sha256 and _changed_since(db, head, segment_id, segment, base_sha256):
            return _already_there(db, head, segment_id, segment, typed, base_sha256)
        if segment is None:
            raise no_segment(programme_id, segment_id)
        spoken = segment if speaker is None else spoken_by(segment, speaker)
        if segment.text == typed and spoken == segment:
            raise NothingChanged("These are the words that stand there already; nothing was stored.")
        return append(db, head, (with_words(spoken, typed, author),), author)


def accept_segment(db: Database, text: ProgrammeText, offered: Segment, author: str) -> Revision:
    """Store a newer run's words for one segment, as offered by `transcribe.merge`, because a person took them.

    They stay the machine's words. The speaker stays who it is, also where that was changed in the meantime.

    :param text: the words as they stood when the offer was made.
    :raises EditConflict: this segment has changed since then; both texts are in the error.
    :raises sqlite3.OperationalError: the database was locked for too long; nothing was stored.
    """
    programme_id = text.transcript.programme_id
    with immediate(db):
        head = head_of(db, programme_id)
        segment = segment_now(db, head, offered.segment_id)
        is_other = head.transcript_id != text.transcript.transcript_id
        if is_other or _changed_since(db, head, offered.segment_id, segment, text.sha256):
            return _already_there(db, head, offered.segment_id, segment, offered.text, text.sha256)
        return append(db, head, (_by_the_speaker_of(segment, offered),), author)


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


def revisions_of(db: Database, programme_id: str) -> list[Revision]:
    """Return all edits of a programme, newest first."""
    rows = db.table("revision").rows_where("programme_id = ?", [programme_id], order_by="number DESC")
    return [_revision(db, row) for row in rows]


def _newest_revision(db: Database, programme_id: str) -> Revision | None:
    rows = db.table("revision").rows_where("programme_id = ?", [programme_id], order_by="number DESC", limit=1)
    return next((_revision(db, row) for row in rows), None)


def changed_segments(db: Database, programme_id: str) -> list[Segment]:
    """Return every segment that was ever edited or added, after its newest edit.

    SQLite takes a bare column from the row that has the maximum (lang_select.html, "bare columns").
    """
    rows = db.query(
        """SELECT revision_segment.segment AS segment, max(revision.number) AS number
           FROM revision JOIN revision_segment USING (revision_id)
           WHERE revision.programme_id = ? GROUP BY revision_segment.segment_id""",
        [programme_id],
    )
    return [msgspec.json.decode(row["segment"], type=Segment) for row in rows]


def _other_runs(db: Database, programme_id: str, segments: tuple[Segment, ...]) -> dict[int, Provenance]:
    """Return what made the runs that segments name, by number."""
    numbers = sorted({segment.run for segment in segments if segment.run is not None})
    return {number: provenance_of_run(db, programme_id, number) for number in numbers}


@dataclass(frozen=True, slots=True)
class Head:
    """Where the next edit is put: on the newest edit, or on the newest run."""

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
    runs = db.table("transcript").rows_where(
        "programme_id = ?", [programme_id], select="transcript_id, sha256", order_by="number DESC", limit=1
    )
    for row in runs:
        return Head(programme_id, row["transcript_id"], None, 0, row["sha256"])
    raise no_text(programme_id)


def segment_now(db: Database, head: Head, segment_id: str) -> Segment | None:
    """Return a segment as it stands, or as it was when it was taken out (`Segment.gone`)."""
    past = past_of(db, head.programme_id, segment_id)
    return past[-1].segment if past else by_machine(db, head, segment_id)


def by_machine(db: Database, head: Head, segment_id: str) -> Segment | None:
    """Return a segment as the machine left it: of the run that the words stand on, or heard since it was stored."""
    found = find_segment(db, head.transcript_id, segment_id)
    return found or find_beyond(db, head.programme_id, head.transcript_id, segment_id)


def gone_since(db: Database, gone: Segment, typed: str, programme_id: str) -> SegmentGone:
    """Return the error that says who took a segment out while somebody typed into it, with what stands there now."""
    by = past_of(db, programme_id, gone.segment_id)[-1].author
    what = "has joined this passage to another" if gone.gone else "has taken this passage out"
    near = current_text(db, programme_id).segments
    return SegmentGone(
        f"{by} {what} since you opened it; your words are not stored yet: put them where they belong, or bring the "
        "passage back.",
        theirs=" ".join(segment.text for segment in near if segment.span.overlap_ms(gone.span)),
        yours=typed,
    )


def _changed_since(db: Database, head: Head, segment_id: str, segment: Segment | None, base_sha256: str) -> bool:
    """Return whether a segment is another now than in the text that an editor saw."""
    seen = [head.programme_id, base_sha256]
    for row in db.table("revision").rows_where("programme_id = ? AND sha256 = ?", seen):
        return _words_changed(db, head, segment_id, after=row["number"])
    runs = _runs_with(db, head.programme_id, base_sha256)
    if head.transcript_id in runs:
        return _words_changed(db, head, segment_id, after=0)
    return not runs or find_segment(db, runs[-1], segment_id) != segment


def _words_changed(db: Database, head: Head, segment_id: str, *, after: int) -> bool:
    """Return whether an edit above number ``after`` left other words; a speaker's name is in nobody's way."""
    past = past_of(db, head.programme_id, segment_id)
    before = [each for each in past if each.number <= after]
    was = before[-1].segment if before else by_machine(db, head, segment_id)
    later = [each.segment for each in past[len(before) :]]
    return any(was is None or (each.text, each.gone) != (was.text, was.gone) for each in later)


def _already_there(
    db: Database, head: Head, segment_id: str, segment: Segment | None, typed: str, base_sha256: str
) -> Revision:
    """Return the edit that stored the same words, as when a form is sent twice.

    :raises EditConflict: other words stand there.
    """
    if segment is None:
        raise EditConflict(
            "The machine has transcribed this anew since you opened it; yours is not stored yet: load the new text, "
            "and put your words there.",
            theirs=_words_around(db, head, segment_id, base_sha256),
            yours=typed,
        )
    past = past_of(db, head.programme_id, segment_id)
    if past and segment.gone is None and segment.text == typed:
        return revision_by_id(db, past[-1].revision_id)
    raise EditConflict(
        f"{segment.edited_by or 'The machine'} has changed these words since you opened them; yours are not stored "
        "yet: compare both and save again.",
        theirs=segment.text,
        yours=typed,
    )


def _words_around(db: Database, head: Head, segment_id: str, base_sha256: str) -> str:
    """Return what stands now at the time of a segment that an older run had."""
    seen = (find_segment(db, run, segment_id) for run in _runs_with(db, head.programme_id, base_sha256))
    lost = next(filter(None, seen), None)
    if lost is None:
        return ""
    now = current_text(db, head.programme_id).segments
    return " ".join(segment.text for segment in now if segment.span.overlap_ms(lost.span))


def revision_by_id(db: Database, revision_id: str) -> Revision:
    """Return an edit that something names: none is ever removed."""
    return _revision(db, db.table("revision").get(revision_id))


def _edited_ids(db: Database, programme_id: str, *, after: int) -> set[str]:
    """Return which segments the revisions above number ``after`` changed."""
    rows = db.query(
        """SELECT DISTINCT segment_id FROM revision JOIN revision_segment USING (revision_id)
           WHERE programme_id = ? AND number > ?""",
        [programme_id, after],
    )
    return {row["segment_id"] for row in rows}


def _runs_with(db: Database, programme_id: str, sha256: str) -> list[str]:
    """Return the ids of the runs with these words, oldest first."""
    rows = db.table("transcript").rows_where(
        "programme_id = ? AND sha256 = ?", [programme_id, sha256], select="transcript_id", order_by="number"
    )
    return [row["transcript_id"] for row in rows]


def clean_name(name: str) -> str:
    """Return a speaker's name as it is kept.

    :raises BadEdit: it is too long, or holds a control character.
    """
    if len(name) > MOST_NAME_CHARACTERS:
        raise BadEdit(
            f"A speaker's name has at most {MOST_NAME_CHARACTERS} characters, this has {len(name)}; shorten it."
        )
    return clean_text(name)


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


def _by_the_speaker_of(segment: Segment | None, offered: Segment) -> Segment:
    return dataclasses.replace(offered, speaker=segment.speaker) if segment else offered


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
