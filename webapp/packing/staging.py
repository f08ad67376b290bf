"""A database for one packed programme, made as its archive's was, and then brought up to this release.

The rows of a stranger meet the types and rules of the tables here, and not in the archive; what a later release does to
the rows of an archive it does to these, by the same migrations.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import msgspec
from sqlite_utils import Database

from media.archive import Archive
from media.database import connect
from media.store import scratch
from webapp.erasing.belongings import KEY, PEOPLE, ROOT, belongings
from webapp.packing.contents import ABOUT, AUDIT, FORMAT, LINES, MIGRATIONS, ORIGINALS, ROWS, SEALED
from webapp.packing.errors import NotUnpacked
from webapp.packing.lines import Row, Value, at_most, read_row, split_lines
from webapp.packing.older import empty_as_it_was
from webapp.packing.rows import REDACTIONS
from webapp.packing.source import Source
from webapp.packing.treatment import HISTORY, LIVE
from webapp.redaction.vault import is_sealed
from webapp.schema import SCHEMAS

ABOUT_BYTES = 1 << 16
IN_MEMORY_BYTES = 1 << 26
"""Of a file of which all is held in memory, at most."""
SIDECARS = ("-wal", "-shm", "-journal")


class _About(msgspec.Struct):
    format: str
    programme_id: str


def programme_of(source: Source) -> str:
    """Return the id of a packed programme.

    :raises NotUnpacked: it is none that this release can read.
    """
    if ABOUT not in source.names:
        raise NotUnpacked(f"{source.place} holds no programme that muragat has packed; pack it again where it is from.")
    data = b"".join(at_most(source.read(ABOUT), ABOUT_BYTES, ABOUT))
    try:
        about = msgspec.json.decode(data, type=_About)
    except msgspec.DecodeError as error:
        raise NotUnpacked(f"{ABOUT} of {source.place} cannot be read; pack the programme again.") from error
    if about.format != FORMAT:
        raise NotUnpacked(
            f"{source.place} was packed by a newer muragat (“{about.format[:40]}”); update the program first."
        )
    return about.programme_id


@contextmanager
def staged(archive: Archive, source: Source, programme_id: str) -> Iterator[Path]:
    """Yield a database that has the rows of a packed programme, as this release keeps them, and no other row.

    :raises NotUnpacked: they are not the rows of one programme, or a newer release wrote them.
    :raises MediaError: a file is not what was packed.
    """
    with scratch(archive) as path:
        try:
            had = [(str(row.get("migration_set")), str(row.get("name"))) for row in _read(source, MIGRATIONS)]
            path.write_bytes(empty_as_it_was(tuple(had)))
            db = connect(path, ())
            try:
                db.conn.execute("PRAGMA journal_mode = MEMORY")  # It is gone after the block, whatever happens.
                db.conn.execute("PRAGMA synchronous = OFF")
                db.conn.execute("PRAGMA foreign_keys = OFF")
                _fill(db, source)
                for migrations in SCHEMAS:
                    migrations.apply(db)
                _require_one(db, programme_id)
            finally:
                db.close()
            yield path
        finally:
            for suffix in SIDECARS:
                Path(f"{path}{suffix}").unlink(missing_ok=True)


def rows_in(source: Source) -> list[str]:
    """Return the tables that have rows in it.

    :raises NotUnpacked: it has files that no programme has.
    """
    tables, odd = [], []
    for name in sorted(source.names):
        table = name.removeprefix(ROWS).removesuffix(LINES)
        if name == f"{ROWS}{table}{LINES}":
            tables.append(table)
        elif name not in (ABOUT, MIGRATIONS, SEALED) and not name.startswith((AUDIT, ORIGINALS)):
            odd.append(name)
    odd += sorted(set(tables) - LIVE - HISTORY)
    if odd:
        raise NotUnpacked(f"{source.place} has what belongs to no programme ({odd[0][:80]!r}); nothing was brought in.")
    return tables


def _fill(db: Database, source: Source) -> None:
    sealed = {str(row["row_id"]): row for row in _read(source, SEALED)} if SEALED in source.names else {}
    with db.atomic():
        for table in rows_in(source):
            if table in LIVE:
                _insert(db, table, _with_sealed(_read(source, f"{ROWS}{table}{LINES}"), table, sealed))
    if sealed:
        raise NotUnpacked(f"{SEALED} has rows that belong to nothing; nothing was brought in.")


def _with_sealed(rows: Iterator[Row], table: str, sealed: dict[str, Row]) -> Iterator[Row]:
    if table != REDACTIONS:
        yield from rows
        return
    for row in rows:
        said = sealed.pop(str(row.get("row_id")), None)
        secret = said and said.get("sealed")
        if said is None or not isinstance(secret, bytes) or not is_sealed(secret):
            raise NotUnpacked(
                "What is kept back of this programme is not sealed in what was packed; nothing was brought in. Pack it "
                "again."
            )
        yield row | {"key_id": said.get("key_id"), "sealed": secret}


def _insert(db: Database, table: str, rows: Iterator[Row]) -> None:
    """:raises NotUnpacked: a row does not fit the table."""
    columns = {row[1] for row in db.execute(f'PRAGMA table_info("{table}")')}
    for row in rows:
        if not row or not row.keys() <= columns:
            raise NotUnpacked(f"{table} has a row with columns that nobody knows; nothing was brought in.")
        names = ", ".join(f'"{name}"' for name in row)
        values: Mapping[str, Value] = row
        try:
            db.conn.execute(
                f'INSERT INTO "{table}" ({names}) VALUES ({", ".join("?" * len(row))})',  # noqa: S608 known columns
                list(values.values()),
            )
        except (sqlite3.IntegrityError, sqlite3.DataError, OverflowError, UnicodeError) as error:
            raise NotUnpacked(f"{table} has a row that this table cannot have; nothing was brought in.") from error


def _read(source: Source, name: str) -> Iterator[Row]:
    if name not in source.names:
        raise NotUnpacked(f"{source.place} lacks {name}; bring it whole.")
    blocks = source.read(name)
    if name in (MIGRATIONS, SEALED):
        blocks = at_most(blocks, IN_MEMORY_BYTES, name)
    for line in split_lines(blocks, name):
        yield read_row(line, name)


def _require_one(db: Database, programme_id: str) -> None:
    """Let every row belong to the one programme, by the references of the tables."""
    (count,) = db.execute(f"SELECT count(*) FROM {ROOT} WHERE {KEY} = ?", [programme_id]).fetchone()  # noqa: S608
    astray = [row for row in db.execute("PRAGMA foreign_key_check") if row[2] != PEOPLE]
    of_others = [
        each.table for each in belongings(db) if each.table in LIVE and not _is_all(db, each.table, programme_id)
    ]
    if count != 1 or astray or of_others:
        raise NotUnpacked("It has rows of another programme, or lacks rows of this one; nothing was brought in.")


def _is_all(db: Database, table: str, programme_id: str) -> bool:
    each = next(each for each in belongings(db) if each.table == table)
    counted = f'SELECT (SELECT count(*) FROM "{table}"), (SELECT count(*) FROM "{table}" WHERE {each.condition})'  # noqa: S608
    every, own = db.execute(counted, each.values(programme_id)).fetchone()
    return bool(every == own)
