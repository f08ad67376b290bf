"""Erase a programme: every step can be done again, so that whoever asks again goes on where it stopped."""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from itertools import chain
from pathlib import Path

from sqlite_utils import Database

from media.alike.prints import open_prints
from media.archive import Archive
from media.catalogue import get_programme, recordings_of
from media.database import immediate
from media.errors import MuragatError, UnknownProgramme
from transcribe.errors import VoicesInUse
from transcribe.jobs import cancel, list_jobs
from transcribe.linking.forgotten_vectors import forget_vectors, vectors_of
from transcribe.records import ACTIVE, JobState
from transcribe.speakers.known_voices import forget_programme
from transcribe.speakers.voices_file import open_voices, rewrite
from webapp.accounts import User, get_user
from webapp.checking.records import Answer
from webapp.edition.elsewhere import is_public_elsewhere
from webapp.edition.layout import TOMBSTONE, Layout
from webapp.edition.publish import withdraw
from webapp.edition.store import block, published_versions, remove_blocked
from webapp.erasing.belongings import (
    NOTED,
    PEOPLE,
    all_cells,
    cells,
    definitions,
    delete_rows,
    fingerprint,
    unknown_tables,
)
from webapp.erasing.database_file import write_anew
from webapp.erasing.files import blocks, files_to_read, remove_files, remove_half_made
from webapp.erasing.manifest import (
    Manifest,
    read_manifest,
    remove_manifest,
    write_manifest,
    write_pending,
    written,
)
from webapp.erasing.needles import Needles, blocks_of, found_in, needles_of, without
from webapp.erasing.records import Obstacle, Pending, Step
from webapp.erasing.store import add_step, find_erasure, list_erasures
from webapp.errors import NotAllowed, NotErased, PublishedElsewhere
from webapp.schema import SCHEMAS

log = logging.getLogger(__name__)

STOPPING_SECONDS = 5
"""A worker looks every second whether its job was stopped."""


def ask(archive: Archive, db: Database, edition: Path, programme_id: str, user_name: str, reason: str) -> None:
    """Ask for a programme to be erased: it is withdrawn at once, and the machine stops working on it.

    Asked already, nothing changes.

    :param reason: kept for good beside the name of who asked.
    :raises UnknownUser: no active account has this name.
    :raises NotAllowed: somebody who is no admin.
    :raises UnknownProgramme: there is no such programme, nor was one erased.
    :raises NotErased: no reason is given, or it repeats words of the programme.
    """
    user = require_admin(db, user_name)
    if find_erasure(db, programme_id):
        return
    get_programme(db, programme_id)
    said = " ".join(reason.split())
    if not said:
        raise NotErased("Say why it is erased; who did it and why is all that is kept of it.")
    _check_wordless(db, programme_id, said)
    _withdraw(archive, db, edition, programme_id, user)
    with immediate(db):
        if find_erasure(db, programme_id) is None:
            add_step(db, programme_id, Step.ASKED, user, said)


def go_on(archive: Archive, db: Database, edition: Path, programme_id: str, user_name: str) -> tuple[Pending, ...]:
    """Do all that can be done now, and return what is in the way; nothing is, and it is done.

    :raises UnknownUser: no active account has this name.
    :raises NotAllowed: somebody who is no admin.
    :raises UnknownProgramme: nobody asked for it to be erased.
    """
    user = require_admin(db, user_name)
    asked = find_erasure(db, programme_id)
    if asked is None:
        raise UnknownProgramme(f"Nobody has asked for programme “{programme_id}” to be erased.")
    if asked.step is Step.DONE:
        remove_manifest(archive, programme_id)  # Left there by a kill after the last step was noted.
        return ()
    if asked.step is Step.ASKED:
        _withdraw(archive, db, edition, programme_id, user)
        if is_public_elsewhere(db, Layout(edition), programme_id):
            # Its rows stay until then: without them nobody would know that it is public, nor could withdraw it.
            elsewhere = (Pending(Obstacle.PUBLIC_ELSEWHERE),)
            write_pending(archive, programme_id, elsewhere)
            return elsewhere
        _stop_jobs(db, programme_id)
        _remove_rows(archive, db, programme_id, user)
    manifest = read_manifest(archive, programme_id)
    pending = tuple(_remove_bytes(archive, db, edition, manifest))
    if pending:
        write_pending(archive, programme_id, pending)
    else:
        with immediate(db):
            add_step(db, programme_id, Step.DONE, user)
        remove_manifest(archive, programme_id)
    return pending


def go_on_with_all(archive: Archive, edition: Path) -> None:
    """Go on with every erasure that is not done, in the names of those who asked; one that fails is left for later."""
    with closing(archive.open(SCHEMAS)) as db:
        for each in list_erasures(db):
            if each.step is not Step.DONE:
                try:
                    go_on(archive, db, edition, each.programme_id, each.asked_by)
                except (MuragatError, OSError, sqlite3.OperationalError) as error:
                    log.warning("erasing %s was not gone on with (%s)", each.programme_id, type(error).__name__)


def require_admin(db: Database, user_name: str) -> User:
    """Return the account of somebody who may erase.

    :raises UnknownUser: no active account has this name.
    :raises NotAllowed: somebody who is no admin.
    """
    user = get_user(db, user_name)
    if not user.is_admin:
        raise NotAllowed(f"{user.name} is a {user.role}; only an admin erases a programme.")
    return user


def _check_wordless(db: Database, programme_id: str, reason: str) -> None:
    needles = needles_of(tuple(cells(db, programme_id)))
    is_quoted = len(found_in(_long(needles), blocks_of([reason])))
    if is_quoted or any(fact.casefold() in reason.casefold() for fact in _naming(db, programme_id)):
        raise NotErased(
            "The reason repeats words of the programme, such as its title or a name; say it without them, since it is "
            "kept."
        )


def _naming(db: Database, programme_id: str) -> Iterator[str]:
    programme = get_programme(db, programme_id)
    yield programme.title
    for fact in (programme.author, programme.people):
        yield from (each.strip() for each in (fact or "").split(";") if each.strip())


def _withdraw(archive: Archive, db: Database, edition: Path, programme_id: str, user: User) -> None:
    if published_versions(Layout(edition), programme_id):
        # What lies here is blocked even so; what is public elsewhere, `go_on` says.
        with suppress(PublishedElsewhere):
            withdraw(archive, db, edition, programme_id, user.name, "It is erased.")


def _stop_jobs(db: Database, programme_id: str) -> None:
    """Stop what waits or runs, and let whoever is at it see that."""
    active = [job for job in list_jobs(db, programme_id) if job.state in ACTIVE]
    for job in active:
        cancel(db, job.job_id)
    if any(job.state is JobState.RUNNING for job in active):
        time.sleep(STOPPING_SECONDS)


def _remove_rows(archive: Archive, db: Database, programme_id: str, user: User) -> None:
    while True:
        before = fingerprint(db, programme_id)
        write_manifest(archive, _manifest(db, programme_id))
        with immediate(db):
            if fingerprint(db, programme_id) != before:
                continue  # Somebody wrote meanwhile; that must be found again too.
            db.conn.execute("PRAGMA secure_delete = ON")
            manifest = read_manifest(archive, programme_id)
            forget_vectors(db, manifest.vectors)
            delete_rows(db, programme_id)
            add_step(db, programme_id, Step.REMOVED, user)
            return


def _manifest(db: Database, programme_id: str) -> Manifest:
    needles = needles_of(tuple(cells(db, programme_id)))
    rows = db.execute("SELECT transcript_id FROM transcript WHERE programme_id = ?", [programme_id]).fetchall()
    return Manifest(
        programme_id=programme_id,
        sounds=tuple(recording.sha256 for recording in recordings_of(db, programme_id)),
        transcripts=tuple(transcript_id for (transcript_id,) in rows),
        vectors=tuple(sorted(vectors_of(db, programme_id))),
        short=written(needles.short),
        long=written(needles.long),
    )


def _remove_bytes(archive: Archive, db: Database, edition: Path, manifest: Manifest) -> Iterator[Pending]:
    yield from _forget_voices(archive, manifest)
    remove_files(archive, db, manifest)
    with open_prints(archive) as prints:
        prints.forget(manifest.sounds)
    yield from remove_half_made(archive)
    yield from _leave_edition(edition, manifest.programme_id)
    anew = tuple(write_anew(archive, db))
    yield from anew
    yield from (Pending(Obstacle.UNKNOWN_TABLE, table) for table in unknown_tables(db))
    if not anew:
        yield from _look(archive, db, edition, manifest.needles)


def _forget_voices(archive: Archive, manifest: Manifest) -> Iterator[Pending]:
    voices = open_voices(archive)
    if voices is None:
        return
    with closing(voices):
        try:
            if forget_programme(voices, manifest.programme_id, manifest.transcripts):
                rewrite(voices)
        except VoicesInUse:
            yield Pending(Obstacle.VOICES_IN_USE)


def _leave_edition(edition: Path, programme_id: str) -> Iterator[Pending]:
    layout = Layout(edition)
    directory = layout.tombstone_path(programme_id).parent
    if not directory.is_dir():
        return
    if published_versions(layout, programme_id):  # Since then, or a withdrawal was killed.
        block(layout, programme_id)
    remove_blocked(layout)
    if any(path.name != TOMBSTONE for path in directory.iterdir()):
        yield Pending(Obstacle.EDITION_BUSY)


def _look(archive: Archive, db: Database, edition: Path, needles: Needles) -> Iterator[Pending]:
    """Yield where words of the programme are still found that nobody else says."""
    read = ((path, found_in(needles, blocks(path))) for path in files_to_read(archive, edition, db))
    there = {path: found for path, found in read if len(found)}
    if there:
        said_by_others = found_in(needles, blocks_of(_said(archive, db)))
        for path, found in there.items():
            if len(without(found, said_by_others)):
                place = path.relative_to(archive.root if path.is_relative_to(archive.root) else edition).as_posix()
                yield Pending(Obstacle.BYTES_LEFT, place)
    # The audit says in the program's own words what was answered, too, and these are no words of a programme.
    own = found_in(needles, blocks_of(chain(all_cells(db, [PEOPLE]), definitions(db), map(str, Answer))))
    if len(without(found_in(_long(needles), blocks_of(all_cells(db, NOTED))), own)):
        yield Pending(Obstacle.BYTES_LEFT, f"{archive.database_path.name}: {', '.join(NOTED)}")


def _said(archive: Archive, db: Database) -> Iterator[str | bytes]:
    """Yield all that the archive's databases still say: of other programmes, people, terms."""
    yield from chain(all_cells(db), definitions(db))
    voices = open_voices(archive)
    if voices:
        with closing(voices):
            yield from chain(all_cells(voices), definitions(voices))


def _long(needles: Needles) -> Needles:
    """Return only the pieces that are no single word."""
    return Needles(needles.short[:0], needles.long)
