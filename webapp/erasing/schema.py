"""The table of erasures in ``archive.db``. Migrations are never edited, only added."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from webapp.audit_triggers import ERASURE, add_to_audit

erasing_migrations = Migrations("erasing")


@erasing_migrations()
def m001_erasures(db: Database) -> None:
    # No reference to the programme: it is not there any more when the last of its rows is written.
    db.conn.execute("""
        CREATE TABLE erasure_step (
            erasure_step_id INTEGER PRIMARY KEY,
            programme_id TEXT NOT NULL,
            step TEXT NOT NULL CHECK (step IN ('asked', 'removed', 'done')),
            user_name TEXT NOT NULL,
            reason TEXT NOT NULL DEFAULT '',
            created_at TEXT NOT NULL,
            UNIQUE (programme_id, step)
        ) STRICT""")
    add_to_audit(db, ERASURE)
