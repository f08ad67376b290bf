"""Keep a transcript that came in as a file: with times as a run, without as a script whose words are looked for.

Nothing that stands is written over. A run that comes in is newer than the words as they stand: where people have edited
these, it is only offered to them (`transcribe.newer_run`). Words that somebody says people wrote become that person's
edit, so that no machine takes their place, but only where nobody has edited yet.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

import msgspec
from sqlite_utils import Database

from media.catalogue import add_document, current_recording, get_programme
from media.database import immediate, new_id, utc_now
from media.ingest import plain_name
from media.language import UNDETERMINED
from media.records import Recording
from transcribe.errors import NoSound
from transcribe.incoming.clean import clean_segment, language_tag
from transcribe.incoming.place import Placed, has_times, place
from transcribe.incoming.readers import Read, read_transcript_file
from transcribe.incoming.records import FoundTranscript, Tool
from transcribe.incoming.speakers import machine_labels
from transcribe.incoming.turns import Turn
from transcribe.records import Provenance, Transcript, WordsBy, canonical_json
from transcribe.revise import append, head_of
from transcribe.transcripts import IMPORTED, NewRun, store_transcript
from transcribe.worked_on import is_worked_on


@dataclass(frozen=True, slots=True)
class TranscriptFile:
    """A file that has been read, and what is said of it by whoever brings it."""

    file_name: str
    """As people call it; private."""
    sha256: str
    read: Read
    words_by: WordsBy
    user_name: str | None = None
    """Who brings it, where that is known; needed for `WordsBy.HUMAN`."""

    @property
    def has_times(self) -> bool:
        return has_times(self.read.found)


@dataclass(frozen=True, slots=True)
class BroughtTranscript:
    """One file, as it was brought."""

    brought_id: str
    programme_id: str
    transcript_id: str | None
    """The run that it became, where it says times."""
    document_id: str | None
    """The script that it became, where it does not."""
    file_name: str
    sha256: str
    format: str
    """Name of the reader that knew it."""
    made_by: Tool | None
    words_by: WordsBy
    remarks: tuple[str, ...]
    turns: tuple[Turn, ...]
    """Of a script, in its order."""
    user_name: str | None
    created_at: str


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of a file."""

    run: Transcript | None
    placed: Placed | None
    """``None`` for a script: its words have to be looked for in the sound."""
    is_offered: bool
    """Whether people have worked on what stands, so that the new words wait for somebody to take them."""
    remarks: tuple[str, ...]


def open_transcript(
    data: bytes, file_name: str, words_by: WordsBy | None = None, user_name: str | None = None
) -> TranscriptFile:
    """Read a file.

    :param words_by: what whoever brings it says of its words; ``None`` leaves it at what the file says.
    :raises UnreadableFile, BadTranscript, UnknownTranscript: as `read_transcript_file`.
    """
    name = plain_name(file_name)
    read = read_transcript_file(data, name)
    return TranscriptFile(name, hashlib.sha256(data).hexdigest(), read, words_by or read.found.words_by, user_name)


def bring_in(db: Database, programme_id: str, file: TranscriptFile) -> Brought:
    """Store a transcript with its programme.

    :raises UnknownProgramme: no such id.
    :raises NoSound: the programme has no recording whose words these could be.
    :raises OfAnotherSound: it goes on long after the recording's end.
    :raises BadTranscript: a word of it is none.
    :raises sqlite3.OperationalError: the database was locked for too long; nothing was stored.
    """
    recording = current_recording(db, programme_id)
    if recording is None:
        raise NoSound(f"Programme {programme_id} has no sound yet, and a transcript needs it; bring both.")
    if not file.has_times:
        return _as_script(db, programme_id, file)
    placed = place(
        file.read.found, duration_ms=recording.duration_ms, sound_sha256=recording.sha256, words_by=file.words_by
    )
    run = NewRun(recording.recording_id, IMPORTED, _provenance(file, recording), placed.segments)
    with immediate(db):
        stored = store_transcript(db, programme_id, run)
        head = head_of(db, programme_id)
        is_offered = head.revision_id is not None or head.transcript_id != stored.transcript_id
        if file.words_by is WordsBy.HUMAN and file.user_name and not is_offered:
            by_hand = tuple(replace(segment, edited_by=file.user_name) for segment in stored.segments)
            append(db, head, by_hand, file.user_name)
        _note(db, programme_id, file, transcript_id=stored.transcript_id)
    return Brought(stored, placed, is_offered, file.read.found.remarks)


def brought_as(db: Database, document_id: str) -> BroughtTranscript | None:
    """Return the file that a script came from, ``None`` where nobody brought it as a transcript."""
    return next(iter(_rows(db, "document_id = ?", [document_id])), None)


def brought_to(db: Database, programme_id: str) -> tuple[BroughtTranscript, ...]:
    """Return the files that were brought to a programme, the oldest first."""
    return tuple(_rows(db, "programme_id = ?", [programme_id]))


def _as_script(db: Database, programme_id: str, file: TranscriptFile) -> Brought:
    """Store its text. A paragraph is one again when it is read as a script; who speaks it is kept beside it."""
    segments = [each for segment in file.read.found.segments if (each := clean_segment(segment)).words]
    labels = machine_labels([each.speaker for each in segments])
    turns = tuple(
        Turn(labels.get(each.speaker, each.speaker) if each.speaker else None, len(each.words)) for each in segments
    )
    text = "\n\n".join(" ".join(word.text for word in each.words) for each in segments)
    with immediate(db):
        language = language_tag(file.read.found.language) or get_programme(db, programme_id).language
        script = add_document(db, programme_id, "script", text, language=language, saved_by=file.user_name)
        _note(db, programme_id, file, document_id=script.document_id, turns=turns)
    return Brought(None, None, _has_peoples_work(db, programme_id), file.read.found.remarks)


def _has_peoples_work(db: Database, programme_id: str) -> bool:
    is_edited = db.execute("SELECT 1 FROM revision WHERE programme_id = ? LIMIT 1", [programme_id]).fetchone()
    return is_edited is not None or is_worked_on(db, programme_id)


def _provenance(file: TranscriptFile, recording: Recording) -> Provenance:
    found = file.read.found
    tool = found.made_by or Tool("")
    return Provenance(
        engine=tool.name,
        engine_version=tool.version,
        model=tool.model,
        model_sha256="",
        sound_sha256=recording.sha256,
        language=language_tag(found.language) or UNDETERMINED,
        options={"format": file.read.format, "file_sha256": file.sha256},
        words_by=file.words_by,
    )


def _note(
    db: Database,
    programme_id: str,
    file: TranscriptFile,
    *,
    transcript_id: str | None = None,
    document_id: str | None = None,
    turns: tuple[Turn, ...] = (),
) -> None:
    found: FoundTranscript = file.read.found
    row: Mapping[str, object] = {
        "brought_id": new_id("b"),
        "programme_id": programme_id,
        "transcript_id": transcript_id,
        "document_id": document_id,
        "file_name": file.file_name,
        "sha256": file.sha256,
        "format": file.read.format,
        "made_by": canonical_json(found.made_by).decode(),
        "words_by": file.words_by,
        "remarks": canonical_json(found.remarks).decode(),
        "turns": canonical_json(turns).decode(),
        "user_name": file.user_name,
        "created_at": utc_now(),
    }
    db.table("brought_transcript").insert(dict(row))


def _rows(db: Database, where: str, values: list[str]) -> list[BroughtTranscript]:
    rows = db.table("brought_transcript").rows_where(where, values, order_by="rowid")
    return [
        msgspec.convert(
            {**row, **{name: msgspec.json.decode(str(row[name])) for name in ("made_by", "remarks", "turns")}},
            BroughtTranscript,
        )
        for row in rows
    ]
