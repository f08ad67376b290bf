"""The machine's runs over a programme: stored once, numbered 1, 2, 3 …, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
from sqlite_utils import Database

from media.database import immediate, new_id, utc_now
from transcribe.errors import NoText, UnknownRun, UnknownSegment
from transcribe.records import Provenance, Segment, Transcript, canonical_json, content_sha256

RECOGNISED = "recognised"
ALIGNED = "aligned"
IMPORTED = "imported"


@dataclass(frozen=True, slots=True)
class NewRun:
    """What a machine heard in one recording, before it has a number."""

    recording_id: str
    method: str
    """`RECOGNISED`, `ALIGNED` or `IMPORTED`."""
    provenance: Provenance
    segments: tuple[Segment, ...]


def store_transcript(db: Database, programme_id: str, run: NewRun) -> Transcript:
    """Store a run under the next number; where the newest run is the same in all of its parts, return that one."""
    with immediate(db):
        newest = _newest(db, programme_id)
        if newest and _run_of(newest) == run:
            return newest
        transcript = Transcript(
            transcript_id=new_id("t"),
            programme_id=programme_id,
            recording_id=run.recording_id,
            number=newest.number + 1 if newest else 1,
            method=run.method,
            provenance=run.provenance,
            segments=run.segments,
            sha256=content_sha256(run.segments),
            created_at=utc_now(),
        )
        db.table("transcript").insert(_row(transcript))
    return transcript


def list_transcripts(db: Database, programme_id: str) -> list[Transcript]:
    """Return the runs of a programme, newest first."""
    rows = db.table("transcript").rows_where("programme_id = ?", [programme_id], order_by="number DESC")
    return [_transcript(row) for row in rows]


def get_transcript(db: Database, programme_id: str, number: int | None = None) -> Transcript:
    """Return the run of this number, the newest where none is given.

    :raises NoText: the programme has no run yet.
    :raises UnknownRun: it has none of this number.
    """
    newest = _newest(db, programme_id)
    if newest is None:
        raise no_text(programme_id)
    if number is None or number == newest.number:
        return newest
    for row in db.table("transcript").rows_where("programme_id = ? AND number = ?", [programme_id, number]):
        return _transcript(row)
    raise UnknownRun(f"Programme {programme_id} has no run {number}; its newest is run {newest.number}.")


def no_text(programme_id: str) -> NoText:
    return NoText(f"Programme {programme_id} has no transcript yet; make one with “muragat transcribe {programme_id}”.")


def no_segment(programme_id: str, segment_id: str) -> UnknownSegment:
    """Return the error of a segment that the words do not have."""
    return UnknownSegment(f"The text of programme {programme_id} has no segment “{segment_id}”; load it anew.")


def provenance_of_run(db: Database, programme_id: str, number: int) -> Provenance:
    """Return what made a run that a segment names: it is never removed."""
    rows = db.query("SELECT provenance FROM transcript WHERE programme_id = ? AND number = ?", [programme_id, number])
    return msgspec.json.decode(next(iter(rows))["provenance"], type=Provenance)


def transcript_by_id(db: Database, transcript_id: str) -> Transcript:
    """Return the run that a revision names: it is never removed."""
    return _transcript(db.table("transcript").get(transcript_id))


def _newest(db: Database, programme_id: str) -> Transcript | None:
    rows = db.table("transcript").rows_where("programme_id = ?", [programme_id], order_by="number DESC", limit=1)
    return next(map(_transcript, rows), None)


def _run_of(transcript: Transcript) -> NewRun:
    return NewRun(transcript.recording_id, transcript.method, transcript.provenance, transcript.segments)


def _row(transcript: Transcript) -> dict[str, object]:
    plain: dict[str, object] = {name: getattr(transcript, name) for name in Transcript.__slots__}
    as_json = {name: canonical_json(plain[name]).decode() for name in ("provenance", "segments")}
    return plain | as_json


def _transcript(row: Mapping[str, object]) -> Transcript:
    provenance = msgspec.json.decode(str(row["provenance"]), type=Provenance)
    segments = msgspec.json.decode(str(row["segments"]), type=tuple[Segment, ...])
    return msgspec.convert({**row, "provenance": provenance, "segments": segments}, Transcript)
