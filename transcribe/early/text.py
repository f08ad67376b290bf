"""The words that people may correct: as they stand, and what the machine has heard beyond them while it listens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlite_utils import Database

from transcribe.early.beyond import heard_beyond
from transcribe.early.listening import listening_to, run_so_far
from transcribe.editing.piece import origin_of
from transcribe.errors import NoText
from transcribe.records import ProgrammeText, Segment, Transcript, content_sha256
from transcribe.revise import current_text
from transcribe.transcripts import NewRun, no_text, store_transcript
from transcribe.unfinished import so_far


def text_to_edit(db: Database, programme_id: str) -> ProgrammeText:
    """Return the words that can be corrected: `current_text`, and where its run is not whole what was heard since.

    Where there is no run yet, they are those of the run that the first edit stores (`begin_editing`); it has no id.

    :raises NoText: the machine has heard nothing yet.
    """
    with db.atomic():  # One snapshot.
        try:
            text = current_text(db, programme_id)
        except NoText:
            return _not_stored(programme_id, _heard(db, programme_id))
        later = tuple(_not_changed(heard_beyond(db, programme_id, text.transcript.transcript_id), text))
        if not later:
            return text
        return replace(text, segments=tuple(sorted((*text.segments, *later), key=lambda each: each.start_ms)))


def begin_editing(db: Database, programme_id: str) -> None:
    """Store what the machine has heard as a run where there is none, so that an edit has something to stand on.

    Belongs into the transaction of the edit. Where nothing was heard nothing is stored; then the edit says so.
    """
    if db.execute("SELECT 1 FROM transcript WHERE programme_id = ? LIMIT 1", [programme_id]).fetchone():
        return
    heard = _heard(db, programme_id)
    if heard:
        store_transcript(db, programme_id, heard)


def _heard(db: Database, programme_id: str) -> NewRun | None:
    listening = listening_to(db, programme_id)
    heard = so_far(db, listening.job_id) if listening else None
    return run_so_far(listening, heard.end_ms, heard.segments) if listening and heard and heard.segments else None


def _not_stored(programme_id: str, run: NewRun | None) -> ProgrammeText:
    if run is None:
        raise no_text(programme_id)
    made = Transcript(
        transcript_id="",
        programme_id=programme_id,
        recording_id=run.recording_id,
        number=0,
        method=run.method,
        provenance=run.provenance,
        segments=run.segments,
        sha256=content_sha256(run.segments),
        created_at="",
    )
    return ProgrammeText(made, None, made.segments)


def _not_changed(later: Sequence[Segment], text: ProgrammeText) -> Iterator[Segment]:
    """Yield what was heard later without what people have changed, and without what stands in the place of such.

    A recognition that was begun anew may have cut or heard otherwise what people changed before.
    """
    changed = {each.segment_id for each in (*text.segments, *text.gone)}
    known = {each.segment_id for each in (*text.transcript.segments, *later)}
    strangers = [each.span for each in text.segments if origin_of(each.segment_id) not in known]
    for each in later:
        middle_ms = (each.start_ms + each.end_ms) // 2
        is_taken = any(span.start_ms <= middle_ms < span.end_ms for span in strangers)
        if each.segment_id not in changed and not is_taken:
            yield each
