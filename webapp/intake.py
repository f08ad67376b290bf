"""How a programme comes in: sound, summary, script and facts in one step, all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from sqlite_utils import Database

from media.archive import Archive
from media.catalogue import (
    add_document,
    add_programme,
    check_facts,
    current_recording,
    delete_programme,
    get_programme,
    set_facts,
)
from media.errors import DuplicateRecording, UnknownFact, UnreadableFile
from media.ingest import ingest_file, prepare
from media.language import parse_language
from media.records import Recording


@dataclass(frozen=True, slots=True)
class Upload:
    """Sound that arrives as a stream, such as a form's file."""

    stream: BinaryIO
    file_name: str


@dataclass(frozen=True, slots=True)
class Intake:
    """What somebody brings. Each part may be missing, not all of them."""

    facts: Mapping[str, str]
    sound: Path | Upload | None = None
    summary: str | None = None
    summary_language: str = "en"
    script: str | None = None
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """Where it went."""

    programme_id: str
    remark: str | None = None
    """A sentence that the person should read: that the sound was there already."""


def take_in(
    archive: Archive, db: Database, intake: Intake, programme_id: str | None = None, *, prepare_now: bool = True
) -> Taken:
    """Store what was brought, as a new programme or as part of one that exists.

    :param prepare_now: make the access copy at once; False where a job will.
    :raises MediaError: a part cannot be used; the archive is as it was.
    """
    if intake.sound is None and intake.summary is None and intake.script is None and not intake.facts:
        raise UnknownFact("There is nothing to add; give a sound file, a summary, or both.")
    checked = {name: value or "" for name, value in check_facts(intake.facts).items()}
    parse_language(intake.summary_language)
    if programme_id is not None:
        get_programme(db, programme_id)
        recording = _ingest(archive, db, intake, programme_id)
        set_facts(db, programme_id, checked)
        taken = Taken(programme_id)
    else:
        programme_id = add_programme(db, checked, synthetic=intake.synthetic).programme_id
        try:
            recording = _ingest(archive, db, intake, programme_id)
            taken = Taken(programme_id)
        except BaseException as error:
            delete_programme(db, programme_id)
            if not isinstance(error, DuplicateRecording):
                raise
            return _already_there(archive, db, error.programme_id, prepare_now=prepare_now)
    _add_documents(db, intake, programme_id)
    if recording and prepare_now:
        prepare(archive, db, recording)
    return taken


def _already_there(archive: Archive, db: Database, programme_id: str, *, prepare_now: bool) -> Taken:
    recording = current_recording(db, programme_id)
    if prepare_now and recording and recording.access_sha256 is None:
        prepare(archive, db, recording)
    return Taken(
        programme_id, f"This recording is in the archive already, as programme {programme_id}; nothing was added."
    )


def _ingest(archive: Archive, db: Database, intake: Intake, programme_id: str) -> Recording | None:
    if intake.sound is None:
        return None
    if isinstance(intake.sound, Upload):
        return ingest_file(archive, db, programme_id, intake.sound.stream, intake.sound.file_name)
    with _open(intake.sound) as source:
        return ingest_file(archive, db, programme_id, source, intake.sound.name)


def _open(path: Path) -> BinaryIO:
    try:
        if not path.is_file():
            raise UnreadableFile(f"There is no file {path}; check the name.")
        return path.open("rb")
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read ({error.strerror}); check its permissions.") from error


def _add_documents(db: Database, intake: Intake, programme_id: str) -> None:
    programme = get_programme(db, programme_id)
    if intake.summary is not None:
        add_document(
            db, programme_id, "summary", intake.summary, language=intake.summary_language, author=programme.author
        )
    if intake.script is not None:
        add_document(db, programme_id, "script", intake.script, language=programme.language)
