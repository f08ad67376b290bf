"""Where backups lie on disk."""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from media.backup.errors import BackupBusy, BackupDamaged, NoBackup, NotABackupPlace
from media.backup.records import FORMAT, Backup
from media.durable import MAKING, make_directory, move_durably, remove_durably, replace_durably

MARK, LISTS, FILES = "muragat-backup", "backups", "files"
"""Names within a place."""
OWNER_ONLY = 0o700
READ_ONLY = 0o400
"""A key and unmasked voices are among the files."""


@dataclass(frozen=True, slots=True)
class BackupPlace:
    """``files/`` by hash, ``backups/`` a list a backup, ``muragat-backup`` that says what it is."""

    root: Path

    @property
    def mark(self) -> Path:
        return self.root / MARK

    @property
    def lists(self) -> Path:
        return self.root / LISTS

    @property
    def files(self) -> Path:
        return self.root / FILES

    def blob_path(self, sha256: str) -> Path:
        return self.files / sha256[:2] / sha256

    def create(self) -> None:
        """Make the place; one that exists stays as it is.

        :raises NotABackupPlace: the directory holds something else, or cannot be written.
        """
        if self.mark.exists():
            self.require()
            return
        try:
            if self.root.exists() and any(self.root.iterdir()):
                raise NotABackupPlace(f"{self.root} holds other files; name an empty directory for backups.")
            make_directory(self.root)
            self.root.chmod(OWNER_ONLY)
            with replace_durably(self.mark) as making:
                making.write_text(f"{FORMAT}\n")
        except OSError as error:
            raise NotABackupPlace(
                f"{self.root} cannot be written ({error.strerror}); name another directory."
            ) from error

    def require(self) -> None:
        """:raises NotABackupPlace: there are no backups at this place, or a newer release has made them."""
        try:
            found = self.mark.read_text(errors="replace").strip()
        except OSError as error:
            raise NotABackupPlace(f"{self.root} holds no backups; name a directory of “muragat backup”.") from error
        if found != FORMAT:
            raise NotABackupPlace(f"{self.root} was written by another release of muragat; update it first.")

    @contextmanager
    def held(self, *, alone: bool) -> Iterator[None]:
        """Let nobody else write here meanwhile, or, where not ``alone``, nobody take anything away.

        :raises BackupBusy: another process holds it.
        """
        with (self.root / ".lock").open("w") as lock:
            try:
                fcntl.flock(lock, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise BackupBusy(f"Another process is at work in {self.root}; wait until it is done.") from error
            yield

    def names(self) -> tuple[str, ...]:
        """Return the names of the backups, the oldest first."""
        return tuple(sorted(path.stem for path in self.lists.glob("*.json")))

    def newest(self) -> str:
        """:raises NoBackup: there is none yet."""
        names = self.names()
        if not names:
            raise NoBackup(f"There is no finished backup in {self.root}; make one with “muragat backup”.")
        return names[-1]

    def read(self, name: str) -> Backup:
        """Return a backup's list.

        :raises NoBackup: there is none of this name.
        :raises BackupDamaged: it is not what was written.
        """
        if name not in self.names():
            raise NoBackup(f"There is no backup “{name}” in {self.root}; “muragat backup DIR --list” names them.")
        data = (self.lists / f"{name}.json").read_bytes()
        damaged = (
            f"The list of backup {name} is no longer what was written; use another backup, "
            f"and remove {self.lists / name}.json."
        )
        if not name.endswith(hashlib.sha256(data).hexdigest()[:16]):
            raise BackupDamaged(damaged)
        try:
            return msgspec.json.decode(data, type=Backup)
        except (msgspec.DecodeError, msgspec.ValidationError) as error:
            raise BackupDamaged(damaged) from error

    def write(self, backup: Backup) -> str:
        """Write a list, all of whose files are here; return its name."""
        data = msgspec.json.encode(backup)
        moment = "".join(letter for letter in backup.made_at if letter not in "-:.")
        name = f"{moment}-{hashlib.sha256(data).hexdigest()[:16]}"
        with replace_durably(self.lists / f"{name}.json") as making:
            making.write_bytes(data)
        return name

    def put_blocks(self, blocks: Iterator[bytes]) -> tuple[str, int, bool]:
        """Keep some bytes; return their sha256, how many they are, and whether they are new here."""
        digest, size_bytes = hashlib.sha256(), 0
        making = self.files / f"{MAKING}blob"  # One writer at a time: see `held`.
        make_directory(self.files)
        making.unlink(missing_ok=True)
        try:
            with making.open("xb") as target:
                for data in blocks:
                    digest.update(data)
                    size_bytes += len(data)
                    target.write(data)
            sha256 = digest.hexdigest()
            is_new = not self.has(sha256)
            if is_new:
                making.chmod(READ_ONLY)
                move_durably(making, self.blob_path(sha256))
        finally:
            making.unlink(missing_ok=True)
        return sha256, size_bytes, is_new

    def put_bytes(self, data: bytes) -> tuple[str, bool]:
        """Keep a part of a database; return its sha256 and whether it is new here."""
        sha256 = hashlib.sha256(data).hexdigest()
        is_new = not self.has(sha256)
        if is_new:
            with replace_durably(self.blob_path(sha256)) as making:
                making.write_bytes(data)
                making.chmod(READ_ONLY)
        return sha256, is_new

    def has(self, sha256: str) -> bool:
        return self.blob_path(sha256).exists()

    def forget(self, keep: int, lost: Collection[str] = ()) -> tuple[int, int]:
        """Remove all but the newest backups, and every file that none of those has.

        :param keep: how many stay, at least one.
        :param lost: paths of files that should be there and are not: the newest backup that has one stays too.
        :return: how many backups went, and how many bytes.
        :raises BackupDamaged: a list that stays cannot be read, so that nothing can be said to be needed no more.
        """
        names = self.names()
        staying = {name: self.read(name) for name in names[-keep:]}
        sought = set(lost) - {file.path for backup in staying.values() for file in backup.files}
        for name in reversed(names[:-keep] if sought else ()):
            backup = self.read(name)
            if found := sought & {file.path for file in backup.files}:
                staying[name] = backup
                sought -= found
        going = [name for name in names if name not in staying]
        for name in going:
            remove_durably(self.lists / f"{name}.json")
        needed = {blob for backup in staying.values() for file in backup.files for blob in file.blobs}
        freed_bytes = 0
        for path in self.files.glob("*/*"):
            if path.name not in needed:
                freed_bytes += path.stat().st_size
                path.unlink()
        return len(going), freed_bytes
