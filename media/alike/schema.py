"""The table of recordings that sound the same, in ``archive.db``. Migrations are never edited, only added."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

alike_migrations = Migrations("alike")


@alike_migrations()
def m001_pairs(db: Database) -> None:
    # Between two programmes, so a row of neither: ids alone, and no reference that would keep one of them from going.
    db.conn.execute("""
        CREATE TABLE alike (
            recording_id TEXT NOT NULL,
            other_id TEXT NOT NULL,
            percent INTEGER NOT NULL,
            shared_ms INTEGER NOT NULL,
            offset_ms INTEGER NOT NULL,
            found_at TEXT NOT NULL,
            PRIMARY KEY (recording_id, other_id)
        ) STRICT, WITHOUT ROWID""")
    db.conn.execute("CREATE INDEX alike_other ON alike (other_id)")
