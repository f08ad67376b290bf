"""Which rows of ``archive.db`` are of one programme: told from the tables' own references, not from a list.

A table that a later release adds is found where it refers to the programme, to something that does, or has a column
``programme_id``. One that does neither must be named here, or erasing does not claim to be done.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlite_utils import Database

ROOT, KEY = "programme", "programme_id"
PEOPLE, NOTED = "user", ("audit", "erasure_step")
WORDLESS = frozenset(
    {
        *NOTED,
        PEOPLE,
        "suggestion_decision",
        "alike",  # Between two programmes: ids of recordings alone.
        "same_sound",
        "failed_sign_in",
        "invitation",
        "invitation_end",
        "spent",
        "sqlite_sequence",
        "_sqlite_migrations",
    }
)
"""Tables that stay, and that must hold no word of a programme."""
OF_THE_AUDIT = frozenset({"origin_entry"})
"""Tables of a programme that say of it no more than the audit does, in the same words."""
SHARED = frozenset({"feed", "feed_item", "glossary_term", "text_vector", "voice_act"})
"""Tables that stay, and whose words or vectors are of no one programme."""


@dataclass(frozen=True, slots=True)
class Belonging:
    """The rows of one table."""

    table: str
    condition: str
    """SQL with one placeholder for each of ``times``."""
    times: int

    def values(self, programme_id: str) -> list[str]:
        return [programme_id] * self.times


def belongings(db: Database) -> tuple[Belonging, ...]:
    """Return the tables with rows of a programme, each before those that tell which of its rows they are."""
    parents = {table: _parents(db, table) for table in _tables(db)}
    found: dict[str, Belonging] = {ROOT: Belonging(ROOT, f"{KEY} = ?", 1)}
    waiting = [table for table in parents if table not in WORDLESS | SHARED | {ROOT}]
    while True:
        new = {table: each for table in waiting if (each := _belonging(db, table, parents[table], found))}
        if not new:
            return tuple(reversed(found.values()))
        found |= new
        waiting = [table for table in waiting if table not in new]


def unknown_tables(db: Database) -> list[str]:
    """Return the tables of which nobody has said whether they may hold words of a programme."""
    known = {each.table for each in belongings(db)} | WORDLESS | SHARED
    return [table for table in _tables(db) if table not in known and not _is_of_people(db, table)]


def _is_of_people(db: Database, table: str) -> bool:
    """Return whether a table that is of no programme refers to an account of the newsroom, by others or itself."""
    parents = {parent for parent, _, _ in _parents(db, table)} - {table}
    return PEOPLE in parents or any(_is_of_people(db, parent) for parent in parents)


def fingerprint(db: Database, programme_id: str) -> tuple[tuple[str, int], ...]:
    """Return what is another as soon as a row of the programme has come or gone."""
    return tuple(
        (each.table, int(db.execute(_select("count(*)", each), each.values(programme_id)).fetchone()[0]))
        for each in belongings(db)
    )


def cells(db: Database, programme_id: str) -> Iterator[str | bytes]:
    """Yield every text and every blob of a programme's rows."""
    for each in belongings(db):
        if each.table in OF_THE_AUDIT:
            continue
        for row in db.execute(_select("*", each), each.values(programme_id)):
            yield from (value for value in row if isinstance(value, str | bytes))


def all_cells(db: Database, tables: Iterable[str] | None = None) -> Iterator[str | bytes]:
    """Yield every text and every blob of a database, or of some of its tables."""
    for table in _tables(db) if tables is None else tables:
        for row in db.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 its own name for it
            yield from (value for value in row if isinstance(value, str | bytes))


def definitions(db: Database) -> Iterator[str]:
    """Yield how tables and triggers are made: the audit's own words stand there."""
    yield from (row[0] for row in db.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL"))


def delete_rows(db: Database, programme_id: str) -> None:
    """Delete a programme's rows; belongs into one transaction with what says so.

    Rows that are otherwise only added to are let go here, and by nobody else.
    """
    db.conn.execute("PRAGMA defer_foreign_keys = ON")  # Tables of one programme refer to each other.
    found = belongings(db)
    guards = [guard for each in found for guard in _guards(db, each.table)]
    for name, _ in guards:
        db.conn.execute(f'DROP TRIGGER "{name}"')
    for each in found:
        db.conn.execute(f'DELETE FROM "{each.table}" WHERE {each.condition}', each.values(programme_id))  # noqa: S608
    for _, sql in guards:
        db.conn.execute(sql)


def _guards(db: Database, table: str) -> list[tuple[str, str]]:
    """Return the triggers that refuse to delete a row, by name, with how they are made."""
    rows = db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?", [table])
    return [(name, sql) for name, sql in rows if "BEFORE DELETE" in sql.upper() and "RAISE" in sql.upper()]


def _tables(db: Database) -> list[str]:
    return [row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]


def _parents(db: Database, table: str) -> list[tuple[str, str, str]]:
    """Return what a table refers to: the other table, its column there, and its own column."""
    rows = db.execute(f'PRAGMA foreign_key_list("{table}")').fetchall()
    return [(parent, there or _primary_key(db, parent), own) for _, _, parent, own, there, *_ in rows]


def _primary_key(db: Database, table: str) -> str:
    return next(str(row[1]) for row in db.execute(f'PRAGMA table_info("{table}")') if row[5])


def _belonging(
    db: Database, table: str, parents: list[tuple[str, str, str]], found: dict[str, Belonging]
) -> Belonging | None:
    if KEY in {row[1] for row in db.execute(f'PRAGMA table_info("{table}")')}:
        return Belonging(table, f"{KEY} = ?", 1)
    through = [(found[parent], there, own) for parent, there, own in parents if parent in found]
    if not through:
        return None
    conditions = [
        f'"{own}" IN (SELECT "{there}" FROM "{each.table}" WHERE {each.condition})'  # noqa: S608 our own words
        for each, there, own in through
    ]
    return Belonging(table, " OR ".join(conditions), sum(each.times for each, _, _ in through))


def _select(columns: str, each: Belonging) -> str:
    return f'SELECT {columns} FROM "{each.table}" WHERE {each.condition}'  # noqa: S608 our own words
