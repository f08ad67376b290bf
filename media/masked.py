"""The public sound of a programme in which spans are covered, made from the original and kept until other spans are.

From the original and not from the access copy: it is encoded once, as the access copy is, and its loudness is found
from what may be heard alone, so that no bit of it depends on what is covered (`media.decoder.mask`). One stream, no
tags, no pictures, no chapters: nothing of the original but its samples goes in.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec
from sqlite_utils import Database

from media.archive import Archive
from media.catalogue import require_recording
from media.decoder.messages import AccessMade, Task
from media.durable import move_durably
from media.errors import UnknownProgramme
from media.fixity import file_sha256
from media.originals import require_original
from media.records import Covers, Recording, Span
from media.sandbox import decode
from media.store import no_room_said, scratch

RECIPE = 1
"""Raise it when the same spans of the same original get another sound."""
SOUND, PEAKS = ".m4a", ".dat"


@dataclass(frozen=True, slots=True)
class MaskedSound:
    """A public sound and its waveform, where the archive keeps them."""

    sha256: str
    """Of the sound."""
    access: Path
    peaks: Path


def find_masked(archive: Archive, recording: Recording, covers: Covers) -> MaskedSound | None:
    """Return the sound with these spans covered, ``None`` where it is not made yet or is damaged."""
    place = _place(archive, recording, covers)
    for access in sorted(place.glob(f"*{SOUND}")):
        made = MaskedSound(access.stem, access, access.with_suffix(PEAKS))
        if made.peaks.is_file() and file_sha256(access) == made.sha256:
            return made
    return None


def make_masked(
    archive: Archive,
    recording: Recording,
    covers: Covers,
    progress: Callable[[int, int], None] | None = None,
) -> MaskedSound:
    """Make the sound with these spans covered, unless it is there and whole.

    :param covers: as wide as they must be: a guard against what coding smears is covered besides.
    :param progress: called with (done_ms, total_ms).
    :raises FixityError: the original is missing.
    :raises DecoderFailed: the decoder died, or the file made it break a limit.
    :raises StorageFull: the disk has no room.
    """
    if found := find_masked(archive, recording, covers):
        return found
    original, place = require_original(archive, recording), _place(archive, recording, covers)
    with no_room_said(), scratch(archive) as access, scratch(archive) as peaks:
        decode(
            Task.ACCESS,
            original,
            (access, peaks),
            AccessMade,
            file_name=recording.recording_id,
            duration_ms=recording.duration_ms,
            masks=tuple(sorted(covers.masks)),
            voices=tuple(sorted(covers.voices)),
            progress=progress,
        )
        sha256 = file_sha256(access)
        made = MaskedSound(sha256, place / f"{sha256}{SOUND}", place / f"{sha256}{PEAKS}")
        move_durably(peaks, made.peaks)
        move_durably(access, made.access)
    return made


def forget_masked(archive: Archive, recording: Recording, keep: Covers | None = None) -> None:
    """Remove the sounds of a recording in which other spans are covered.

    :param keep: those of the one that stays; without them none stays.
    """
    kept = _place(archive, recording, keep).name if keep is not None else None
    for place in _of_recording(archive, recording).glob("*"):
        if place.name != kept:
            shutil.rmtree(place, ignore_errors=True)  # Somebody else may be faster; what is left goes the next time.


def forget_erased(archive: Archive, db: Database, recording: Recording) -> None:
    """Remove what was just made of a recording that was erased meanwhile: its rows go before its files do.

    :raises UnknownProgramme: it was.
    """
    try:
        require_recording(db, recording)
    except UnknownProgramme:
        forget_masked(archive, recording)
        raise


def _of_recording(archive: Archive, recording: Recording) -> Path:
    return archive.masked / recording.sha256[:2] / recording.sha256


def _place(archive: Archive, recording: Recording, covers: Covers) -> Path:
    """Return the directory for the sound with these spans: named by them, since a file is named by its own bytes."""
    voices = [_times(covers.voices)] if covers.voices else []
    described = msgspec.json.encode([RECIPE, _times(covers.masks), *voices])
    return _of_recording(archive, recording) / hashlib.sha256(described).hexdigest()


def _times(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start_ms, span.end_ms] for span in sorted(spans)]
