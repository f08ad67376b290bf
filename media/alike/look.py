"""Listen to a recording once, and note which others in the archive sound the same."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from media.alike.compare import distances, marks_asked, overlap
from media.alike.fingerprint import STEP_MS, Heard, fingerprint
from media.alike.pairs import note_pairs
from media.alike.prints import Prints, open_prints
from media.alike.records import Likeness
from media.archive import Archive
from media.catalogue import get_recording
from media.errors import DecoderFailed, FixityError, StorageFull
from media.records import Recording
from media.sound import decode_sound, sound_path
from media.store import scratch

log = logging.getLogger(__name__)


def look(archive: Archive, db: Database, recording: Recording, check: Callable[[], None] = lambda: None) -> None:
    """Find what sounds the same as a recording, unless that was done; after a crash at any moment it is done again.

    It is an offer and never an error: where the sound cannot be decoded or kept, that is logged, and the next look
    tries again.

    :param check: called several times a second; what it raises ends it.
    """
    with open_prints(archive) as prints:
        if prints.is_compared(recording.sha256):
            return
        try:
            with _samples(archive, recording, check) as path:
                heard = fingerprint(path, check)
        except (DecoderFailed, FixityError, StorageFull) as error:
            log.warning("recording %s was not listened to (%s)", recording.recording_id, type(error).__name__)
            return
        number = prints.keep(recording.sha256, heard.kept)
        if get_recording(db, recording.recording_id) is None:  # Erased meanwhile: rows go before prints do.
            prints.forget((recording.sha256,))
            return
        note_pairs(db, recording, tuple(find(prints, number, heard)))
        prints.note_compared(number)


def find(prints: Prints, number: int, heard: Heard) -> Iterator[Likeness]:
    """Yield the sounds in the file that are the same as one that was heard.

    :param number: of the sound itself (`Prints.keep`).
    """
    for hits in prints.find(marks_asked(heard), but=number):
        sha256, kept = prints.kept(hits.print_no)
        found = overlap(heard, kept, distances(hits.asked, hits.found))
        if found.is_same:
            yield Likeness(sha256, int(100 * found.share), found.shared_ms, found.distance * STEP_MS)


@contextmanager
def _samples(archive: Archive, recording: Recording, check: Callable[[], None]) -> Iterator[Path]:
    """Yield the decoded sound: what recognition has there already, else a file of its own for as long as needed."""
    there = sound_path(archive, recording)
    if there.is_file():
        yield there
        return
    with scratch(archive) as making:
        decode_sound(archive, recording, making, check)
        yield making
