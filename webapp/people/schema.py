"""Tables of people in ``archive.db``. Migrations are never edited, only added."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from webapp.audit_triggers import ASSIGNMENT, add_to_audit

people_migrations = Migrations("people")


@people_migrations()
def m001_assignments(db: Database) -> None:
    # Rows are only added; the newest of a programme and a person counts.
    db.conn.execute("""
        CREATE TABLE assignment (
            assignment_id TEXT PRIMARY KEY,
            programme_id TEXT NOT NULL REFERENCES programme,
            user_id TEXT NOT NULL REFERENCES user,
            kind TEXT NOT NULL CHECK (kind IN ('assigned', 'unassigned', 'left')),
            due TEXT,
            by_name TEXT,
            created_at TEXT NOT NULL
        ) STRICT""")
    db.conn.execute("CREATE INDEX assignment_programme ON assignment (programme_id, user_id)")
    db.conn.execute("CREATE INDEX assignment_user ON assignment (user_id)")
    add_to_audit(db, ASSIGNMENT)
    # Until now a journalist saw every programme: nobody loses what they may be in the middle of.
    db.conn.execute("""
        INSERT INTO assignment (assignment_id, programme_id, user_id, kind, created_at)
        SELECT 'a' || lower(hex(randomblob(8))), programme_id, user_id, 'assigned',
               strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
        FROM programme CROSS JOIN user
        WHERE user.role = 'journalist' AND user.disabled_at IS NULL
        ORDER BY programme.created_at, user.created_at""")
