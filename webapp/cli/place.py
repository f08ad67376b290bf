"""What every command is given: where the archive and its edition are."""

from __future__ import annotations

import os
import pwd
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
from sqlite_utils import Database

from media.archive import Archive
from webapp.errors import NotOurs
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
        :raises NotOurs: this is root, and the archive is another user's.
        """
        if not self.archive.exists():  # Else a slip of the pen, or a disk that is not mounted, would be a new archive.
            raise self.archive.not_there()
        with self._opened() as db:
            yield db

    @contextmanager
    def create(self) -> Iterator[Database]:
        """Open the archive, made now where there is none.

        :raises NotAnArchive: the place cannot be written.
        :raises NotOurs: this is root, and the place is another user's.
        """
        _require_owner(self.archive.root)
        self.archive.create()
        with self._opened() as db:
            yield db

    @contextmanager
    def _opened(self) -> Iterator[Database]:
        _require_owner(self.archive.root)
        db = self.archive.open(SCHEMAS)
        try:
            yield db
        finally:
            db.close()


def _require_owner(root: Path) -> None:
    """Refuse root where a service has a user of its own: what root writes there, that user could no longer change.

    :raises NotOurs: the archive is another user's.
    """
    if os.geteuid() != 0 or not root.exists() or (uid := root.stat().st_uid) == 0:
        return
    try:
        owner = pwd.getpwuid(uid).pw_name
    except KeyError:
        owner = f"#{uid}"
    raise NotOurs(
        f"The archive {root} belongs to the user {owner}, who could not change what root writes there; "
        f"do this as {owner} (sudo -u '{owner}' …, or setpriv: docs/running.md)."
    )


pass_place = click.make_pass_decorator(Place)
