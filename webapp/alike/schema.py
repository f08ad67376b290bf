"""The table of what people decided about recordings that sound the same. Migrations are never edited, only added."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from webapp.alike.audited import SAME_SOUND
from webapp.audit_triggers import add_to_audit

same_sound_migrations = Migrations("same_sound")


@same_sound_migrations()
def m001_decisions(db: Database) -> None:
    # Rows are only added, the newest of two recordings counts. Between two programmes, so a row of neither: ids alone.
    db.conn.execute("""
        CREATE TABLE same_sound (
            same_sound_id INTEGER PRIMARY KEY,
            recording_id TEXT NOT NULL,
            other_id TEXT NOT NULL,
            answer TEXT NOT NULL CHECK (answer IN ('same', 'other')),
            user_name TEXT NOT NULL,
            created_at TEXT NOT NULL
        ) STRICT""")
    db.conn.execute("CREATE INDEX same_sound_recording ON same_sound (recording_id)")
    db.conn.execute("CREATE INDEX same_sound_other ON same_sound (other_id)")
    add_to_audit(db, SAME_SOUND)
