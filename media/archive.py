"""Where an archive keeps its parts on disk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database, Migrations

from media.database import connect
from media.errors import NotAnArchive

OWNER_ONLY = 0o700


@dataclass(frozen=True, slots=True)
class Archive:
    """The private store: ``archive.db``, originals, access copies, peaks, models."""

    root: Path
    store: str | None = None
    """The address of a store for originals and access copies, where one is named: `media.away`."""

    @property
    def database_path(self) -> Path:
        return self.root / "archive.db"

    @property
    def originals(self) -> Path:
        return self.root / "originals"

    @property
    def access(self) -> Path:
        return self.root / "access"

    @property
    def peaks(self) -> Path:
        return self.root / "peaks"

    @property
    def masked(self) -> Path:
        """Public sound in which something is covered: `media.masked`."""
        return self.root / "masked"

    @property
    def models(self) -> Path:
        return self.root / "models"

    @property
    def uploads(self) -> Path:
        """What comes in pieces and no programme has yet: `webapp.uploads`."""
        return self.root / "uploads"

    @property
    def damaged(self) -> Path:
        """What a disk has changed, kept when it was put right: `media.rounds.repair`."""
        return self.root / "damaged"

    @property
    def work(self) -> Path:
        """Files in the making and decoded sound of running jobs; emptying it loses nothing."""
        return self.root / "work"

    def original_path(self, sha256: str) -> Path:
        return self.originals / sha256[:2] / sha256

    def access_path(self, sha256: str) -> Path:
        """:param sha256: of the original."""
        return self.access / sha256[:2] / f"{sha256}.m4a"

    def peaks_path(self, sha256: str) -> Path:
        """:param sha256: of the original."""
        return self.peaks / sha256[:2] / f"{sha256}.dat"

    def exists(self) -> bool:
        return self.database_path.exists()

    def create(self) -> None:
        """Make the directories, for their owner alone; an archive that exists stays as it is.

        :raises NotAnArchive: the place cannot be written.
        """
        try:
            self.root.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)
            for directory in (self.originals, self.access, self.peaks, self.models, self.work):
                directory.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise NotAnArchive(
                f"The archive {self.root} cannot be made ({error.strerror}); name another directory with --archive."
            ) from error

    def open(self, schemas: Iterable[Migrations]) -> Database:
        """Open ``archive.db`` of an archive that exists.

        :raises NotAnArchive: there is none at this place.
        """
        if not self.root.is_dir():
            raise self.not_there()
        return connect(self.database_path, schemas)

    def not_there(self) -> NotAnArchive:
        """Return the error that says that there is no archive at this place."""
        return NotAnArchive(f"There is no archive at {self.root}; make one with “muragat add”.")
