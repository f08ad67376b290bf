"""Where uploads are kept while they come: a file of a random name in the archive, and a row that says how far it is.

The order is what makes an answer true: bytes, fsync, then the row. A crash leaves at most bytes that the row does not
know of; the next piece is written over them.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import BinaryIO, cast

import msgspec
from sqlite_utils import Database

from media.archive import Archive
from media.database import immediate, new_id, utc_now
from media.durable import make_directory, remove_durably, sync
from media.errors import NO_ROOM, StorageFull
from media.ingest import plain_name
from media.store import no_room_said
from webapp.uploads.errors import (
    ChecksumMismatch,
    TooManyUploads,
    UnknownUpload,
    UploadBusy,
    UploadTooLarge,
    WrongOffset,
)
from webapp.uploads.hashes import READ_BYTES, RunningHashes
from webapp.uploads.records import Piece, Upload, Wanted

MAX_UPLOAD_BYTES = 2 << 30
MOST_OF_ONE_PERSON = 20
"""Unfinished or not taken, at one time."""
MOST_BYTES_OF_ONE_PERSON = 16 << 30
KEPT_MS = 7 * 24 * 3600 * 1000
"""After its last piece: who began on a Friday goes on after the weekend."""
FOREVER_MS = 1 << 62
ORPHAN_S = 3600
"""A file that no row knows of after that was left by a crash."""
WAIT_S = 3.0
"""For another piece of the same upload, which takes as long as a disk needs for it."""
OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True)
class Uploads:
    """The uploads of an archive."""

    archive: Archive
    max_bytes: int = MAX_UPLOAD_BYTES
    _hashes: RunningHashes = field(default_factory=RunningHashes)

    def path(self, upload_id: str) -> Path:
        return self.archive.uploads / upload_id

    def begin(self, db: Database, user_id: str, wanted: Wanted) -> Upload:
        """Make room for a file.

        :raises UploadTooLarge: it is larger than a recording may be.
        :raises TooManyUploads: this person has enough.
        :raises StorageFull: the disk has no room for it.
        """
        if wanted.size_bytes > self.max_bytes:
            raise UploadTooLarge(f"A recording may have {self.max_bytes >> 20} MB; bring it in parts, or compressed.")
        self.clear_expired(db)
        make_directory(self.archive.uploads)
        if wanted.size_bytes > shutil.disk_usage(self.archive.uploads).free:
            raise StorageFull(NO_ROOM)
        upload = Upload(
            upload_id=new_id("f"),
            user_id=user_id,
            file_name=plain_name(wanted.file_name),
            modified_ms=wanted.modified_ms,
            size_bytes=wanted.size_bytes,
            offset_bytes=0,
            sha256=None if wanted.size_bytes else hashlib.sha256().hexdigest(),
            created_at=utc_now(),
            expires_at_ms=_now_ms() + KEPT_MS,
        )
        path = self.path(upload.upload_id)
        try:
            with no_room_said():
                os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY))
                sync(path.parent)
                with immediate(db):
                    self._require_few(db, user_id, wanted)
                    db.table("upload").insert(asdict(upload))
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return upload

    def get(self, db: Database, user_id: str, upload_id: str) -> Upload:
        """Return somebody's upload.

        :raises UnknownUpload: there is none of this id, it is not theirs, or it has expired.
        """
        rows = db.query("SELECT * FROM upload WHERE upload_id = ? AND user_id = ?", [upload_id, user_id])
        for upload in (msgspec.convert(row, Upload) for row in rows):
            if upload.expires_at_ms > _now_ms():
                return upload
        raise UnknownUpload("There is no such upload, or it was removed; choose the file once more.")

    def of(self, db: Database, user_id: str) -> tuple[Upload, ...]:
        """Return somebody's uploads, the newest first."""
        rows = db.query("SELECT * FROM upload WHERE user_id = ? ORDER BY rowid DESC", [user_id])
        now_ms = _now_ms()
        return tuple(each for row in rows if (each := msgspec.convert(row, Upload)).expires_at_ms > now_ms)

    def append(self, db: Database, user_id: str, upload_id: str, piece: Piece) -> Upload:
        """Store a piece; when this returns, it outlasts a power cut. On every error all is as it was.

        :raises UnknownUpload: as `get`. :raises UploadBusy: another piece takes long.
        :raises WrongOffset: it does not begin where what is here ends. :raises UploadTooLarge: it reaches past the end.
        :raises ChecksumMismatch: it is not what its sender hashed. :raises StorageFull: the disk has no room.
        """
        if self.get(db, user_id, upload_id).is_whole and not piece.size_bytes:
            return self.get(db, user_id, upload_id)  # Its file may be an original already: nothing is opened.
        with self._alone(upload_id, "r+b") as file:
            upload = self.get(db, user_id, upload_id)  # As it is now that nobody else writes.
            if piece.offset_bytes != upload.offset_bytes:
                raise WrongOffset(
                    f"{upload.offset_bytes} bytes are here, so the next piece begins there; ask with HEAD, then go on."
                )
            if piece.size_bytes > upload.size_bytes - upload.offset_bytes:
                raise UploadTooLarge("This reaches past the end of the file that was announced; nothing was stored.")
            try:
                with no_room_said():
                    return self._write(db, upload, piece, file)
            except BaseException:
                file.truncate(upload.offset_bytes)
                raise

    def _write(self, db: Database, upload: Upload, piece: Piece, file: BinaryIO) -> Upload:
        running = self._hashes.at(upload.upload_id, upload.offset_bytes, file)
        check = hashlib.new(piece.checksum.algorithm, usedforsecurity=False) if piece.checksum else None
        file.truncate(upload.offset_bytes)  # What a crash left is not what was answered for.
        file.seek(upload.offset_bytes)
        size_bytes = 0
        while data := piece.source.read(READ_BYTES):
            _write_whole(file, data)
            running.update(data)
            if check:
                check.update(data)
            size_bytes += len(data)
        if check and piece.checksum and check.digest() != piece.checksum.digest:
            raise ChecksumMismatch("What arrived is not what was sent; send this piece again.")
        os.fsync(file.fileno())
        offset_bytes = upload.offset_bytes + size_bytes
        is_whole = offset_bytes == upload.size_bytes
        now = replace(
            upload,
            offset_bytes=offset_bytes,
            sha256=running.hexdigest() if is_whole else None,
            expires_at_ms=_now_ms() + KEPT_MS,
        )
        changed = {"offset_bytes": now.offset_bytes, "expires_at_ms": now.expires_at_ms}
        with immediate(db):
            db.table("upload").update(upload.upload_id, changed | ({"sha256": now.sha256} if is_whole else {}))
        self._hashes.keep(upload.upload_id, offset_bytes, running)
        return now

    def end(self, db: Database, user_id: str, upload_id: str) -> None:
        """Remove an upload: it was taken, or is not wanted.

        :raises UnknownUpload: as `get`. :raises UploadBusy: a piece of it takes long.
        """
        self.get(db, user_id, upload_id)
        if not self.path(upload_id).exists():  # It was emptied by hand: only its row is left.
            self._remove(db, upload_id)
            return
        with self._alone(upload_id, "rb"):
            self._remove(db, upload_id)

    def remove_copies(self, db: Database, sha256: str) -> None:
        """Remove what has come with these bytes, whoever sent it: what they were of is erased."""
        for row in list(db.query("SELECT upload_id FROM upload WHERE sha256 = ?", [sha256])):
            self._remove(db, row["upload_id"])

    def clear_expired(self, db: Database) -> None:
        """Remove what nobody went on with, and files that a crash left without a row."""
        for row in list(db.query("SELECT upload_id FROM upload WHERE expires_at_ms <= ?", [_now_ms()])):
            self._remove(db, row["upload_id"], until_ms=_now_ms())
        known = {row["upload_id"] for row in db.query("SELECT upload_id FROM upload")}
        for path in self.archive.uploads.glob("*"):
            if path.name not in known and time.time() - path.stat().st_mtime > ORPHAN_S:
                path.unlink(missing_ok=True)

    def _remove(self, db: Database, upload_id: str, *, until_ms: int = FOREVER_MS) -> None:
        """Remove an upload that expires until then: one that was gone on with meanwhile stays."""
        with immediate(db):
            sql = "DELETE FROM upload WHERE upload_id = ? AND expires_at_ms <= ?"
            if not db.conn.execute(sql, [upload_id, until_ms]).rowcount:
                return
        remove_durably(self.path(upload_id))
        self._hashes.forget(upload_id)

    def _require_few(self, db: Database, user_id: str, wanted: Wanted) -> None:
        there = self.of(db, user_id)
        if len(there) >= MOST_OF_ONE_PERSON:
            raise TooManyUploads(f"You have {len(there)} files here that no programme has; use or remove one first.")
        if sum(each.size_bytes for each in there) + wanted.size_bytes > MOST_BYTES_OF_ONE_PERSON:
            raise TooManyUploads(
                f"Your files that no programme has would be more than {MOST_BYTES_OF_ONE_PERSON >> 30} GB; "
                "use or remove one first."
            )

    @contextmanager
    def _alone(self, upload_id: str, mode: str) -> Iterator[BinaryIO]:
        """Yield the file of an upload while nobody else writes it, in this process or another."""
        try:
            # Unbuffered: what could not be written must not be tried again when the file is closed.
            file = cast(BinaryIO, self.path(upload_id).open(mode, buffering=0))
        except FileNotFoundError as error:
            raise UnknownUpload("What came of this upload is gone; remove it, then choose the file again.") from error
        with file:
            deadline = time.monotonic() + WAIT_S
            while True:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError as error:
                    if time.monotonic() > deadline:
                        raise UploadBusy("Another piece of this file is being stored; wait a moment.") from error
                    time.sleep(0.02)
            yield file


def _write_whole(file: BinaryIO, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[file.write(left) :]


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
