"""Bring in the entries of a list or folder, one after the other: what fails is said, and the rest goes on.

An entry that was brought in is known again by the hash of all that it says, noted in the transaction that stores its
programme: however an import ends, the same command goes on from there, and no programme is made twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from media.archive import Archive
from media.catalogue import check_new_facts, current_recording
from media.database import utc_now
from media.errors import MuragatError, StorageFull, UnreadableFile
from media.fixity import file_sha256
from media.ingest import prepare
from media.language import parse_language
from media.text_file import decode_text, read_text
from transcribe.incoming.store import TranscriptFile, bring_in, open_transcript
from transcribe.records import canonical_json
from webapp.importing.bring import open_page
from webapp.importing.lists.records import Entry, Outcome, Result
from webapp.importing.pages.records import PageRecord
from webapp.importing.store import PageFile, keep_page
from webapp.intake import Intake, take_in

MAX_TRANSCRIPT_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class _Ready:
    """An entry whose files were read, all but its sound."""

    intake: Intake
    sha256: str
    """Of all that it says."""
    page: tuple[PageRecord, PageFile] | None
    transcript: TranscriptFile | None


def bring_entries(
    archive: Archive, db: Database, entries: Iterable[Entry], *, dry_run: bool = False
) -> Iterator[Result]:
    """Bring in entries, and yield what came of each.

    :param dry_run: look whether each could be brought in, its sound unopened; store nothing.
    :raises StorageFull: the disk has no room; what was brought in before is kept.
    :raises sqlite3.OperationalError: the database was locked for too long; what was brought in before is kept.
    """
    # Of a list of a hundred thousand rows, on the disk.
    db.execute("CREATE TEMP TABLE IF NOT EXISTS looked_at (entry_sha256 TEXT PRIMARY KEY) WITHOUT ROWID")
    db.execute("DELETE FROM looked_at")
    for entry in entries:
        try:
            yield _bring(archive, db, entry, dry_run=dry_run)
        except StorageFull:
            raise
        except MuragatError as error:
            yield Result(entry.name, entry.facts.get("title", ""), Outcome.FAILED, sentence=str(error))


def _bring(archive: Archive, db: Database, entry: Entry, *, dry_run: bool) -> Result:
    if entry.problem:
        raise UnreadableFile(entry.problem)
    ready = _ready(entry)
    title = ready.intake.facts.get("title", "")
    known = _known(db, ready.sha256)
    if known:
        _go_on(archive, db, known, dry_run=dry_run)
        return Result(entry.name, title, Outcome.THERE, known)
    if dry_run:
        if there := _same_sound(db, ready.intake.sound):
            return Result(entry.name, title, Outcome.THERE, there)
        is_new = db.execute("INSERT OR IGNORE INTO looked_at VALUES (?)", [ready.sha256]).rowcount > 0
        return Result(entry.name, title, Outcome.FINE if is_new else Outcome.THERE, sentence=_not_sure(ready))
    taken = take_in(archive, db, ready.intake, beside=lambda programme_id: _beside(db, programme_id, ready))
    if taken.remark:
        return Result(entry.name, title, Outcome.THERE, taken.programme_id, taken.remark)
    return Result(entry.name, title, Outcome.ADDED, taken.programme_id, _not_sure(ready))


def _ready(entry: Entry) -> _Ready:
    """Read all that an entry names but its sound, and refuse what can be refused before that is read."""
    page = open_page(entry.page) if entry.page else None
    record = page[0] if page else None
    facts = {**(record.facts if record else {}), **entry.facts}
    summary = read_text(entry.summary) if isinstance(entry.summary, Path) else entry.summary
    summary_language = entry.summary_language
    if record and summary is None:
        summary, summary_language = record.summary, record.summary_language
    elif record and record.summary:
        facts["notes"] = "\n".join(text for text in (facts.get("notes"), record.summary) if text)
    if isinstance(entry.summary, str):
        summary = decode_text(entry.summary.encode(), "summary")
    intake = Intake(
        facts=facts,
        sound=entry.sound,
        summary=summary,
        summary_language=parse_language(summary_language),
        script=read_text(entry.script) if entry.script else None,
    )
    check_new_facts(facts)
    if entry.transcript and not entry.sound:
        raise UnreadableFile("A transcript needs its sound; name both.")
    transcript = _transcript(entry.transcript) if entry.transcript else None
    left = page and (_without(page[0], entry), page[1])
    return _Ready(intake, _name(intake, transcript), left, transcript)


def _without(record: PageRecord, entry: Entry) -> PageRecord:
    """Return what is not sure of a page where the entry does not say it itself."""
    said = {*entry.facts, *(("summary",) if entry.summary else ())}
    return PageRecord(
        record.facts,
        record.summary,
        record.summary_language,
        tuple(each for each in record.unsure if each.name not in said),
        record.furniture,
    )


def _transcript(path: Path) -> TranscriptFile:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_TRANSCRIPT_BYTES + 1)
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read ({error.strerror}); check its name and permissions.") from error
    return open_transcript(data, path.name)


def _name(intake: Intake, transcript: TranscriptFile | None) -> str:
    """Return the hash of all that an entry says; of its sound the place, size and time, for it is not read yet."""
    sound = None
    if isinstance(intake.sound, Path):
        try:
            found = intake.sound.stat()
        except OSError as error:
            raise UnreadableFile(f"There is no file {intake.sound}; check the name.") from error
        if not intake.sound.is_file():
            raise UnreadableFile(f"{intake.sound} is not a file; name the sound itself.")
        sound = [str(intake.sound), found.st_size, found.st_mtime_ns]
    said = {
        "facts": dict(sorted(intake.facts.items())),
        "sound": sound,
        "texts": [intake.summary, intake.summary_language, intake.script, transcript and transcript.sha256],
    }
    return hashlib.sha256(canonical_json(said)).hexdigest()


def _known(db: Database, sha256: str) -> str | None:
    row = db.execute("SELECT programme_id FROM imported_entry WHERE entry_sha256 = ?", [sha256]).fetchone()
    return str(row[0]) if row else None


def _same_sound(db: Database, sound: object) -> str | None:
    """Return the programme that has the same bytes; a sound is read only where there is one of its size."""
    if not isinstance(sound, Path):
        return None
    rows = db.execute("SELECT sha256, programme_id FROM recording WHERE size_bytes = ?", [sound.stat().st_size])
    there = dict(rows.fetchall())
    return there.get(file_sha256(sound)) if there else None


def _beside(db: Database, programme_id: str, ready: _Ready) -> None:
    """Store what comes with a programme; part of the transaction that stores it."""
    if ready.page:
        keep_page(db, programme_id, ready.page[1], ready.page[0], None)
    if ready.transcript:
        bring_in(db, programme_id, ready.transcript)
    row = {"entry_sha256": ready.sha256, "programme_id": programme_id, "created_at": utc_now()}
    db.table("imported_entry").insert(row)


def _go_on(archive: Archive, db: Database, programme_id: str, *, dry_run: bool) -> None:
    """Make the access copy of a sound that came in just before an import was killed."""
    recording = current_recording(db, programme_id)
    if recording and recording.access_sha256 is None and not dry_run:
        prepare(archive, db, recording)


def _not_sure(ready: _Ready) -> str:
    names = [each.name for each in ready.page[0].unsure] if ready.page else []
    return f"To be checked: {', '.join(names)}." if names else ""
