"""The one writer of an edition: versions, sound and tombstones go in here, each whole or not at all."""

from __future__ import annotations

import dataclasses
import fcntl
import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from media.database import utc_now
from media.durable import remove_durably, replace_durably
from transcribe.records import canonical_json
from webapp.edition.index import ensure_index, open_index, put_in
from webapp.edition.layout import Layout, read_document, read_tombstone
from webapp.edition.meaning import write_meaning
from webapp.edition.records import TOMBSTONE_FORMAT, ChangedPart, EditionDocument, EditionSound, PublicReason, Tombstone
from webapp.edition.render import Approved, render_document
from webapp.edition.sweep import sweep
from webapp.errors import NotApproved, NotPublished, SoundNotReady

COPY_BYTES = 1 << 20
SWEPT_MOST = 10


Entering = Callable[[EditionDocument], AbstractContextManager[None]]


@dataclass(frozen=True, slots=True)
class SoundFiles:
    """Where the archive has the sound that is to be public."""

    sound: EditionSound
    access: Path
    peaks: Path


@contextmanager
def edition_writer(layout: Layout) -> Iterator[None]:
    """Hold the edition alone, with an index, and without what was withdrawn and what a killed writer left."""
    layout.root.mkdir(parents=True, exist_ok=True)
    with layout.lock_path.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ensure_index(layout)
        sweep(layout)
        yield


def add_version(
    layout: Layout,
    approved: Approved,
    files: SoundFiles | None,
    *,
    alone: bool = False,
    note: str | None = None,
    check_changes: Callable[[Sequence[ChangedPart]], None] | None = None,
    entering: Entering = lambda _document: nullcontext(),
) -> EditionDocument:
    """Write the next version of a programme, and make it the public one; nothing where it is public already.

    A withdrawn programme comes back only by an approval that was given after it: who publishes may have begun before
    somebody withdrew.

    :param alone: take the versions before it, and the sounds that only they have, out of the edition in the same step.
    :param note: what readers are told of why it differs from the version before.
    :param check_changes: is told what differs before anything is written, and may refuse by raising.
    :param entering: is held while it becomes public, and may refuse that by raising.
    :raises SoundNotReady: the sound is not what its hash says.
    :raises NotApproved: it was withdrawn after it was approved.
    """
    programme_id = approved.programme.programme_id
    tombstone = read_tombstone(layout, programme_id)
    _check_comes_back(approved, tombstone)
    versions = published_versions(layout, programme_id)
    last = max([*versions, tombstone.version if tombstone else 0])
    document = render_document(approved, last + 1, utc_now())
    if versions and not tombstone:
        public = read_document(layout.document_path(programme_id, versions[last]))
        changes = tuple(_changes(document, public))
        if not changes and not (alone and len(versions) > 1):
            with entering(public):
                return public
        if check_changes:
            check_changes(changes)
        document = dataclasses.replace(document, changes=changes)
    document = dataclasses.replace(document, stands_alone=alone, note=note)
    if files:
        _copy_sound(layout, files)
    content = canonical_json(document)
    path = layout.document_path(programme_id, hashlib.sha256(content).hexdigest())
    with replace_durably(path) as making:
        making.write_bytes(content)
    if approved.meaning:
        with replace_durably(layout.meaning_path(programme_id, path.stem)) as making:
            write_meaning(making, approved.meaning)
    try:
        with entering(document):
            _enter(layout, approved, path, is_withdrawn=tombstone is not None)
    finally:
        if alone:  # Of what was refused nothing may lie about, and of what was replaced neither.
            sweep(layout)
    return document


def _enter(layout: Layout, approved: Approved, path: Path, *, is_withdrawn: bool) -> None:
    programme_id = approved.programme.programme_id
    if is_withdrawn:
        # Until its tombstone is gone: a crash in between leaves it withdrawn, in lists and searches too.
        _write_surely(layout.blocked_path(programme_id), b"")
    put_in(layout, path)
    with _withdrawing(layout):
        tombstone = read_tombstone(layout, programme_id)
        _check_comes_back(approved, tombstone)
        if tombstone:
            remove_durably(layout.tombstone_path(programme_id))
            remove_durably(layout.blocked_path(programme_id))


def _check_comes_back(approved: Approved, tombstone: Tombstone | None) -> None:
    if tombstone and approved.approved_at <= tombstone.withdrawn_at:
        raise NotApproved(
            f"Programme {approved.programme.programme_id} was withdrawn after it was approved; approve it again, then "
            "publish."
        )


@contextmanager
def _withdrawing(layout: Layout) -> Iterator[None]:
    """Hold the tombstones alone; nobody does so for longer than it takes to write one."""
    with layout.withdrawing_path.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def block(layout: Layout, programme_id: str, reason: PublicReason = PublicReason.NEWSROOM) -> None:
    """Make the public site answer 410 for a programme from now on. It does not wait for whoever holds the edition.

    :raises NotPublished: it is not in the edition.
    """
    versions = published_versions(layout, programme_id)
    if not versions and not read_tombstone(layout, programme_id):
        raise NotPublished(f"Programme {programme_id} is not published, so there is nothing to withdraw.")
    with _withdrawing(layout):
        tombstone = read_tombstone(layout, programme_id)
        if tombstone is None:
            last, went_out_at = max(published_times(layout, programme_id).items())
            tombstone = Tombstone(TOMBSTONE_FORMAT, programme_id, utc_now(), last, reason, went_out_at)
        said = canonical_json(tombstone)
        if versions:  # First: from here on it is on no page, in no list and in no search, whatever is killed.
            _write_surely(layout.blocked_path(programme_id), said)
        if not layout.tombstone_path(programme_id).exists():
            _write_surely(layout.tombstone_path(programme_id), said)


def renew_index(layout: Layout) -> None:
    """Make the index of an edition anew where an older release made it; the public site waits for that.

    Nothing where nothing was published yet.
    """
    if layout.index_path.exists():
        with edition_writer(layout):
            pass


def remove_blocked(layout: Layout) -> None:
    """Remove the text, the words and the sound of what was blocked: whoever holds the edition does so first."""
    with edition_writer(layout):
        pass


def _write_surely(path: Path, content: bytes) -> None:
    """Whoever holds the edition sweeps away what a killed writer left, and may take this for it before it is named."""
    for tries_left in reversed(range(SWEPT_MOST)):
        try:
            with replace_durably(path) as making:
                making.write_bytes(content)
        except FileNotFoundError:
            if tries_left:
                continue
            raise
        return


def published_versions(layout: Layout, programme_id: str) -> dict[int, str]:
    """Return version number → sha256 of the edition file, as the index has them.

    The index may be of an older release.
    """
    return {row["number"]: row["sha256"] for row in _versions(layout, programme_id)}


def published_times(layout: Layout, programme_id: str) -> dict[int, str]:
    """Return version number → when it went out, of the same."""
    return {row["number"]: row["published_at"] for row in _versions(layout, programme_id)}


def _versions(layout: Layout, programme_id: str) -> Sequence[sqlite3.Row]:
    if not layout.index_path.exists():
        return ()
    with closing(open_index(layout)) as connection:
        question = "SELECT number, sha256, published_at FROM version WHERE programme_id = ?"
        return connection.execute(question, [programme_id]).fetchall()


def _changes(document: EditionDocument, public: EditionDocument) -> Iterator[ChangedPart]:
    """Yield what a new version says otherwise than the one before."""
    if document.facts != public.facts:
        yield ChangedPart.FACTS
    if _summary_text(document) != _summary_text(public):
        yield ChangedPart.SUMMARY
    elif document.summary != public.summary:
        yield ChangedPart.LINKS
    if document.transcript != public.transcript:
        yield ChangedPart.WORDS
    if document.translations != public.translations:
        yield ChangedPart.TRANSLATION
    if document.sound != public.sound:
        yield ChangedPart.SOUND


def _summary_text(document: EditionDocument) -> object:
    """Return its letters by paragraphs: into which sentences it is cut, its links say."""
    summary = document.summary
    if summary is None:
        return None
    paragraphs: dict[int, str] = {}
    for each in summary.sentences:
        paragraphs[each.paragraph] = paragraphs.get(each.paragraph, "") + "".join(each.text.split())
    return summary.language, summary.author, paragraphs


def _copy_sound(layout: Layout, files: SoundFiles) -> None:
    with replace_durably(layout.sound_path(files.sound.sha256)) as making:
        digest = hashlib.sha256()
        with files.access.open("rb") as source, making.open("wb") as target:
            while block := source.read(COPY_BYTES):
                digest.update(block)
                target.write(block)
        if digest.hexdigest() != files.sound.sha256:
            raise SoundNotReady("The access copy of the sound is damaged; prepare it again, then publish.")
    with replace_durably(layout.peaks_path(files.sound.sha256)) as making:
        making.write_bytes(files.peaks.read_bytes())
