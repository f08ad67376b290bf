"""The table of what was decided about known voices. Migrations are never edited, only added."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from webapp.audit_triggers import add_to_audit
from webapp.voices.audited import VOICE_ACT

voices_audit_migrations = Migrations("voices_audit")


@voices_audit_migrations()
def m001_acts(db: Database) -> None:
    # ``voices.db`` forgets all of it when it is turned off; that prints were kept, and who allowed it, stays.
    db.conn.execute("""
        CREATE TABLE voice_act (
            voice_act_id INTEGER PRIMARY KEY,
            kind TEXT NOT NULL CHECK (kind IN ('allowed', 'forbidden', 'remembered', 'forgotten')),
            series TEXT NOT NULL,
            user_name TEXT,
            created_at TEXT NOT NULL
        ) STRICT""")
    add_to_audit(db, VOICE_ACT)
