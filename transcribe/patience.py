"""Write although another process holds the database for long."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from typing import TypeVar

PATIENCE_SECONDS = 120.0

_PRIMARY = 0xFF
"""SQLite's extended result codes hold the primary one in their low byte."""

Written = TypeVar("Written")


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
