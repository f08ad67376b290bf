"""Tables of what people checked. Migrations are never edited, only added."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from webapp.audit_triggers import add_to_audit, replace_in_audit
from webapp.checking.audited import CHECK, DOCUMENT_BY, FACTS_BY, LISTENED, SUGGESTION

checking_migrations = Migrations("checking")


@checking_migrations()
def m001_decisions(db: Database) -> None:
    # One row a decision, for good; the newest of an item counts as long as its words stand.
    db.conn.execute("""
        CREATE TABLE check_decision (
            check_decision_id INTEGER PRIMARY KEY,
            programme_id TEXT NOT NULL REFERENCES programme,
            item_key TEXT NOT NULL,
            answer TEXT NOT NULL,
            words_sha256 TEXT NOT NULL,
            segment_ids TEXT NOT NULL,
            heard_ms INTEGER,
            user_name TEXT NOT NULL,
            created_at TEXT NOT NULL
        ) STRICT""")
    db.conn.execute("CREATE INDEX check_decision_item ON check_decision (programme_id, item_key)")
    add_to_audit(db, CHECK)


@checking_migrations()
def m002_audit_of_who_wrote(db: Database) -> None:
    # Who writes facts and texts is kept beside them now: the audit says so too.
    replace_in_audit(db, FACTS_BY)
    replace_in_audit(db, DOCUMENT_BY)


@checking_migrations()
def m003_words(db: Database) -> None:
    # A name is heard in a few words: an edit elsewhere in their passage is in nobody's way.
    db.conn.execute("ALTER TABLE check_decision ADD COLUMN words TEXT NOT NULL DEFAULT ''")


@checking_migrations()
def m004_suggestions(db: Database) -> None:
    # No word of a suggestion: it may be a name, and the row is of no one programme.
    db.conn.execute("""
        CREATE TABLE suggestion_decision (
            suggestion_decision_id INTEGER PRIMARY KEY,
            pair_sha256 TEXT NOT NULL,
            answer TEXT NOT NULL CHECK (answer IN ('accepted', 'dismissed')),
            user_name TEXT NOT NULL,
            created_at TEXT NOT NULL
        ) STRICT""")
    add_to_audit(db, SUGGESTION)


@checking_migrations()
def m005_listened(db: Database) -> None:
    # Who says that nothing bears a sentence out: which second they heard, or no second, where they only say so.
    db.conn.execute("""
        CREATE TABLE link_listened (
            decision_id TEXT PRIMARY KEY REFERENCES link_decision,
            programme_id TEXT NOT NULL REFERENCES programme,
            heard_ms INTEGER
        ) STRICT""")
    add_to_audit(db, LISTENED)
