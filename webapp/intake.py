"""How a programme comes in: sound, summary, script and facts in one step, all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from sqlite_utils import Database

from media.alike.look import look
from media.archive import Archive
from media.catalogue import (
    add_document,
    add_programme,
    check_facts,
    check_new_facts,
    current_recording,
    get_programme,
    set_facts,
)
from media.database import immediate
from media.errors import DuplicateRecording, UnknownFact, UnreadableFile
from media.ingest import incoming, incoming_whole, prepare, take_back
from media.language import parse_language
from media.records import Programme, Recording
from transcribe.errors import TranscribeError
from transcribe.incoming.store import Brought, TranscriptFile, bring_in

Enter = Callable[[str], Recording]


@dataclass(frozen=True, slots=True)
class Upload:
    """Sound that arrives as a stream, such as a form's file."""

    stream: BinaryIO
    file_name: str


@dataclass(frozen=True, slots=True)
class WholeFile:
    """Sound that has come already, and lies in the archive under a name of its own."""

    path: Path
    sha256: str
    """Taken as its bytes came."""
    file_name: str
    """As people call it."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What somebody brings. Each part may be missing, not all of them."""

    facts: Mapping[str, str]
    sound: Path | Upload | WholeFile | None = None
    summary: str | None = None
    summary_language: str = "en"
    script: str | None = None
    transcript: TranscriptFile | None = None
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """Where it went."""

    programme_id: str
    remark: str | None = None
    """A sentence that the person should read: that the sound was there already."""
    brought: Brought | None = None
    """What became of a transcript."""


def take_in(
    archive: Archive,
    db: Database,
    intake: Intake,
    programme_id: str | None = None,
    *,
    prepare_now: bool = True,
    beside: Callable[[str], None] = lambda _programme_id: None,
) -> Taken:
    """Store what was brought, as a new programme or as part of one that exists.

    :param prepare_now: make the access copy at once; False where a job will.
    :param beside: is given the programme's id within the transaction that stores it: what must be stored with it, or
        not at all. Not called where the sound was there already.
    :raises MediaError: a part cannot be used; the archive is as it was.
    :raises NoSound: a transcript needs the sound that it is of. :raises BadTranscript: it is of another.
    """
    texts = (intake.summary, intake.script, intake.transcript)
    if intake.sound is None and not intake.facts and all(text is None for text in texts):
        raise UnknownFact("There is nothing to add; give a sound file, a summary, or both.")
    _check(db, intake, programme_id)
    recording = None
    try:
        with _sound(archive, db, intake.sound) as enter, immediate(db):
            stored = (
                set_facts(db, programme_id, intake.facts)
                if programme_id
                else add_programme(db, intake.facts, synthetic=intake.synthetic)
            )
            recording = enter(stored.programme_id) if enter else None
            _add_documents(db, intake, stored)
            brought = bring_in(db, stored.programme_id, intake.transcript) if intake.transcript else None
            beside(stored.programme_id)
    except DuplicateRecording as error:
        if programme_id:
            raise
        has_texts = any(text is not None for text in texts)
        return _already_there(archive, db, error.programme_id, has_texts=has_texts, prepare_now=prepare_now)
    except TranscribeError:
        if recording:  # Its row is gone with the rest, so its file must not stay.
            take_back(archive, db, recording)
        raise
    if recording and prepare_now:
        prepare(archive, db, recording)
        look(archive, db, recording)
    return Taken(stored.programme_id, brought=brought)


def _check(db: Database, intake: Intake, programme_id: str | None) -> None:
    """Refuse what can be refused before the sound is read."""
    parse_language(intake.summary_language)
    if programme_id:
        check_facts(intake.facts)
        get_programme(db, programme_id)
    else:
        check_new_facts(intake.facts)


def _already_there(archive: Archive, db: Database, programme_id: str, *, has_texts: bool, prepare_now: bool) -> Taken:
    recording = current_recording(db, programme_id)
    if prepare_now and recording and recording.access_sha256 is None:
        prepare(archive, db, recording)
    remark = f"This recording is in the archive already, as programme {programme_id}; nothing was added."
    if has_texts:
        remark += f" “muragat add --to {programme_id}” gives it the texts that came with it."
    return Taken(programme_id, remark)


@contextmanager
def _sound(archive: Archive, db: Database, sound: Path | Upload | WholeFile | None) -> Iterator[Enter | None]:
    """Yield what enters the sound under a programme's id, ``None`` where there is no sound."""
    if sound is None:
        yield None
    elif isinstance(sound, Upload):
        with incoming(archive, db, sound.stream, sound.file_name) as enter:
            yield enter
    elif isinstance(sound, WholeFile):
        with incoming_whole(archive, db, sound.path, sound.sha256, sound.file_name) as enter:
            yield enter
    else:
        with _open(sound) as source, incoming(archive, db, source, sound.name) as enter:
            yield enter


def _open(path: Path) -> BinaryIO:
    try:
        if not path.is_file():
            raise UnreadableFile(f"There is no file {path}; check the name.")
        return path.open("rb")
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read ({error.strerror}); check its permissions.") from error


def _add_documents(db: Database, intake: Intake, programme: Programme) -> None:
    if intake.summary is not None:
        language, author = intake.summary_language, programme.author
        add_document(db, programme.programme_id, "summary", intake.summary, language=language, author=author)
    if intake.script is not None:
        add_document(db, programme.programme_id, "script", intake.script, language=programme.language)
