"""What would be published of a programme as it stands: its records without what is kept back, and its sound."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from sqlite_utils import Database

from media.archive import Archive
from media.masked import MaskedSound, find_masked, make_masked
from media.originals import find_access_copy, verify_original
from media.records import Covers, Recording
from transcribe.linking.embedders import AUTO, open_embedder
from transcribe.linking.evidence import gather
from transcribe.linking.kept_vectors import KeptVectors
from transcribe.linking.windows import texts_of, windows_of
from webapp.edition.meaning import Meaning
from webapp.edition.records import EditionSound
from webapp.edition.render import Approved
from webapp.edition.store import SoundFiles
from webapp.errors import NotChecked, NothingToPublish, SoundNotReady
from webapp.redaction.apply import redact
from webapp.redaction.records import Redactions
from webapp.review import Content

Progress = Callable[[int, int], None]


def approved_of(
    db: Database,
    now: Content,
    content_sha256: str,
    approved_at: str,
    sound: EditionSound | None,
    redactions: Redactions,
) -> Approved:
    """Return what render may see.

    :param content_sha256: what was approved: with the machine's translation or without it.
    :param sound: the public one.
    :raises NothingToPublish: there is neither a summary nor a transcript.
    """
    if now.summary is None and now.text is None:
        raise NothingToPublish(
            f"Programme {now.programme.programme_id} has neither a summary nor a transcript; add one first."
        )
    approved = Approved(
        programme=now.programme,
        summary=now.summary,
        text=now.text,
        linking=now.linking,
        sound=sound,
        approved_at=approved_at,
        translation=now.translation if content_sha256 == now.translated_sha256 else None,
        meaning=_meaning(db, now),
        english={segment_id: each.text for segment_id, each in now.english.items()},
    )
    return redact(approved, now, redactions)


def find_sound(archive: Archive, recording: Recording, covers: Covers) -> SoundFiles:
    """Return the sound that the public gets, as it was made before.

    :raises FixityError: the original is not what was taken in.
    :raises SoundNotReady: the access copy is not made yet.
    :raises NotChecked: the masked sound is not made yet, or is damaged.
    """
    verify_original(archive, recording)
    if not covers:
        return _plain(archive, recording)
    found = find_masked(archive, recording, covers)
    if found is None:
        raise NotChecked(recording.programme_id)
    return _covered(recording, found, covers)


def make_sound(archive: Archive, recording: Recording, covers: Covers, progress: Progress) -> SoundFiles:
    """Return the same, made now where it is not there.

    :raises FixityError: the original is not what was taken in.
    :raises SoundNotReady: nothing is masked, and the access copy is not made yet.
    :raises DecoderFailed: the decoder died, or the file made it break a limit.
    :raises StorageFull: the disk has no room.
    """
    verify_original(archive, recording)
    if not covers:
        return _plain(archive, recording)
    return _covered(recording, make_masked(archive, recording, covers, progress), covers)


def _plain(archive: Archive, recording: Recording) -> SoundFiles:
    access, peaks = find_access_copy(archive, recording), archive.peaks_path(recording.sha256)
    if recording.access_sha256 is None or access is None or not peaks.exists():
        raise SoundNotReady(
            "The sound is not prepared yet; wait until its job has ended (“muragat jobs”), then publish."
        )
    sound = EditionSound(recording.access_sha256, access.stat().st_size, recording.duration_ms)
    return SoundFiles(sound, access, peaks)


def _covered(recording: Recording, made: MaskedSound, covers: Covers) -> SoundFiles:
    sound = EditionSound(made.sha256, made.access.stat().st_size, recording.duration_ms, covers.voices)
    return SoundFiles(sound, made.access, made.peaks)


def _meaning(db: Database, now: Content) -> Meaning | None:
    """Return what linking kept of the words as they are, ``None`` where that is nothing."""
    opening = open_embedder(AUTO)
    if now.text is None or opening is None:
        return None
    heard = gather(now.text.segments, now.programme.language)
    windows = windows_of(heard)
    with opening as embedder:
        known = KeptVectors(db, embedder).known(texts_of(heard, windows))
        name = f"{embedder.name} {embedder.version}"
    if not known:
        return None
    places = sorted(known)
    return Meaning(name, tuple(windows[place].span for place in places), np.stack([known[place] for place in places]))
