"""What every command is given: where the archive and its edition are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
from sqlite_utils import Database

from media.archive import Archive
from webapp.schema import SCHEMAS


@dataclass(frozen=True, slots=True)
class Place:
    """The archive and the edition that a command works on."""

    archive: Archive
    edition: Path

    @contextmanager
    def open(self) -> Iterator[Database]:
        """Open the archive that must exist.

        :raises NotAnArchive: there is none at this place.
        """
        db = self.archive.open(SCHEMAS)
        try:
            yield db
        finally:
            db.close()

    @contextmanager
    def create(self) -> Iterator[Database]:
        """Open the archive, made now where there is none."""
        self.archive.create()
        with self.open() as db:
            yield db


pass_place = click.make_pass_decorator(Place)
