"""Copy the rows of a stage into the archive, all in one step."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from webapp.audited import kind_of
from webapp.erasing.belongings import PEOPLE
from webapp.packing.errors import NotUnpacked
from webapp.packing.held import subjects_of
from webapp.packing.kept import origin_sha256_of
from webapp.packing.origin import read_said
from webapp.packing.quietly import quietly
from webapp.packing.rows import REDACTIONS, shape_of
from webapp.packing.treatment import LIVE

STAGE = "stage"


@contextmanager
def beside(db: Database, stage: Path) -> Iterator[None]:
    """Let the rows of a stage be read under the name `STAGE`."""
    db.conn.execute(f"ATTACH DATABASE ? AS {STAGE}", [str(stage)])
    try:
        yield
    finally:
        db.conn.execute(f"DETACH DATABASE {STAGE}")


def copy_rows(db: Database, programme_id: str, *, is_locked: bool) -> str:
    """Copy all rows of a stage; belongs into one transaction with what says that they came.

    :return: the hash of what is kept of the programme's past.
    :raises NotUnpacked: something else here has the id of one of them.
    """
    tables = sorted(LIVE - {REDACTIONS} if is_locked else LIVE)
    db.conn.execute("PRAGMA defer_foreign_keys = ON")  # Tables of one programme refer to each other.
    base = {table: _highest(db, table) for table in tables if shape_of(db, table).key}
    try:
        with quietly(db, tables):
            for table in tables:
                _copy(db, table, base)
        for table in ("history_row", "locked_redaction"):
            db.conn.execute(f"INSERT INTO main.{table} SELECT * FROM {STAGE}.{table}")  # noqa: S608 our own words
    except sqlite3.IntegrityError as error:
        raise NotUnpacked(
            f"Something here has the id of a part of programme {programme_id} already; nothing was brought in. Find "
            "out which of both is the true one."
        ) from error
    _copy_origin(db, base, is_locked=is_locked)
    return origin_sha256_of(db, programme_id)


def _highest(db: Database, table: str) -> int:
    key = shape_of(db, table).key
    return int(db.execute(f'SELECT coalesce(max("{key}"), 0) FROM main."{table}"').fetchone()[0])  # noqa: S608


def _copy(db: Database, table: str, base: dict[str, int]) -> None:
    """Copy the rows of a table in their order; what an archive numbers itself goes on after what is here."""
    shape = shape_of(db, table)
    columns = [*shape.columns, *(("key_id", "sealed") if table == REDACTIONS else ())]
    values = []
    for column in columns:
        of = table if column == shape.key else shape.references.get(column, PEOPLE)
        values.append(f'"{column}" + {base[of]}' if of in base else f'"{column}"')
    names = ", ".join(f'"{column}"' for column in columns)
    db.conn.execute(
        f'INSERT INTO main."{table}" ({names}) SELECT {", ".join(values)} '  # noqa: S608 our own words
        f'FROM {STAGE}."{table}" ORDER BY {shape.order}'
    )


def _copy_origin(db: Database, base: dict[str, int], *, is_locked: bool) -> None:
    """Copy the audits, and call what their entries are about as it is called here."""
    subjects = subjects_of(db, base)
    for row in db.query(f"SELECT * FROM {STAGE}.origin_entry ORDER BY archive, position"):  # noqa: S608 our own words
        if row["subject"] is not None:
            said = read_said(row["line"])
            kind = kind_of(said.action)
            if said.about:
                row["subject"] = subjects[kind, *said.about]
            elif is_locked and kind == "redaction":
                row["subject"] = None
        db.conn.execute("INSERT INTO origin_entry VALUES (?, ?, ?, ?, ?)", list(row.values()))
