"""From the archive into the public edition, and out of it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
from sqlite_utils import Database

from media.archive import Archive
from media.catalogue import get_programme
from media.database import utc_now
from media.fixity import verify_original
from media.records import Programme, Recording
from transcribe.linking.embedders import AUTO, open_embedder
from transcribe.linking.evidence import gather
from transcribe.linking.kept_vectors import KeptVectors
from transcribe.linking.windows import texts_of, windows_of
from webapp.edition.layout import Layout
from webapp.edition.meaning import Meaning
from webapp.edition.note import clean_note, require_note
from webapp.edition.records import EditionDocument, EditionSound, PublicReason
from webapp.edition.render import Approved
from webapp.edition.store import SoundFiles, add_version, block, edition_writer, remove_blocked
from webapp.errors import NothingToPublish, SoundNotReady, UnderEmbargo
from webapp.redaction.apply import redact
from webapp.redaction.opened import opened
from webapp.review import (
    Approval,
    Content,
    content,
    record_published,
    record_withdrawn,
    require_approved,
    require_decider,
)


def publish(
    archive: Archive, db: Database, edition: Path, programme_id: str, user_name: str, note: str | None = None
) -> EditionDocument:
    """Write the approved programme into the public edition as its next version.

    What is published is what was approved: both are read in one transaction. Publishing twice what is public
    already changes nothing. After a crash the edition is as before or as after.

    :param note: why it says otherwise than the public version, in one sentence for readers (`webapp.edition.note`).
    :raises BadNote: the note cannot be published as it is.
    :raises NoteNeeded: there is none, and words, summary, facts or sound differ from the public version.
    :raises UnknownUser: no active account has this name.
    :raises NotAllowed: the role does not publish; nothing is written.
    :raises UnknownProgramme: no such id.
    :raises UnderEmbargo: the day has not come from which it may be public.
    :raises NotApproved: the programme is not approved as it stands now.
    :raises NothingToPublish: it has neither a summary nor a transcript.
    :raises SoundNotReady: its access copy is not made yet, or is damaged.
    :raises FixityError: the original is not what was taken in.
    :raises NoRedactionKey: something is kept back, and the environment has no key to read what.
    :raises WrongRedactionKey: it has another.
    """
    require_decider(db, user_name)
    said = clean_note(note)
    layout = Layout(edition)
    with edition_writer(layout):
        with db.atomic():
            approval, now = require_approved(db, programme_id), content(db, programme_id)
        _check_embargo(now.programme)
        approved, files = _gather(archive, db, approval, now)
        document = add_version(layout, approved, files, note=said, check_changes=partial(require_note, said))
    record_published(db, programme_id, user_name, approval.content_sha256, document.note)
    return document


def withdraw(
    archive: Archive,
    db: Database,
    edition: Path,
    programme_id: str,
    user_name: str,
    reason: str,
    public_reason: PublicReason = PublicReason.NEWSROOM,
) -> None:
    """Take a programme out of the public edition: blocked at once, then its text and sound removed.

    :param reason: kept in the archive.
    :raises UnknownUser: no active account has this name.
    :raises NotAllowed: the role does not withdraw; nothing is written.
    :raises UnknownProgramme: no such id.
    :raises NotPublished: it is not in the edition.
    """
    require_decider(db, user_name)
    get_programme(db, programme_id)
    layout = Layout(edition)
    block(layout, programme_id, public_reason)
    record_withdrawn(db, programme_id, user_name, reason, is_consent=public_reason is PublicReason.CONSENT)
    remove_blocked(layout)


def _check_embargo(programme: Programme) -> None:
    if programme.embargo and utc_now() < programme.embargo:
        raise UnderEmbargo(
            f"Programme {programme.programme_id} is under embargo until {programme.embargo}; publish it from that day "
            "on, or take the embargo away."
        )


def _gather(archive: Archive, db: Database, approval: Approval, now: Content) -> tuple[Approved, SoundFiles | None]:
    if now.summary is None and now.text is None:
        raise NothingToPublish(
            f"Programme {now.programme.programme_id} has neither a summary nor a transcript; add one first."
        )
    files = _sound_files(archive, now.recording) if now.recording else None
    approved = Approved(
        programme=now.programme,
        summary=now.summary,
        text=now.text,
        linking=now.linking,
        sound=files.sound if files else None,
        approved_at=approval.created_at,
        translation=now.translation if approval.content_sha256 == now.translated_sha256 else None,
        meaning=_meaning(db, now),
        english={segment_id: each.text for segment_id, each in now.english.items()},
    )
    return redact(approved, now, opened(now.redactions)), files


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


def _sound_files(archive: Archive, recording: Recording) -> SoundFiles:
    verify_original(archive, recording)
    access, peaks = archive.access_path(recording.sha256), archive.peaks_path(recording.sha256)
    if recording.access_sha256 is None or not access.exists() or not peaks.exists():
        raise SoundNotReady(
            "The sound is not prepared yet; wait until its job has ended (“muragat jobs”), then publish."
        )
    sound = EditionSound(recording.access_sha256, access.stat().st_size, recording.duration_ms)
    return SoundFiles(sound, access, peaks)
