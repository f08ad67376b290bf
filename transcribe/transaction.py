"""Read, decide and write in one step that no other writer can come between."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlite_utils import Database

PATIENCE_SECONDS = 120.0

_PRIMARY = 0xFF
"""SQLite's extended result codes hold the primary one in their low byte."""

Written = TypeVar("Written")


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


def patiently(write: Callable[[], Written]) -> Written:
    """Write what a machine worked long for, while another process holds the lock: a person would not wait so long.

    :raises sqlite3.OperationalError: the database was locked for `PATIENCE_SECONDS`, or something else is wrong.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return write()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & _PRIMARY != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
