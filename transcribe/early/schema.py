"""Tables of words that people correct while the machine still listens. Migrations are never edited, only added."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

early_migrations = Migrations("early")


@early_migrations()
def m001_unfinished_run_and_carried_segment(db: Database) -> None:
    # What makes the words of `unfinished_words`: so they can be stored as a run before their job has ended.
    db.conn.execute("""
        CREATE TABLE unfinished_run (
            job_id TEXT PRIMARY KEY REFERENCES job ON DELETE CASCADE,
            recording_id TEXT NOT NULL REFERENCES recording,
            provenance TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""")
    # What the machine had heard of a segment that people changed, where the whole run has other words there: these are
    # offered to them (`transcribe.newer_run`). Rows are only added.
    db.conn.execute("""
        CREATE TABLE carried_segment (
            transcript_id TEXT NOT NULL REFERENCES transcript,
            segment_id TEXT NOT NULL,
            words TEXT NOT NULL,
            PRIMARY KEY (transcript_id, segment_id)
        ) STRICT, WITHOUT ROWID""")
