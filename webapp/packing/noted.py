"""What the audit of this archive noted of a programme, such that each row can be checked by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlite_utils import Database

from webapp.audited import CHECKED, kind_of
from webapp.packing.rows import Numbered, line, shape_of
from webapp.packing.treatment import HISTORY, LIVE

COLUMNS = "number, at, user_name, action, programme_id, subject, content_sha256, sha256"
About = tuple[str, int]
"""A table, and the number of a row of it within the programme."""


def noted_here(db: Database, programme_id: str) -> Iterator[bytes]:
    """Yield the rows of the audit that name a programme, a line of JSON each.

    ``previous_sha256`` is of the row before, of whatever programme: with it each row shows by its hash that it is as it
    was written. ``about`` names a row that the archive numbers by its number in the bag.
    """
    about = dict(_numbered_rows(db, programme_id))
    rows = db.query(
        f"SELECT {COLUMNS}, coalesce((SELECT sha256 FROM audit AS before WHERE before.number < audit.number "  # noqa: S608 our own words
        "ORDER BY before.number DESC LIMIT 1), '') AS previous_sha256 "
        "FROM audit WHERE programme_id = ? ORDER BY number",
        [programme_id],
    )
    for row in rows:
        yield line({**row, "about": about.get((row["subject"], kind_of(row["action"])))})


def _numbered_rows(db: Database, programme_id: str) -> Iterator[tuple[tuple[str, str], About]]:
    """Yield subject and kind, as the audit has them, of each row that the archive numbers, with what it is about."""
    numbered = Numbered(db, programme_id)
    for each in CHECKED:
        if each.name not in LIVE | HISTORY:
            continue
        shape = shape_of(db, each.name)
        if shape.number is None:
            continue
        column, table = shape.number
        numbers: Mapping[int, int] = numbered.of(table)
        rows = db.execute(
            f"SELECT {each.subject}, {each.action}, {column} FROM {each.name} AS new WHERE new.programme_id = ?",  # noqa: S608 our own words
            [programme_id],
        )
        for subject, action, number in rows.fetchall():
            yield (subject, kind_of(action)), (each.name, numbers[number])
