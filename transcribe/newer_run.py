"""A newer run beside the words as they stand: how it differs, and what people take of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlite_utils import Database

from media.database import immediate, utc_now
from transcribe.early.carry import seen_before
from transcribe.editing.accept import accept_segment, accept_segments
from transcribe.errors import EditConflict, NothingChanged, OtherSound
from transcribe.merge import Difference, Kind, differences
from transcribe.records import ProgrammeText, Revision, Segment, Transcript, WordsBy
from transcribe.revise import current_text
from transcribe.transcripts import get_transcript
from transcribe.worked_on import worked_on


@dataclass(frozen=True, slots=True)
class SetAside:
    """A difference that somebody wants to see no more."""

    difference: Difference
    user_name: str
    created_at: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A run held against the words as they stand."""

    text: ProgrammeText
    run: Transcript
    differences: tuple[Difference, ...]
    """Ascending in time, without those that were set aside."""
    aside: tuple[SetAside, ...]
    """Ascending in time."""
    set_aside_by: str | None
    """Who wants no more words of this run."""
    worked_on: frozenset[str] = frozenset()
    """Ids of segments that people put into English or vouched for: each of these is for somebody to look at."""

    @property
    def unedited(self) -> tuple[Segment, ...]:
        """What the run has where nobody has edited, or worked on what stands there."""
        found = (each for each in self.differences if each.kind is Kind.MACHINE)
        return tuple(each.offered for each in found if not self.is_worked_on(each))

    def is_worked_on(self, difference: Difference) -> bool:
        """Return whether somebody vouched for the words that stand there, or put them into English."""
        return difference.offered.segment_id in self.worked_on

    @property
    def all_aside(self) -> tuple[Difference, ...]:
        return tuple(each.difference for each in self.aside)

    def find(self, segment_id: str, seen_sha256: str) -> Difference:
        """Return the difference in a segment, set aside or not.

        :param seen_sha256: `Difference.sha256` of what the person saw.
        :raises EditConflict: it is not what they saw; both texts are in the error.
        :raises NothingChanged: there is no difference in this segment.
        """
        for each in (*self.differences, *self.all_aside):
            if each.offered.segment_id == segment_id:
                if each.sha256 != seen_sha256:
                    raise EditConflict(
                        "The words here have changed since you opened this; look at them again.",
                        theirs=each.current.text if each.current else "",
                        yours=each.offered.text,
                    )
                return each
        raise NothingChanged(f"Run {self.run.number} has no other words there; nothing was stored.")


def compare(db: Database, programme_id: str, number: int | None = None) -> Comparison:
    """Hold a run against the words as they stand, the newest where no number is given.

    :raises NoText: the programme has no run yet.
    :raises UnknownRun: it has none of this number.
    :raises OtherSound: that run is of another recording.
    """
    with db.atomic():
        text, run = current_text(db, programme_id), get_transcript(db, programme_id, number)
    if run.recording_id != text.transcript.recording_id:
        raise OtherSound(
            f"Run {run.number} heard another recording than the words of run {text.transcript.number}; "
            "their times cannot be compared. See it with “muragat export --run”."
        )
    return _comparison(db, text, run, next(_set_aside_by(db, run), None))


def newer_run(db: Database, text: ProgrammeText) -> Comparison | None:
    """Return the newest run where the words stand on an older one of the same recording; else ``None``.

    Where people corrected while the machine listened, the run that the words stand on is held against what they had
    seen. One that was set aside is not held against the words again: that takes long for a long programme.
    """
    run = get_transcript(db, text.transcript.programme_id)
    if run.number < text.transcript.number or run.recording_id != text.transcript.recording_id:
        return None
    if run.number == text.transcript.number and not seen_before(db, run.transcript_id):
        return None
    set_aside_by = next(_set_aside_by(db, run), None)
    if set_aside_by:
        return Comparison(text, run, (), (), set_aside_by)
    return _comparison(db, text, run, None)


def accept(db: Database, comparison: Comparison, segment_id: str, author: str, *, seen_sha256: str) -> Revision:
    """Take the run's words for one segment; whoever's words stood there, they stay in the revisions.

    Words of a file that people wrote are from then on those of the person who takes them.

    :param seen_sha256: `Difference.sha256` of what the person saw.
    :raises EditConflict: it is not what they saw; both texts are in the error.
    :raises NothingChanged: there is no difference in this segment.
    """
    return accept_segment(db, comparison.text, _taken(comparison, segment_id, seen_sha256, author), author)


def accept_unedited(db: Database, comparison: Comparison, author: str) -> Revision:
    """Take all of the run's words where nobody has edited, as one edit.

    :raises NothingChanged: there are none.
    :raises EditConflict: the text stands on another run by now.
    """
    offered = tuple(_by(comparison, each, author) for each in comparison.unedited)
    return accept_segments(db, comparison.text, offered, author)


def _taken(comparison: Comparison, segment_id: str, seen_sha256: str, author: str) -> Segment:
    return _by(comparison, comparison.find(segment_id, seen_sha256).offered, author)


def _by(comparison: Comparison, offered: Segment, author: str) -> Segment:
    """A machine's words stay the machine's; what people wrote needs somebody who vouches for it."""
    is_human = comparison.run.provenance.words_by is WordsBy.HUMAN
    return replace(offered, edited_by=author) if is_human else offered


def set_aside(db: Database, comparison: Comparison, author: str) -> None:
    """Note that nobody wants more words of this run; the first to say so is kept."""
    with immediate(db):
        db.table("run_set_aside").insert(
            {"transcript_id": comparison.run.transcript_id, "user_name": author, "created_at": utc_now()}, ignore=True
        )


def set_difference_aside(
    db: Database, comparison: Comparison, segment_id: str, author: str, *, seen_sha256: str
) -> None:
    """Note that nobody wants the run's words in one place, for as long as it offers these instead of those.

    The first to say so is kept. Parameters and errors as of `accept`.
    """
    row = {
        "transcript_id": comparison.run.transcript_id,
        "difference_sha256": comparison.find(segment_id, seen_sha256).sha256,
        "user_name": author,
        "created_at": utc_now(),
    }
    with immediate(db):
        db.table("difference_set_aside").insert(row, ignore=True)


def bring_back(db: Database, comparison: Comparison, segment_id: str, *, seen_sha256: str) -> None:
    """Offer what was set aside again. Parameters and errors as of `accept`."""
    which = [comparison.run.transcript_id, comparison.find(segment_id, seen_sha256).sha256]
    with immediate(db):
        db.table("difference_set_aside").delete_where("transcript_id = ? AND difference_sha256 = ?", which)


def _comparison(db: Database, text: ProgrammeText, run: Transcript, set_aside_by: str | None) -> Comparison:
    rows = db.table("difference_set_aside").rows_where("transcript_id = ?", [run.transcript_id])
    aside = {str(row["difference_sha256"]): row for row in rows}
    found = _differences(db, text, run)
    gone = [(each, aside[each.sha256]) for each in found if each.sha256 in aside]
    return Comparison(
        text,
        run,
        tuple(each for each in found if each.sha256 not in aside),
        tuple(SetAside(each, str(row["user_name"]), str(row["created_at"])) for each, row in gone),
        set_aside_by,
        frozenset(worked_on(db, text.transcript.transcript_id)),
    )


def _differences(db: Database, text: ProgrammeText, run: Transcript) -> tuple[Difference, ...]:
    if run.number != text.transcript.number:
        return differences(text, run)
    seen = seen_before(db, run.transcript_id)
    found = differences(text, run, seen) if seen else ()
    own = (each for each in found if each.offered.segment_id in seen)
    return tuple(replace(each, offered=replace(each.offered, run=None)) for each in own)


def _set_aside_by(db: Database, run: Transcript) -> Iterator[str]:
    for row in db.table("run_set_aside").rows_where("transcript_id = ?", [run.transcript_id]):
        yield str(row["user_name"])
