"""The table of redactions in ``archive.db``. Migrations are never edited, only added."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from webapp.audit_triggers import REDACTION, REDACTION_DELETED, add_to_audit

redaction_migrations = Migrations("redaction")


@redaction_migrations()
def m001_redactions(db: Database) -> None:
    # What a row says of names and places is sealed; in clear is only that somebody did something, and when.
    db.conn.execute("""
        CREATE TABLE redaction_row (
            row_id TEXT PRIMARY KEY,
            programme_id TEXT NOT NULL REFERENCES programme,
            redaction_id TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('person', 'span', 'word', 'lifted', 'confirmed', 'dismissed')),
            user_name TEXT NOT NULL,
            created_at TEXT NOT NULL,
            key_id TEXT NOT NULL,
            sealed BLOB NOT NULL
        ) STRICT""")
    db.conn.execute("CREATE INDEX redaction_row_programme ON redaction_row (programme_id)")
    db.conn.execute(
        "CREATE TRIGGER redaction_row_only_added BEFORE UPDATE OF row_id, programme_id, redaction_id, kind, user_name, "
        "created_at ON redaction_row BEGIN SELECT RAISE(ABORT, 'redactions are only added to'); END"
    )
    add_to_audit(db, REDACTION)
    add_to_audit(db, REDACTION_DELETED)
