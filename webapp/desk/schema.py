"""Tables of the desk in ``archive.db``. Migrations are never edited, only added."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from webapp.audit_triggers import add_to_audit
from webapp.desk.audited import ASKED, COMMENT, CONSENT, OVERRIDE, SENT_BACK

desk_migrations = Migrations("desk")

OF_CONTENT = (
    *("programme", "recording", "document", "transcript", "revision", "linking", "translation", "english"),
    "redaction_row",
)
"""Tables whose rows name their programme, and of which `webapp.review.content` is made; `worked_on` came later."""


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


@desk_migrations()
def m002_comments(db: Database) -> None:
    # All that is done to a comment is a row: written, edited, deleted, and of its thread resolved or opened again.
    db.conn.execute("""
        CREATE TABLE comment_row (
            row_id TEXT PRIMARY KEY,
            comment_id TEXT NOT NULL,
            thread_id TEXT NOT NULL,
            programme_id TEXT NOT NULL REFERENCES programme,
            kind TEXT NOT NULL CHECK (kind IN ('written', 'edited', 'deleted', 'resolved', 'opened')),
            text TEXT,
            start_ms INTEGER,
            segment_id TEXT,
            claim_id TEXT,
            quote TEXT,
            user_name TEXT NOT NULL,
            created_at TEXT NOT NULL
        ) STRICT""")
    db.conn.execute("CREATE INDEX comment_row_programme ON comment_row (programme_id)")
    db.conn.execute("CREATE INDEX comment_row_comment ON comment_row (comment_id)")
    # Whom a text names, by the row that has it.
    db.conn.execute("""
        CREATE TABLE comment_mention (
            row_id TEXT NOT NULL REFERENCES comment_row,
            user_id TEXT NOT NULL REFERENCES user,
            PRIMARY KEY (user_id, row_id)
        ) STRICT, WITHOUT ROWID""")
    add_to_audit(db, COMMENT)


@desk_migrations()
def m003_approval_asked_for_and_consent_withdrawn(db: Database) -> None:
    db.conn.execute("""
        CREATE TABLE approval_asked (
            approval_asked_id INTEGER PRIMARY KEY,
            programme_id TEXT NOT NULL REFERENCES programme,
            user_name TEXT NOT NULL,
            created_at TEXT NOT NULL
        ) STRICT""")
    db.conn.execute("CREATE INDEX approval_asked_programme ON approval_asked (programme_id)")
    db.conn.execute("""
        CREATE TABLE consent_withdrawn (
            consent_withdrawn_id INTEGER PRIMARY KEY,
            programme_id TEXT NOT NULL REFERENCES programme,
            user_name TEXT NOT NULL,
            reason TEXT NOT NULL,
            created_at TEXT NOT NULL
        ) STRICT""")
    db.conn.execute("CREATE INDEX consent_withdrawn_programme ON consent_withdrawn (programme_id)")
    add_to_audit(db, ASKED)
    add_to_audit(db, CONSENT)


@desk_migrations()
def m004_content_name(db: Database) -> None:
    # What `webapp.review.Content` is called as it stands, so that a list of ten thousand programmes need not read
    # their words. Never wrong: whatever changes a part of it takes the row away in the same transaction, and it is
    # written in the transaction that reads the parts. May be emptied at any time.
    db.conn.execute("""
        CREATE TABLE content_name (
            programme_id TEXT PRIMARY KEY REFERENCES programme ON DELETE CASCADE,
            sha256 TEXT NOT NULL,
            translated_sha256 TEXT,
            stale_links INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID""")
    for table in OF_CONTENT:
        forget_name(db, table, "{row}.programme_id")
    forget_name(db, "revision_segment", "(SELECT programme_id FROM revision WHERE revision_id = {row}.revision_id)")
    forget_name(db, "link", "(SELECT programme_id FROM linking WHERE linking_id = {row}.linking_id)")


@desk_migrations()
def m005_approval_refused(db: Database) -> None:
    # An approver says why what was asked for is not given; whoever asked reads it.
    db.conn.execute("""
        CREATE TABLE approval_refused (
            approval_asked_id INTEGER PRIMARY KEY REFERENCES approval_asked,
            programme_id TEXT NOT NULL REFERENCES programme,
            user_name TEXT NOT NULL,
            reason TEXT NOT NULL,
            created_at TEXT NOT NULL
        ) STRICT""")
    db.conn.execute("CREATE INDEX approval_refused_programme ON approval_refused (programme_id)")
    add_to_audit(db, SENT_BACK)


@desk_migrations()
def m006_content_name_of_what_was_worked_on(db: Database) -> None:
    forget_name(db, "worked_on", "{row}.programme_id")  # It tells on which run the words stand.


def forget_name(db: Database, table: str, programme: str) -> None:
    """Let whatever changes rows of a table take away what their programme's content is called.

    :param programme: an SQL expression for the programme's id, with ``{row}`` for the row.
    """
    for event, row in (("INSERT", "new"), ("UPDATE", "new"), ("DELETE", "old")):
        db.conn.execute(
            f"CREATE TRIGGER content_name_{table}_{event.lower()} AFTER {event} ON {table} BEGIN "  # noqa: S608 our own words
            f"DELETE FROM content_name WHERE programme_id = {programme.format(row=row)}; END"
        )
