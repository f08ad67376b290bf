"""Bring a packed programme in: whole and in one step, or not at all."""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass

from sqlite_utils import Database

from media.archive import Archive
from media.catalogue import find_recording
from media.database import connect, immediate, utc_now
from media.store import Arrived, keep, no_room_said, scratch
from transcribe.jobs import enqueue
from webapp.accounts import User, get_user
from webapp.erasing.belongings import KEY, ROOT
from webapp.erasing.store import find_erasure
from webapp.errors import NotAllowed
from webapp.packing.contents import ORIGINALS
from webapp.packing.copying import beside, copy_rows
from webapp.packing.errors import NotUnpacked, OtherContent
from webapp.packing.held import hold, lay_past
from webapp.packing.kept import came_with
from webapp.packing.locked import open_locked, seal_or_lock
from webapp.packing.origin import past_sha256
from webapp.packing.readable import require_readable
from webapp.packing.same import is_here
from webapp.packing.source import Source
from webapp.packing.staging import programme_of, staged

MAX_TOLD = 200
"""Characters of what a bag says of itself."""


class Outcome(enum.StrEnum):
    """What became of a packed programme."""

    UNPACKED = "unpacked"
    LOCKED = "locked"
    """It is here, and what is kept back of it is sealed with a key that is not: nothing of it can be published."""
    OPENED = "opened"
    """It was here, and what is kept back of it could be opened now."""
    THERE = "there"
    """It was here, with the same content."""
    WORKED_ON = "worked on"
    """This very state of it came in before, and people have worked on it here since."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A packed programme that is in the archive."""

    programme_id: str
    outcome: Outcome


def unpack(archive: Archive, db: Database, source: Source, user_name: str) -> Brought:
    """Bring a packed programme in, with all its past; nothing of it is approved or public here.

    :raises UnknownUser: no active account has this name.
    :raises NotAllowed: somebody who is no admin.
    :raises NotUnpacked: it is not what an archive has packed, or cannot be here.
    :raises OtherContent: it is here, with other content.
    :raises MediaError: a file of it is not what was packed, or the disk has no room.
    :raises NoRedactionKey, WrongRedactionKey: a key that is given is none, or this archive's own is missing.
    """
    user = require_admin(db, user_name)
    programme_id = programme_of(source)
    if _exists(db, programme_id):
        return _already(archive, db, source, programme_id, user)
    _refuse_erased(db, programme_id)
    with no_room_said(), staged(archive, source, programme_id) as path:
        with closing(connect(path, ())) as stage:
            stage.conn.execute("PRAGMA foreign_keys = OFF")
            lay_past(stage, source, programme_id)
            hold(stage)
            require_readable(stage, source, programme_id)
            originals = [sha256 for (sha256,) in stage.execute("SELECT sha256 FROM recording ORDER BY rowid")]
            is_locked = seal_or_lock(stage, programme_id)
        for sha256 in originals:
            _refuse_taken(db, sha256)
        with ExitStack() as arrivals, beside(db, path):
            arrived = [arrivals.enter_context(_arriving(archive, source, sha256)) for sha256 in originals]
            _enter(archive, db, source, programme_id, user, arrived, is_locked=is_locked)
    return Brought(programme_id, Outcome.LOCKED if is_locked else Outcome.UNPACKED)


def require_admin(db: Database, user_name: str) -> User:
    """Return the account of somebody who may bring in what another newsroom has decided.

    :raises UnknownUser: no active account has this name.
    :raises NotAllowed: somebody who is no admin.
    """
    user = get_user(db, user_name)
    if not user.is_admin:
        raise NotAllowed(f"{user.name} is a {user.role}; only an admin unpacks programmes.")
    return user


def _already(archive: Archive, db: Database, source: Source, programme_id: str, user: User) -> Brought:
    if open_locked(db, programme_id, user.name):
        return Brought(programme_id, Outcome.OPENED)
    if is_here(archive, db, source, programme_id):
        return Brought(programme_id, Outcome.THERE)
    if past_sha256(source, programme_id) == came_with(db, programme_id):
        return Brought(programme_id, Outcome.WORKED_ON)
    raise OtherContent(
        f"Programme {programme_id} is here already, and its content is another than in {source.place}; nothing was "
        "changed. Unpack it into another archive to compare them."
    )


def _enter(
    archive: Archive,
    db: Database,
    source: Source,
    programme_id: str,
    user: User,
    arrived: Sequence[Arrived],
    *,
    is_locked: bool,
) -> None:
    """First the files, then the rows: no row is ever without its original."""
    kept: list[str] = []
    try:
        with no_room_said(), immediate(db):
            if _exists(db, programme_id):
                raise NotUnpacked(f"Somebody else has just brought programme {programme_id} in; nothing was changed.")
            _refuse_erased(db, programme_id)
            for each in arrived:
                _refuse_taken(db, each.sha256)
                if not archive.original_path(each.sha256).exists():
                    kept.append(each.sha256)
                keep(archive, each)
            origin_sha256 = copy_rows(db, programme_id, is_locked=is_locked)
            packed_by, packed_on = source.packed
            row = {"programme_id": programme_id, "user_name": user.name, "origin_sha256": origin_sha256}
            told = {"packed_by": packed_by[:MAX_TOLD], "packed_on": packed_on[:MAX_TOLD]}
            db.table("unpacked").insert(row | told | {"created_at": utc_now()})
            if arrived:
                enqueue(db, "prepare", programme_id, {})
    except BaseException:
        _take_back(archive, db, kept)
        raise


def _take_back(archive: Archive, db: Database, kept: Iterable[str]) -> None:
    """Remove originals that have no row, unless somebody else has entered the same bytes meanwhile."""
    with immediate(db):
        for sha256 in kept:
            if find_recording(db, sha256) is None:
                archive.original_path(sha256).unlink(missing_ok=True)


@contextmanager
def _arriving(archive: Archive, source: Source, sha256: str) -> Iterator[Arrived]:
    """Read an original to its end, into a file of its own; it is gone after the block unless it was kept.

    :raises NotUnpacked: it is another than its name says.
    """
    with scratch(archive) as path:
        digest, size_bytes = hashlib.sha256(), 0
        with no_room_said(), path.open("xb") as target:
            for block in source.read(f"{ORIGINALS}{sha256}"):
                digest.update(block)
                size_bytes += len(block)
                target.write(block)
        if digest.hexdigest() != sha256:
            raise NotUnpacked(f"An original of {source.place} is not what it is called by; nothing was brought in.")
        yield Arrived(path, sha256, size_bytes)


def _exists(db: Database, programme_id: str) -> bool:
    return db.execute(f"SELECT 1 FROM main.{ROOT} WHERE {KEY} = ?", [programme_id]).fetchone() is not None  # noqa: S608


def _refuse_erased(db: Database, programme_id: str) -> None:
    if find_erasure(db, programme_id):
        raise NotUnpacked(f"Programme {programme_id} was erased here; it stays so. Remove what was packed of it, too.")


def _refuse_taken(db: Database, sha256: str) -> None:
    known = find_recording(db, sha256)
    if known is not None:
        raise NotUnpacked(
            f"Its recording is in this archive already, in programme {known.programme_id}; nothing was brought in. "
            "Work on that programme, or erase it first."
        )
