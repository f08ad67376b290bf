"""``archive.db`` written anew: SQLite leaves what was deleted in free pages, between rows, and in its log.

The log is emptied too, which waits for whoever still reads an older state (sqlite.org/pragma.html, wal_checkpoint).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from sqlite_utils import Database

from media.archive import Archive
from media.durable import make_directory
from webapp.erasing.records import Obstacle, Pending

BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})


def write_anew(archive: Archive, db: Database) -> Iterator[Pending]:
    """Write the database anew and empty its log; yield what is in the way."""
    make_directory(archive.work)
    # A file of all the archive's words is made on the way; else it would lie in the machine's own /tmp.
    quoted = str(archive.work).replace("'", "''")
    db.conn.execute(f"PRAGMA temp_store_directory = '{quoted}'")
    db.conn.execute("PRAGMA secure_delete = ON")
    try:
        db.conn.execute("VACUUM")
        busy, *_ = db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError as error:
        code = error.sqlite_errorcode & 0xFF
        if code not in BUSY | {sqlite3.SQLITE_FULL}:
            raise
        yield Pending(Obstacle.DATABASE_BUSY if code in BUSY else Obstacle.NO_ROOM, archive.database_path.name)
        return
    if busy:
        yield Pending(Obstacle.LOG_IN_USE, archive.database_path.name)
