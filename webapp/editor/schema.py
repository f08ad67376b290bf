"""Tables of the editor in ``archive.db``. Migrations are never edited, only added."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from webapp.audit_triggers import SEGMENT_CHECK, add_to_audit

editor_migrations = Migrations("editor")


@editor_migrations()
def m001_operations_and_checks(db: Database) -> None:
    # What a browser has sent, by the name that it gave it: sent again because no answer came, it is not done again.
    db.conn.execute("""
        CREATE TABLE editor_operation (
            operation_id TEXT PRIMARY KEY,
            programme_id TEXT NOT NULL REFERENCES programme,
            user_name TEXT NOT NULL,
            revision_id TEXT NOT NULL REFERENCES revision,
            created_at TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""")
    # Who vouches for a segment as it was then; rows are only added, the newest counts.
    db.conn.execute("""
        CREATE TABLE segment_check (
            segment_check_id INTEGER PRIMARY KEY,
            programme_id TEXT NOT NULL REFERENCES programme,
            segment_id TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('checked', 'taken back')),
            tag TEXT NOT NULL,
            user_name TEXT NOT NULL,
            created_at TEXT NOT NULL
        ) STRICT""")
    db.conn.execute("CREATE INDEX segment_check_programme ON segment_check (programme_id, segment_check_id)")
    add_to_audit(db, SEGMENT_CHECK)


@editor_migrations()
def m002_what_people_had_worked_on(db: Database) -> None:
    # Before `worked_on` was noted: English and checks of the run that is the newest now.
    db.conn.execute("""
        WITH said (programme_id, segment_id, user_name) AS (
            SELECT programme_id, segment_id, author FROM english
            UNION ALL SELECT programme_id, segment_id, user_name FROM segment_check),
        stands (transcript_id, programme_id, segment_id) AS (
            SELECT transcript_id, programme_id, each.value ->> '$.segment_id'
            FROM transcript AS run, json_each(run.segments) AS each
            WHERE programme_id IN (SELECT programme_id FROM said)
            AND number = (SELECT max(number) FROM transcript WHERE programme_id = run.programme_id))
        INSERT OR IGNORE INTO worked_on (transcript_id, segment_id, programme_id, user_name)
        SELECT transcript_id, segment_id, programme_id, user_name
        FROM said JOIN stands USING (programme_id, segment_id)""")
