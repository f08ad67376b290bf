"""A sound file becomes a recording of a programme."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import BinaryIO

from sqlite_utils import Database

from media.archive import Archive
from media.away.bring import is_kept
from media.away.files import access_copy_of
from media.catalogue import add_recording, find_recording, require_recording, set_access_copy
from media.database import immediate, new_id, utc_now
from media.decoder.messages import AccessMade, ProbeMade, Task
from media.durable import move_durably
from media.errors import DuplicateRecording, UnreadableSound
from media.fixity import file_sha256
from media.originals import require_original
from media.records import Probe, Recording
from media.sandbox import decode
from media.store import Arrived, adopt, arrive, keep, no_room_said, scratch

MAX_NAME_LETTERS = 200


def ingest_file(archive: Archive, db: Database, programme_id: str, source: BinaryIO, file_name: str) -> Recording:
    """Store the original and what the decoder found in it. When this returns, both outlast a power cut.

    :param source: read once, to its end.
    :param file_name: as the user calls it; the original lies under its sha256.
    :raises UnreadableSound: it has no sound that can be used.
    :raises DuplicateRecording: the same bytes are in the archive already.
    :raises DecoderFailed: the decoder died, or the file made it break a limit.
    :raises StorageFull: the disk has no room.

    On every error, and after a crash at any moment, the archive has no row of it; an original without a row, which a
    crash may leave, is whole, and is taken over when the same file comes again.
    """
    with incoming(archive, db, source, file_name) as enter:
        return enter(programme_id)


@contextmanager
def incoming(archive: Archive, db: Database, source: BinaryIO, file_name: str) -> Iterator[Callable[[str], Recording]]:
    """Yield what enters the sound under a programme's id, as `ingest_file` does, and as part of a transaction if any.

    Everything that takes long is done by then, so that a programme can be stored with its sound in one short step.
    """
    with arrive(archive, source) as arrived:
        yield _entering(archive, db, arrived, plain_name(file_name))


@contextmanager
def incoming_whole(
    archive: Archive, db: Database, path: Path, sha256: str, file_name: str
) -> Iterator[Callable[[str], Recording]]:
    """Yield what enters a sound as `incoming` does, of a file that lies in the archive already.

    :param sha256: taken as its bytes came.
    :raises FixityError: they have changed since.
    """
    with adopt(archive, path, sha256) as arrived:
        yield _entering(archive, db, arrived, plain_name(file_name))


def _entering(archive: Archive, db: Database, arrived: Arrived, name: str) -> Callable[[str], Recording]:
    if arrived.size_bytes == 0:
        raise UnreadableSound(f"“{name}” is empty; bring the file with the sound in it.")
    _refuse_duplicate(db, arrived)
    probe = decode(Task.PROBE, arrived.path, (), ProbeMade, file_name=name).probe
    return lambda programme_id: _enter(archive, db, arrived, _recording(programme_id, arrived, name, probe))


def _recording(programme_id: str, arrived: Arrived, name: str, probe: Probe) -> Recording:
    return Recording(
        recording_id=new_id("r"),
        programme_id=programme_id,
        sha256=arrived.sha256,
        file_name=name,
        size_bytes=arrived.size_bytes,
        probe=probe,
        created_at=utc_now(),
    )


def _enter(archive: Archive, db: Database, arrived: Arrived, recording: Recording) -> Recording:
    """First the file, then the row: no row is ever without its original."""
    try:
        with no_room_said(), immediate(db):
            _refuse_duplicate(db, arrived)
            keep(archive, arrived)
            add_recording(db, recording)
    except DuplicateRecording:
        raise
    except BaseException:
        take_back(archive, db, recording)
        raise
    return recording


def take_back(archive: Archive, db: Database, recording: Recording) -> None:
    """Remove an original that has no row, unless somebody else has entered the same bytes meanwhile."""
    with immediate(db):
        if find_recording(db, recording.sha256) is None:
            archive.original_path(recording.sha256).unlink(missing_ok=True)


def _refuse_duplicate(db: Database, arrived: Arrived) -> None:
    known = find_recording(db, arrived.sha256)
    if known is not None:
        raise DuplicateRecording(
            f"This recording is in the archive already, in programme {known.programme_id}.",
            known.programme_id,
        )


def plain_name(file_name: str) -> str:
    """Return the last part of a file name as one printable line: a label, never a path."""
    last = PurePosixPath(PureWindowsPath(file_name).name).name
    letters = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C").strip()
    return letters[:MAX_NAME_LETTERS] if letters.strip(".") else "sound"


def prepare(
    archive: Archive, db: Database, recording: Recording, progress: Callable[[int, int], None] | None = None
) -> Recording:
    """Make the access copy and the peaks of a recording, unless they are there and whole.

    :param progress: called with (done_ms, total_ms).
    :raises DecoderFailed: the decoder died, or the file made it break a limit.
    :raises StorageFull: the disk has no room.
    :raises FixityError: the original is missing.
    :raises NoStore, StoreFailed: the archive's store cannot be asked.
    :raises UnknownProgramme: it was erased meanwhile; nothing was made.

    After a crash at any moment the same call finishes the work.
    """
    known = find_recording(db, recording.sha256) or recording
    if _prepared(archive, known):
        return known
    original = require_original(archive, known)
    with no_room_said(), scratch(archive) as access, scratch(archive) as peaks:
        made = decode(
            Task.ACCESS,
            original,
            (access, peaks),
            AccessMade,
            file_name=known.recording_id,
            duration_ms=known.duration_ms,
            progress=progress,
        )
        access_sha256 = file_sha256(access)
        with immediate(db):  # Whoever erases removes the rows first, then all files that are there.
            require_recording(db, known)
            move_durably(peaks, archive.peaks_path(known.sha256))
            move_durably(access, archive.access_path(known.sha256))
            set_access_copy(
                db,
                known.recording_id,
                access_sha256=access_sha256,
                loudness_lufs=made.loudness_lufs,
                true_peak_dbtp=made.true_peak_dbtp,
            )
    if progress:
        progress(known.duration_ms, known.duration_ms)
    return replace(
        known,
        access_sha256=access_sha256,
        loudness_lufs=made.loudness_lufs,
        true_peak_dbtp=made.true_peak_dbtp,
    )


def _prepared(archive: Archive, recording: Recording) -> bool:
    if recording.access_sha256 is None or not archive.peaks_path(recording.sha256).is_file():
        return False
    access = access_copy_of(archive, recording.sha256, recording.access_sha256)
    if access.path.is_file():
        return file_sha256(access.path) == recording.access_sha256
    return is_kept(archive, access)
