"""Tables of what was imported. Migrations are never edited, only added."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from webapp.audit_triggers import ALL_FACTS, PROGRAMME, add_to_audit, replace_in_audit
from webapp.importing.audited import DOUBT_SETTLED, PAGE_READ

importing_migrations = Migrations("importing")


@importing_migrations()
def m001_facts_of_a_page_in_the_audit(db: Database) -> None:
    replace_in_audit(db, PROGRAMME)
    replace_in_audit(db, ALL_FACTS)


@importing_migrations()
def m002_pages(db: Database) -> None:
    # What was read off which page, as it was read: what people made of it since is in the facts.
    db.conn.execute("""
        CREATE TABLE page_read (
            page_read_id TEXT PRIMARY KEY,
            programme_id TEXT NOT NULL REFERENCES programme,
            file_name TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            record TEXT NOT NULL,
            user_name TEXT,
            created_at TEXT NOT NULL
        ) STRICT""")
    db.conn.execute("CREATE INDEX page_read_programme ON page_read (programme_id)")
    # Somebody has looked at what was not sure of it.
    db.conn.execute("""
        CREATE TABLE doubt_settled (
            doubt_settled_id INTEGER PRIMARY KEY,
            page_read_id TEXT NOT NULL REFERENCES page_read,
            programme_id TEXT NOT NULL REFERENCES programme,
            name TEXT NOT NULL,
            value TEXT NOT NULL,
            user_name TEXT,
            created_at TEXT NOT NULL
        ) STRICT""")
    db.conn.execute("CREATE INDEX doubt_settled_programme ON doubt_settled (programme_id)")
    add_to_audit(db, PAGE_READ)
    add_to_audit(db, DOUBT_SETTLED)


@importing_migrations()
def m003_imported_entries(db: Database) -> None:
    # Which programme was made of which entry of a list or folder, by the hash of all that the entry says: a list that
    # was stopped goes on, and is not brought in twice.
    db.conn.execute("""
        CREATE TABLE imported_entry (
            entry_sha256 TEXT PRIMARY KEY,
            programme_id TEXT NOT NULL REFERENCES programme,
            created_at TEXT NOT NULL
        ) STRICT""")
    db.conn.execute("CREATE INDEX imported_entry_programme ON imported_entry (programme_id)")
