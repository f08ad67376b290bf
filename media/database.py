"""The one door to SQLite: how ``archive.db`` is opened, and brought up to date."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import sqlite3
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database, Migrations

from media.errors import NotAnArchive
from media.turns import Turns

BUSY_TIMEOUT_MS = 5_000
"""How long a writer waits for another; after that the caller gets an answer, not a hang."""

_turns: defaultdict[str, Turns] = defaultdict(Turns)
"""The turns of this process's writers, by database."""
os.register_at_fork(after_in_child=_turns.clear)  # Whose turn it was there, it is not in a process that was split off.

_SEPARATOR = "\t"
"""Between a person and what they act by: no name has one, so that no name can pretend to be both."""

_ID_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u to misread


class _Connection(sqlite3.Connection):
    """One whose writers take turns with the others of this process."""

    turns: Turns | None = None


def new_id(prefix: str) -> str:
    """Return a random id of 60 bits: it tells nothing of what it names."""
    return prefix + "".join(secrets.choice(_ID_ALPHABET) for _ in range(12))


def utc_now() -> str:
    """Return the time as RFC 3339 in UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def sha256_of(*values: object) -> str:
    """Return a hash of some values of SQLite: of their JSON array. The triggers of the audit call it."""
    written = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def act_as(connection: sqlite3.Connection, person: str, by: str = "") -> None:
    """Let the audit say who does what is done from now on over this connection, and by what.

    :param person: named where a table does not know who changed it.
    :param by: one line: the name of the token that they act by; empty where they do it themselves.
    """
    suffix = f"{_SEPARATOR}{by}" if by else ""
    connection.create_function("acting", 1, lambda name: f"{name or person}{suffix}")


def act_as_nobody(connection: sqlite3.Connection) -> None:
    """Let the audit name whom the tables name, until `act_as` says otherwise.

    :raises sqlite3.OperationalError: an answer is still being read over this connection.
    """
    connection.create_function("acting", 1, lambda name: name)


def acted_by(user_name: str) -> tuple[str, str]:
    """Return who it was that the audit names, and by which token; empty where they did it themselves."""
    person, _, by = user_name.partition(_SEPARATOR)
    return person, by


def connect(path: Path, schemas: Iterable[Migrations]) -> Database:
    """Open the database for reading and writing, applying the migrations that it lacks.

    One connection serves one thread.

    :raises NotAnArchive: the file is not a database, or a newer program has written it.
    """
    connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_MS / 1000, factory=_Connection)
    connection.turns = _turns[str(Path(path).resolve())]
    connection.create_function(sha256_of.__name__, -1, sha256_of, deterministic=True)
    act_as_nobody(connection)
    db = Database(connection)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        applied = _applied(db)  # Once for all: a request of the newsroom opens the database anew.
        for migrations in schemas:
            known = {(migrations.name, migration.name) for migration in migrations._migrations}
            _refuse_newer({each for each in applied if each[0] == migrations.name} - known, path)
            if known - applied:
                with immediate(db):  # Of two processes that open a new archive at once, the second finds nothing left.
                    migrations.apply(db)
        connection.execute("PRAGMA foreign_keys = ON")  # Last: a migration may have to build a table anew.
    except sqlite3.DatabaseError as error:
        connection.close()
        if isinstance(error, sqlite3.OperationalError):
            raise
        raise NotAnArchive(f"{path} is not a muragat database; name another directory with --archive.") from error
    except NotAnArchive:
        connection.close()
        raise
    return db


def lacking(path: Path, schemas: Iterable[Migrations]) -> tuple[str, ...]:
    """Return the migrations that opening a database would apply, each as ``set name``; nothing is changed.

    :raises NotAnArchive: the file is not a database.
    """
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            applied = _applied(Database(connection))
    except sqlite3.DatabaseError as error:
        raise NotAnArchive(f"{path} is not a muragat database; name another directory with --archive.") from error
    known = [(each.name, migration.name) for each in schemas for migration in each._migrations]
    return tuple(" ".join(each) for each in known if each not in applied)


@contextmanager
def immediate(db: Database) -> Iterator[None]:
    """Read, decide and write in one step that no other writer comes between; on an error all is as it was.

    `Database.atomic` begins deferred: two processes could both read before either writes, and the second would be
    refused in the middle (SQLITE_BUSY_SNAPSHOT, for which SQLite does not wait). Within a transaction that is open
    already this is a savepoint of it.

    Threads of this process have it in the order in which they asked.

    :raises sqlite3.OperationalError: others held the lock for all of `BUSY_TIMEOUT_MS`; nothing was written.
    """
    if db.conn.in_transaction:
        with db.atomic():
            yield
        return
    with _turn(db.conn):
        try:
            yield
            db.conn.execute("COMMIT")
        except BaseException:
            db.rollback()
            raise


@contextmanager
def _turn(connection: sqlite3.Connection) -> Iterator[None]:
    """Begin a transaction when it is this thread's turn, and within `BUSY_TIMEOUT_MS` in all."""
    turns = connection.turns if isinstance(connection, _Connection) else None
    asked_s = time.monotonic()
    if turns and not turns.take(BUSY_TIMEOUT_MS / 1000):
        raise _locked()
    try:
        left_ms = BUSY_TIMEOUT_MS - int((time.monotonic() - asked_s) * 1000)
        connection.execute(f"PRAGMA busy_timeout = {max(0, left_ms)}")
        try:
            connection.execute("BEGIN IMMEDIATE")
        finally:
            connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        yield
    finally:
        if turns:
            turns.give()


def _locked() -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode, error.sqlite_errorname = sqlite3.SQLITE_BUSY, "SQLITE_BUSY"
    return error


def _applied(db: Database) -> set[tuple[str, str]]:
    """Return which migrations the database has had, by set and name."""
    table = Migrations.migrations_table
    if db.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", [table]).fetchone() is None:
        return set()
    return set(db.execute(f"SELECT migration_set, name FROM {table}").fetchall())  # noqa: S608 our own words


def _refuse_newer(unknown: set[tuple[str, str]], path: Path) -> None:
    if unknown:
        newest = max(name for _, name in unknown)
        raise NotAnArchive(
            f"{path} was written by a newer muragat (it knows {newest}); update the program before you open it."
        )
