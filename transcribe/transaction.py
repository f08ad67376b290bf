"""Read, decide and write in one step that no other writer can come between."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlite_utils import Database


@contextmanager
def immediate(db: Database) -> Iterator[None]:
    """Hold the write lock from the first statement on; a crash or an error leaves the database as it was.

    `Database.atomic` begins deferred: two processes could both read before either writes, and the second would be
    refused in the middle (SQLITE_BUSY_SNAPSHOT, for which SQLite does not wait). Within a transaction that is open
    already this is a savepoint of it.

    :raises sqlite3.OperationalError: another process held the lock for the whole busy timeout; nothing was written.
    """
    if db.conn.in_transaction:
        with db.atomic():
            yield
        return
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.conn.execute("COMMIT")
    except BaseException:
        db.rollback()
        raise
