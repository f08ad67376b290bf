"""Tables of the desk in ``archive.db``. Migrations are never edited, only added."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from webapp.audit_triggers import Audited, add_to_audit

desk_migrations = Migrations("desk")

OVERRIDE = Audited(
    "overridden",
    "INSERT ON overridden",
    "'obstacles overridden'",
    "sha256_of(new.review_event_id, new.user_name, new.reason, new.obstacles)",
    programme="new.programme_id",
    user="new.user_name",
)


@desk_migrations()
def m001_overridden(db: Database) -> None:
    # What stood against an approval that somebody gave all the same, in the words of that day.
    db.conn.execute("""
        CREATE TABLE overridden (
            review_event_id INTEGER PRIMARY KEY REFERENCES review_event,
            programme_id TEXT NOT NULL REFERENCES programme,
            user_name TEXT NOT NULL,
            reason TEXT NOT NULL,
            obstacles TEXT NOT NULL,
            created_at TEXT NOT NULL
        ) STRICT""")
    db.conn.execute("CREATE INDEX overridden_programme ON overridden (programme_id)")
    add_to_audit(db, OVERRIDE)
