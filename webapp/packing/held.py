"""Hold the rows of a packed programme against what its archives noted of them.

All of it lies in the stage (`webapp.packing.staging`), in the tables that it will have in the archive; what is history
lies beside them under the name of its table, which it stands before there.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlite_utils import Database

from webapp.audit import Newest, changed_contents
from webapp.audited import CHECKED, kind_of
from webapp.desk.audited import OVERRIDE, SENT_BACK
from webapp.erasing.belongings import PEOPLE
from webapp.packing.contents import LINES, ROWS
from webapp.packing.errors import NotUnpacked
from webapp.packing.lines import Value, read_row, split_lines
from webapp.packing.origin import Said, audits_in, read_said
from webapp.packing.rows import NAME, shape_of
from webapp.packing.source import Source
from webapp.packing.staging import rows_in
from webapp.packing.treatment import HISTORY, LIVE

NOT_OF_ROWS = ("unpacked", "erasure")
"""Kinds of entries that are about the archive in which the programme was."""

OF_THEIR_NUMBER = ((OVERRIDE, "review_event_id"), (SENT_BACK, "approval_asked_id"))
"""What the audit keeps a hash of in which the number stands that the archive gave, and the column that has it."""

Key = tuple[str, str, int]
"""Kind of an entry, table and number of the row that it is about."""


def lay_past(db: Database, source: Source, programme_id: str) -> None:
    """Lay the audits and the history of a packed programme into the stage.

    :raises NotUnpacked: a line is none, or an entry is not as it was written.
    """
    # Accounts of other archives, as far as rows name them: what they are called is a part of how the audit says it.
    db.conn.execute(f"CREATE TEMP TABLE {PEOPLE} (user_id TEXT, name TEXT)")
    with db.atomic():
        for entry in audits_in(source, programme_id):
            row = [programme_id, entry.archive, entry.position, entry.line]
            db.conn.execute("INSERT INTO origin_entry (programme_id, archive, position, line) VALUES (?, ?, ?, ?)", row)
        for table in rows_in(source):
            if table in HISTORY:
                for position, line in enumerate(_lay_beside(db, source, table)):
                    row = [programme_id, table, position, line]
                    db.conn.execute("INSERT INTO history_row VALUES (?, ?, ?, ?)", row)


def _lay_beside(db: Database, source: Source, table: str) -> Iterator[str]:
    info = db.execute(f'PRAGMA main.table_info("{table}")').fetchall()
    columns = [row[1] for row in info]
    # Without the rules of the table, which rows of two archives may break.
    db.conn.execute(f'CREATE TEMP TABLE "{table}" AS SELECT * FROM main."{table}" WHERE 0')  # noqa: S608 our own words
    name, places = f"{ROWS}{table}{LINES}", ", ".join("?" * len(columns))
    for line in split_lines(source.read(name), name):
        row = read_row(line, name)
        if not row.keys() <= {*columns, NAME} or not all(_fits(row.get(each[1]), each[2], each[3]) for each in info):
            raise NotUnpacked(f"{table} has a row that this table cannot have; nothing was brought in.")
        if "user_id" in row:
            db.conn.execute(f"INSERT INTO temp.{PEOPLE} VALUES (?, ?)", [row["user_id"], row.get(NAME)])  # noqa: S608
        values = [row.get(column) for column in columns]
        db.conn.execute(f'INSERT INTO temp."{table}" VALUES ({places})', values)  # noqa: S608 our own words
        yield line


def _fits(value: Value, kind: str, is_needed: int) -> bool:
    """Return whether a column may have a value, by what the table says of it."""
    return not is_needed if value is None else isinstance(value, {"INTEGER": int, "REAL": float}.get(kind, str))


def hold(db: Database) -> None:
    """Let every row be as the audits have it, and be there where they say so; note of each entry what it is about.

    :raises NotUnpacked: one is not.
    """
    subjects, live = subjects_of(db), set(_live_subjects(db))
    newest = Newest()
    here: list[tuple[str, int, int]] = []
    rows = db.execute("SELECT archive, position, line FROM origin_entry ORDER BY archive, position")
    for archive, position, line in rows:
        said = read_said(line)
        kind = kind_of(said.action)
        subject = subjects.get((kind, *said.about)) if said.about else said.subject
        if subject and kind not in NOT_OF_ROWS:
            newest.note(said, subject)
            if (subject, kind) in live:
                here.append((subject, archive, position))
    _hold_numbered(db, newest)
    for fault in changed_contents(db, newest, where=(LIVE | HISTORY) - {each.name for each, _ in OF_THEIR_NUMBER}):
        raise NotUnpacked(f"It is not what the audit of its archive says: {fault.sentence} Nothing was brought in.")
    with db.atomic():
        db.conn.executemany("UPDATE origin_entry SET subject = ? WHERE archive = ? AND position = ?", here)


def _hold_numbered(db: Database, newest: Newest) -> None:
    """Hold rows of which the audit noted the number, too: what it was there stands in what the audit calls them."""
    for each, column in OF_THEIR_NUMBER:
        rows = db.execute(f"SELECT {each.subject}, {each.action}, {column} FROM {each.name} AS new")  # noqa: S608
        for subject, action, number in rows.fetchall():
            entry = newest.take(subject, kind_of(action))
            there = entry.subject.rpartition(" ")[2] if isinstance(entry, Said) and entry.subject else ""
            content = each.content.replace(f"new.{column}", "CAST(? AS INTEGER)")
            sql = f"SELECT {content} FROM {each.name} AS new WHERE {column} = ?"  # noqa: S608 our own words
            if not entry or db.execute(sql, [there, number]).fetchone()[0] != entry.content_sha256:
                raise NotUnpacked(
                    f"It is not what the audit of its archive says of a row of {each.name}; nothing was brought in."
                )


def subjects_of(db: Database, base: dict[str, int] | None = None) -> dict[Key, str]:
    """Return what the audit calls each row that an archive numbers.

    :param base: by table, the number after which its rows are those of the bag, which begin there with 1; for a stage,
        where they have the numbers of the bag, nothing.
    """
    found: dict[Key, str] = {}
    for each in CHECKED:
        shape = shape_of(db, each.name)
        if shape.number and each.name in (LIVE if base is not None else LIVE | HISTORY):
            column, table = shape.number
            first = base[table] if base is not None else 0
            rows = db.execute(
                f"SELECT {each.subject}, {each.action}, {column} FROM {each.name} AS new WHERE {column} > ?",  # noqa: S608 our own words
                [first],
            )
            found |= {(kind_of(action), each.name, number - first): subject for subject, action, number in rows}
    return found


def _live_subjects(db: Database) -> Iterator[tuple[str, str]]:
    for each in CHECKED:
        if each.name in LIVE:
            rows = db.execute(f"SELECT {each.subject}, {each.action} FROM {each.name} AS new")  # noqa: S608 our own words
            yield from ((subject, kind_of(action)) for subject, action in rows)
