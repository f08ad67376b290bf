"""Tables of the gate in ``archive.db``. Migrations are never edited, only added."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from webapp.audit_triggers import UNHEARD, add_to_audit

gate_migrations = Migrations("gate")


@gate_migrations()
def m001_checks(db: Database) -> None:
    # What a machine found in a programme as it would be published: where, never what. The newest of a content counts.
    db.conn.execute("""
        CREATE TABLE publication_check (
            check_id INTEGER PRIMARY KEY,
            programme_id TEXT NOT NULL REFERENCES programme,
            content_sha256 TEXT NOT NULL,
            step INTEGER NOT NULL,
            sound_sha256 TEXT,
            findings TEXT NOT NULL,
            heard_by TEXT,
            created_at TEXT NOT NULL
        ) STRICT""")
    db.conn.execute("CREATE INDEX publication_check_content ON publication_check (content_sha256)")
    db.conn.execute("CREATE INDEX publication_check_programme ON publication_check (programme_id)")
    # Who let a programme be published though no machine could listen to its sound, and why.
    db.conn.execute("""
        CREATE TABLE unheard (
            unheard_id INTEGER PRIMARY KEY,
            programme_id TEXT NOT NULL REFERENCES programme,
            content_sha256 TEXT NOT NULL,
            user_name TEXT NOT NULL,
            reason TEXT NOT NULL,
            created_at TEXT NOT NULL
        ) STRICT""")
    db.conn.execute("CREATE INDEX unheard_programme ON unheard (programme_id)")
    # With which redactions each version went out: where these are others now, it may not be served any longer.
    db.conn.execute("""
        CREATE TABLE published_version (
            programme_id TEXT NOT NULL REFERENCES programme,
            version INTEGER NOT NULL,
            redactions_sha256 TEXT NOT NULL,
            created_at TEXT NOT NULL,
            PRIMARY KEY (programme_id, version)
        ) STRICT, WITHOUT ROWID""")
    add_to_audit(db, UNHEARD)


@gate_migrations()
def m002_when_versions_went_out(db: Database) -> None:
    # To the millisecond: two editions may both have a version of this number, which went out at another moment.
    db.conn.execute("ALTER TABLE published_version ADD COLUMN published_at TEXT")


@gate_migrations()
def m003_public_copies(db: Database) -> None:
    # In which editions a programme is public: nothing that is done with one of them takes it off another.
    db.conn.execute("""
        CREATE TABLE public_copy (
            programme_id TEXT NOT NULL REFERENCES programme,
            place TEXT NOT NULL,
            version INTEGER NOT NULL,
            published_at TEXT,
            PRIMARY KEY (programme_id, place)
        ) STRICT, WITHOUT ROWID""")
