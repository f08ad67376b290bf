"""Each thread of a newsroom keeps its connection to the database from one request to the next.

SQLite reads the whole schema for each that is opened: 4 ms of the processor, as much as many an answer takes, and a
megabyte in small pieces, which left holes in the memory of a process that answered for hours.
"""

from __future__ import annotations

import sqlite3
import threading
from contextlib import suppress
from dataclasses import dataclass

from sqlite_utils import Database

from media.archive import Archive
from media.database import act_as_nobody
from webapp.schema import SCHEMAS


@dataclass(frozen=True, slots=True)
class Connection:
    """One that is open, and to what."""

    db: Database
    file: tuple[int, int]
    """The device and the number of the database's file: another may be put in its place."""
    schema: int
    """As it was when its migrations were looked at (sqlite.org/pragma.html, schema_version)."""


class KeptConnections(threading.local):
    """What the thread at hand keeps: nothing, or one connection that nobody uses."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._kept: Connection | None = None

    def take(self) -> Connection:
        """Return a connection of the one who asks, until they `give` it back.

        :raises NotAnArchive: there is no archive, or a newer program has written it.
        """
        kept, self._kept = self._kept, None
        if kept:
            if self._is_of_now(kept):
                return kept
            kept.db.close()
        db = self._archive.open(SCHEMAS)
        return Connection(db, self._file(), _schema_of(db))

    def give(self, connection: Connection) -> None:
        """Keep a connection for the next request, if it is as a new one would be."""
        if self._kept is None and _is_as_new(connection.db.conn):
            self._kept = connection
        else:
            connection.db.close()

    def _is_of_now(self, kept: Connection) -> bool:
        with suppress(FileNotFoundError, sqlite3.Error):  # Whoever opens it anew hears of it.
            return kept.file == self._file() and kept.schema == _schema_of(kept.db)
        return False

    def _file(self) -> tuple[int, int]:
        found = self._archive.database_path.stat()
        return found.st_dev, found.st_ino


def _schema_of(db: Database) -> int:
    return int(db.execute("PRAGMA schema_version").fetchone()[0])


def _is_as_new(connection: sqlite3.Connection) -> bool:
    """Return whether nothing of a request is left: no transaction, no half-read answer, no table or file of its own.

    Not so where the request has closed it.
    """
    try:
        act_as_nobody(connection)
        return not connection.in_transaction and len(connection.execute("PRAGMA database_list").fetchall()) == 1
    except (sqlite3.OperationalError, sqlite3.ProgrammingError):
        return False
