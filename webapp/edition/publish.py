"""From the archive into the public edition, and out of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from sqlite_utils import Database

from media.archive import Archive
from media.catalogue import get_programme
from media.database import immediate, utc_now
from media.masked import forget_masked
from media.records import Programme
from webapp.desk.consent import note_consent_withdrawn
from webapp.edition.elsewhere import copies_elsewhere, forget_copy, note_copy
from webapp.edition.gather import approved_of, find_sound
from webapp.edition.layout import Layout
from webapp.edition.note import clean_note, require_note
from webapp.edition.records import EditionDocument, PublicReason
from webapp.edition.store import add_version, block, edition_writer, published_versions, remove_blocked
from webapp.errors import NotApproved, NotChecked, PublishedElsewhere, UnderEmbargo
from webapp.gate.ask import ask_for_check
from webapp.gate.kept_back import kept_back
from webapp.gate.require import require_checked, require_nameless
from webapp.gate.store import is_of_these, note_version
from webapp.review import (
    Content,
    content,
    public_since,
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
    :raises NotChecked: something is kept back, and the gate has not looked and listened through it as it stands; it is
        asked to.
    :raises ProtectedNameFound: the gate found some of that in it; says where.
    :raises NoRedactionKey: something is kept back, and the environment has no key to read what.
    :raises WrongRedactionKey: it has another.
    """
    require_decider(db, user_name)
    said = clean_note(note)
    try:
        return _publish(archive, db, Layout(edition), programme_id, user_name, said)
    except NotChecked:
        ask_for_check(archive, db, programme_id)
        raise


def _publish(
    archive: Archive, db: Database, layout: Layout, programme_id: str, user_name: str, said: str | None
) -> EditionDocument:
    with edition_writer(layout):
        with db.atomic():
            approval, now = require_approved(db, programme_id), content(db, programme_id)
        _check_embargo(now.programme)
        guard = kept_back(now)
        require_nameless(said, guard)
        sound = find_sound(archive, now.recording, guard.covers) if now.recording else None
        require_checked(db, programme_id, approval.content_sha256, guard, sound)
        approved = approved_of(
            db, now, approval.content_sha256, approval.created_at, sound.sound if sound else None, guard.redactions
        )
        alone = _stands_alone(db, layout, now)
        document = add_version(
            layout,
            approved,
            sound,
            alone=alone,
            note=said,
            check_changes=partial(require_note, said),
            entering=partial(_entering, db, layout, now, user_name, approval.content_sha256),
        )
    if now.recording:
        forget_masked(archive, now.recording, keep=guard.covers or None)
    return document


@contextmanager
def _entering(
    db: Database, layout: Layout, now: Content, user_name: str, content_sha256: str, document: EditionDocument
) -> Iterator[None]:
    """Hold the archive while a version becomes public, so that nothing can be changed or kept back meanwhile.

    Whoever keeps something back waits for this, and then finds the version public and blocks it.

    :raises NotApproved: it has changed since it was read.
    """
    programme_id = now.programme.programme_id
    with immediate(db):
        if require_approved(db, programme_id).content_sha256 != content_sha256:
            raise NotApproved(f"Programme {programme_id} has changed since it was approved; approve it, then publish.")
        note_copy(db, layout, programme_id, document.version, document.published_at)
        yield
        note_version(db, programme_id, document.version, document.published_at, now.redactions)
        record_published(db, programme_id, user_name, content_sha256, document.note)


def _stands_alone(db: Database, layout: Layout, now: Content) -> bool:
    """Return whether versions are public that went out with other redactions: they may hold what is kept back now."""
    programme_id = now.programme.programme_id
    older = published_versions(layout, programme_id) if now.redactions else {}
    return any(not is_of_these(db, programme_id, version, now.redactions) for version in older)


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
    :raises PublishedElsewhere: it is public in another edition, too; what lies in this one is blocked all the same, and
        that consent was withdrawn is noted.
    """
    user = require_decider(db, user_name)
    get_programme(db, programme_id)
    layout = Layout(edition)
    elsewhere = copies_elsewhere(db, layout, programme_id)
    is_known = bool(elsewhere) or public_since(db, programme_id) is not None
    if published_versions(layout, programme_id) or not is_known:  # Else the edition is lost that lay here.
        block(layout, programme_id, public_reason)
    with immediate(db):
        if published_versions(layout, programme_id):  # Again: it may have been about to come back.
            block(layout, programme_id, public_reason)
        forget_copy(db, layout, programme_id)
        if not elsewhere:
            is_consent = public_reason is PublicReason.CONSENT
            record_withdrawn(db, programme_id, user_name, reason, is_consent=is_consent)
        elif public_reason is PublicReason.CONSENT:
            note_consent_withdrawn(db, programme_id, user, reason)
    if layout.index_path.exists():
        remove_blocked(layout)
    if elsewhere:
        raise PublishedElsewhere(programme_id, [each.place for each in elsewhere])


def _check_embargo(programme: Programme) -> None:
    if programme.embargo and utc_now() < programme.embargo:
        raise UnderEmbargo(
            f"Programme {programme.programme_id} is under embargo until {programme.embargo}; publish it from that day "
            "on, or take the embargo away."
        )
