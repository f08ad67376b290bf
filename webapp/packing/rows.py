"""Rows of a programme as lines of JSON: the same rows are the same bytes, in whichever archive they are.

What an archive numbers itself (integer keys) is numbered here from 1 within the programme, and so is whatever refers to
it; beside the id of an account stands its name. All other ids are random and stay.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

import msgspec
from sqlite_utils import Database

from webapp.erasing.belongings import PEOPLE, Belonging, belongings
from webapp.packing.kept import history_of, locked_of
from webapp.packing.treatment import HISTORY, LIVE, WITHOUT

SEALED = "sealed"
REDACTIONS = "redaction_row"
NAME = "user_name"
"""Of the account that a row refers to: in another archive there is no such account."""
_encoder = msgspec.json.Encoder(order="deterministic")

Numbers = Mapping[int, int]
"""The number of a row in this archive → its number in the bag."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How the rows of a table are written."""

    columns: tuple[str, ...]
    order: str
    key: str | None
    """The column that the archive numbers itself."""
    number: tuple[str, str] | None
    """The column that has a row's number, and the table that the number is of."""
    references: Mapping[str, str]
    """Columns that refer to what an archive numbers itself, or to an account → the table."""


def tables_of(db: Database, programme_id: str) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield the tables that have rows of a programme, by name, each with its rows: an object a line, by its columns.

    A blob is ``{"base64": "…"}``. What has come in a bag and is history here stands before what was made here.
    """
    numbered = Numbered(db, programme_id)
    for each in sorted(belongings(db), key=lambda each: each.table):
        if each.table in LIVE | HISTORY:
            lines = chain(_kept(db, programme_id, each.table), _lines(db, programme_id, each, numbered))
            first = next(lines, None)
            if first is not None:
                yield each.table, chain([first], lines)


def sealed_of(db: Database, programme_id: str) -> Iterator[bytes]:
    """Yield what the rows of redactions say, sealed as they are: a line a row, with its id and the key's."""
    for locked in locked_of(db, programme_id):
        yield sealed_line(locked.row_id, locked.key_id, locked.sealed)
    rows = db.query(
        "SELECT row_id, key_id, sealed FROM redaction_row WHERE programme_id = ? ORDER BY rowid", [programme_id]
    )
    for row in rows:
        yield sealed_line(row["row_id"], row["key_id"], row["sealed"])


def sealed_line(row_id: str, key_id: str, sealed: bytes) -> bytes:
    return line({"row_id": row_id, "key_id": key_id, "sealed": sealed})


def redaction_line(db: Database, row_id: str) -> str:
    """Return the row of a redaction as it is packed, without what it says."""
    shape = shape_of(db, REDACTIONS)
    columns = ", ".join(shape.columns)
    (row,) = db.query(f"SELECT {columns} FROM {REDACTIONS} WHERE row_id = ?", [row_id])  # noqa: S608 our own words
    return line(row).decode().rstrip("\n")


def migrations_of(db: Database) -> Iterator[bytes]:
    """Yield the migrations that the database has had: how its tables are made."""
    for row in db.query("SELECT migration_set, name FROM _sqlite_migrations ORDER BY migration_set, name"):
        yield line(row)


def line(row: Mapping[str, object]) -> bytes:
    return _encoder.encode({name: _written(value) for name, value in row.items()}) + b"\n"


class Numbered:
    """The numbers, within a programme, of rows that an archive numbers itself."""

    def __init__(self, db: Database, programme_id: str) -> None:
        self._db, self._programme_id = db, programme_id
        self._belongings = {each.table: each for each in belongings(db)}
        self._known: dict[str, Numbers] = {}

    def of(self, table: str) -> Numbers:
        """Return the numbers of a table; those that have come in a bag and are history here go before."""
        if table not in self._known:
            key, each = shape_of(self._db, table).key, self._belongings[table]
            before = sum(1 for _ in history_of(self._db, self._programme_id, table))
            rows = self._db.execute(
                f'SELECT "{key}" FROM "{table}" WHERE {each.condition} ORDER BY 1',  # noqa: S608 our own words
                each.values(self._programme_id),
            )
            self._known[table] = {number: position for position, (number,) in enumerate(rows, before + 1)}
        return self._known[table]


def shape_of(db: Database, table: str) -> Shape:
    """Return how the rows of a table are written, told from how the table is made."""
    info = db.execute(f'PRAGMA main.table_info("{table}")').fetchall()
    keys = sorted((position, name, kind) for _, name, kind, _, _, position in info if position)
    is_numbered = len(keys) == 1 and keys[0][2] == "INTEGER"
    parents = {own: parent for _, _, parent, own, *_ in db.execute(f'PRAGMA main.foreign_key_list("{table}")')}
    references = {own: parent for own, parent in parents.items() if parent == PEOPLE or _is_numbered(db, parent)}
    # A key that refers to another table's has that one's number.
    own = keys[0][1] if is_numbered else None
    has_rowid = not next(row[4] for row in db.execute(f'PRAGMA main.table_list("{table}")'))
    return Shape(
        columns=tuple(name for _, name, *_ in info if name not in WITHOUT.get(table, ())),
        order="rowid" if has_rowid else ", ".join(f'"{name}"' for _, name, _ in keys),
        key=own if own not in parents else None,
        number=(own, parents.get(own, table)) if own else None,
        references=references,
    )


def _is_numbered(db: Database, table: str) -> bool:
    keys = [kind for _, _, kind, _, _, position in db.execute(f'PRAGMA main.table_info("{table}")') if position]
    return keys == ["INTEGER"]


def _lines(db: Database, programme_id: str, each: Belonging, numbered: Numbered) -> Iterator[bytes]:
    shape = shape_of(db, each.table)
    names = _names(db) if PEOPLE in shape.references.values() else {}
    columns = ", ".join(f'"{name}"' for name in shape.columns)
    rows = db.query(
        f'SELECT {columns} FROM "{each.table}" WHERE {each.condition} ORDER BY {shape.order}',  # noqa: S608 our own words
        each.values(programme_id),
    )
    for row in rows:
        if shape.key:
            row[shape.key] = numbered.of(each.table)[row[shape.key]]
        for column, parent in shape.references.items():
            if parent == PEOPLE:
                row[NAME] = names[row[column]]
            elif row[column] is not None:
                row[column] = numbered.of(parent)[row[column]]
        yield line(row)


def _kept(db: Database, programme_id: str, table: str) -> Iterator[bytes]:
    if table == REDACTIONS:
        return (each.line.encode() + b"\n" for each in locked_of(db, programme_id))
    return history_of(db, programme_id, table)


def _names(db: Database) -> dict[str, str]:
    return dict(db.execute(f"SELECT user_id, name FROM {PEOPLE}").fetchall())  # noqa: S608 our own words


def _written(value: object) -> object:
    return {"base64": base64.b64encode(value).decode()} if isinstance(value, bytes) else value
