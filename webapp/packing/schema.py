"""Tables of programmes that came in from another archive. Migrations are never edited, only added."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from webapp.audit_triggers import add_to_audit
from webapp.packing.audited import OPENED, UNPACKED

packing_migrations = Migrations("packing")


@packing_migrations()
def m001_unpacked(db: Database) -> None:
    # Who brought a programme in, and the hash of all that is kept of its past: its audit there, and what was decided.
    db.conn.execute("""
        CREATE TABLE unpacked (
            programme_id TEXT PRIMARY KEY REFERENCES programme,
            user_name TEXT NOT NULL,
            packed_by TEXT NOT NULL,
            packed_on TEXT NOT NULL,
            origin_sha256 TEXT NOT NULL,
            opened_by TEXT,
            created_at TEXT NOT NULL
        ) STRICT""")
    # The audit of each archive that it was in, line by line as it came; what a line is about here, where that is here.
    db.conn.execute("""
        CREATE TABLE origin_entry (
            programme_id TEXT NOT NULL REFERENCES programme,
            archive INTEGER NOT NULL,
            position INTEGER NOT NULL,
            line TEXT NOT NULL,
            subject TEXT,
            PRIMARY KEY (programme_id, archive, position)
        ) STRICT, WITHOUT ROWID""")
    # What was decided or allowed there, a line of JSON a row. Nothing is decided by it here.
    db.conn.execute("""
        CREATE TABLE history_row (
            programme_id TEXT NOT NULL REFERENCES programme,
            table_name TEXT NOT NULL,
            position INTEGER NOT NULL,
            line TEXT NOT NULL,
            PRIMARY KEY (programme_id, table_name, position)
        ) STRICT, WITHOUT ROWID""")
    # What is kept back and was sealed with a key that is not here: until it is opened nothing of it is published.
    db.conn.execute("""
        CREATE TABLE locked_redaction (
            programme_id TEXT NOT NULL REFERENCES programme,
            position INTEGER NOT NULL,
            row_id TEXT NOT NULL,
            line TEXT NOT NULL,
            key_id TEXT NOT NULL,
            sealed BLOB NOT NULL,
            PRIMARY KEY (programme_id, position)
        ) STRICT, WITHOUT ROWID""")
    for table in ("origin_entry", "history_row"):
        db.conn.execute(
            f"CREATE TRIGGER {table}_only_added BEFORE UPDATE OF line ON {table} "  # noqa: S608 our own words
            "BEGIN SELECT RAISE(ABORT, 'what came from elsewhere stays as it came'); END"
        )
    for each in (UNPACKED, OPENED):
        add_to_audit(db, each)
