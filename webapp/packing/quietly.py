"""Write rows that the audit of another archive has noted, and this one's must not note as if made here."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from sqlite_utils import Database


@contextmanager
def quietly(db: Database, tables: Collection[str]) -> Iterator[None]:
    """Add rows to tables without the audit; belongs into the transaction that says in the audit that they came.

    The triggers are made again as they were before the transaction ends: nobody else ever sees the tables without them.
    """
    places = ", ".join("?" * len(tables))
    found = db.execute(
        f"SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name IN ({places}) "  # noqa: S608 placeholders
        "AND sql LIKE '%AFTER INSERT ON%INSERT INTO audit %' ORDER BY rowid",
        [*tables],
    ).fetchall()
    for name, _ in found:
        db.conn.execute(f'DROP TRIGGER "{name}"')
    yield
    for _, sql in found:
        db.conn.execute(sql)
