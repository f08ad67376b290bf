"""Tables of transcripts that came in as files, in ``archive.db``. Migrations are never edited, only added."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

incoming_migrations = Migrations("incoming")


@incoming_migrations()
def m001_runs_from_files(db: Database) -> None:
    # A run may come from a file. SQLite cannot change a CHECK: the table is built anew
    # (sqlite.org/lang_altertable.html, section 7), and what watches over it, the audit above all, is put back.
    triggers = [
        row[0]
        for row in db.conn.execute(
            "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'transcript' ORDER BY rowid"
        )
    ]
    db.conn.execute("""
        CREATE TABLE transcript_anew (
            transcript_id TEXT PRIMARY KEY,
            programme_id TEXT NOT NULL REFERENCES programme,
            recording_id TEXT NOT NULL REFERENCES recording,
            number INTEGER NOT NULL,
            method TEXT NOT NULL CHECK (method IN ('recognised', 'aligned', 'imported')),
            provenance TEXT NOT NULL,
            segments TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            created_at TEXT NOT NULL,
            UNIQUE (programme_id, number)
        ) STRICT""")
    kept = "transcript_id, programme_id, recording_id, number, method, provenance, segments, sha256, created_at"
    db.conn.execute(
        f"INSERT INTO transcript_anew (rowid, {kept}) SELECT rowid, {kept} FROM transcript ORDER BY rowid"  # noqa: S608
    )
    db.conn.execute("DROP TABLE transcript")
    db.conn.execute("ALTER TABLE transcript_anew RENAME TO transcript")
    for trigger in triggers:
        db.conn.execute(trigger)


@incoming_migrations()
def m002_where_they_came_from(db: Database) -> None:
    # A row a file: what it was, who brought it, and what became of it, a run or a script to be looked for.
    db.conn.execute("""
        CREATE TABLE brought_transcript (
            brought_id TEXT PRIMARY KEY,
            programme_id TEXT NOT NULL REFERENCES programme,
            transcript_id TEXT REFERENCES transcript,
            document_id TEXT REFERENCES document,
            file_name TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            format TEXT NOT NULL,
            made_by TEXT NOT NULL,
            words_by TEXT NOT NULL CHECK (words_by IN ('machine', 'human', 'unknown')),
            remarks TEXT NOT NULL,
            turns TEXT NOT NULL,
            user_name TEXT,
            created_at TEXT NOT NULL,
            CHECK ((transcript_id IS NULL) <> (document_id IS NULL))
        ) STRICT""")
    db.conn.execute("CREATE INDEX brought_transcript_programme ON brought_transcript (programme_id)")
    db.conn.execute("CREATE INDEX brought_transcript_document ON brought_transcript (document_id)")
