"""Rows of a programme as lines of JSON, the same rows as the same bytes."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from itertools import chain

import msgspec
from sqlite_utils import Database

from webapp.erasing.belongings import KEY, belongings

AUDIT = "audit"
_encoder = msgspec.json.Encoder(order="deterministic")


def tables_of(db: Database, programme_id: str) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield the tables that have rows of a programme, by name, each with its rows: an object a line, by its columns.

    A blob is ``{"base64": "…"}``. Of the audit it is the rows that name the programme, with their numbers and hashes.
    """
    of_programme = [(each.table, each.condition, each.values(programme_id)) for each in belongings(db)]
    for table, condition, values in sorted([*of_programme, (AUDIT, f"{KEY} = ?", [programme_id])]):
        order = ", ".join(f'"{column}"' for column in _key(db, table))
        rows = db.query(f'SELECT * FROM "{table}" WHERE {condition} ORDER BY {order}', values)  # noqa: S608 our own words
        lines = (_encoder.encode({name: _written(value) for name, value in row.items()}) + b"\n" for row in rows)
        first = next(lines, None)
        if first is not None:
            yield table, chain([first], lines)


def migrations_of(db: Database) -> bytes:
    """Return the migrations that the database has had, in order: how its tables are made."""
    rows = db.query("SELECT migration_set, name FROM _sqlite_migrations ORDER BY migration_set, name")
    return b"".join(_encoder.encode(row) + b"\n" for row in rows)


def _written(value: object) -> object:
    return {"base64": base64.b64encode(value).decode()} if isinstance(value, bytes) else value


def _key(db: Database, table: str) -> list[str]:
    """Return the columns by which the rows of a table have one order."""
    columns = db.execute(f'PRAGMA table_info("{table}")').fetchall()
    key = sorted((position, name) for _, name, _, _, _, position in columns if position)
    return [name for _, name in key] or [column[1] for column in columns]
