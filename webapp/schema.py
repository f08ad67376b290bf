"""Tables of people and their decisions in ``archive.db``. Migrations are never edited, only added."""

from __future__ import annotations

import unicodedata

from sqlite_utils import Database, Migrations

from transcribe.schema import SCHEMAS as TRANSCRIBE_SCHEMAS
from webapp.alike.schema import same_sound_migrations
from webapp.audit_triggers import ACCOUNTS, EMBARGO, ENGLISH, TERMS, add_to_audit, begin_audit, replace_in_audit
from webapp.bringing.schema import bringing_migrations
from webapp.checking.schema import checking_migrations
from webapp.desk.schema import desk_migrations
from webapp.editor.schema import editor_migrations
from webapp.erasing.schema import erasing_migrations
from webapp.feeds.schema import feed_migrations
from webapp.gate.schema import gate_migrations
from webapp.importing.schema import importing_migrations
from webapp.packing.schema import packing_migrations
from webapp.people.schema import people_migrations
from webapp.people.sign_in_schema import sign_in_migrations
from webapp.people.token_schema import token_migrations
from webapp.redaction.schema import redaction_migrations
from webapp.uploads.schema import upload_migrations
from webapp.voices.schema import voices_audit_migrations

webapp_migrations = Migrations("webapp")

SCHEMAS = (
    *TRANSCRIBE_SCHEMAS,
    webapp_migrations,
    people_migrations,
    sign_in_migrations,
    redaction_migrations,
    erasing_migrations,
    gate_migrations,
    checking_migrations,
    token_migrations,
    editor_migrations,
    importing_migrations,
    upload_migrations,
    feed_migrations,
    bringing_migrations,
    same_sound_migrations,
    voices_audit_migrations,
    packing_migrations,
    desk_migrations,  # Last: its triggers stand on tables of all others.
)


@webapp_migrations()
def m001_people_and_review(db: Database) -> None:
    db.conn.execute("""
        CREATE TABLE user (
            user_id TEXT PRIMARY KEY,
            name TEXT NOT NULL UNIQUE COLLATE NOCASE,
            password_hash TEXT NOT NULL,
            role TEXT NOT NULL CHECK (role IN ('contributor', 'journalist', 'approver', 'admin')),
            created_at TEXT NOT NULL,
            disabled_at TEXT
        ) STRICT""")
    # A row a signed-in browser: the cookie carries a random token, the row only its sha256.
    db.conn.execute("""
        CREATE TABLE session (
            token_sha256 TEXT PRIMARY KEY,
            user_id TEXT NOT NULL REFERENCES user,
            created_at TEXT NOT NULL,
            expires_at_ms INTEGER NOT NULL
        ) STRICT""")
    # Kept in the database so that a restart does not forget them.
    db.conn.execute("""
        CREATE TABLE failed_sign_in (
            failed_sign_in_id INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            at_ms INTEGER NOT NULL
        ) STRICT""")
    db.conn.execute("CREATE INDEX failed_sign_in_name ON failed_sign_in (name, at_ms)")
    # Who added which programme: a contributor sees only their own.
    db.conn.execute("""
        CREATE TABLE programme_owner (
            programme_id TEXT PRIMARY KEY REFERENCES programme,
            user_name TEXT NOT NULL
        ) STRICT""")
    db.conn.execute("""
        CREATE TABLE review_event (
            review_event_id INTEGER PRIMARY KEY,
            programme_id TEXT NOT NULL REFERENCES programme,
            kind TEXT NOT NULL CHECK (kind IN ('in_review', 'approved', 'published', 'withdrawn')),
            user_name TEXT NOT NULL,
            content_sha256 TEXT,
            reason TEXT,
            created_at TEXT NOT NULL
        ) STRICT""")
    db.conn.execute("CREATE INDEX review_event_programme ON review_event (programme_id, review_event_id)")


@webapp_migrations()
def m002_names_without_case(db: Database) -> None:
    # NOCASE knows the capitals of ASCII only; a name in Cyrillic has others. See webapp.accounts.name_key.
    db.conn.execute("ALTER TABLE user ADD COLUMN name_key TEXT NOT NULL DEFAULT ''")
    for user_id, name in db.conn.execute("SELECT user_id, name FROM user").fetchall():
        folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name.strip()).casefold())
        db.conn.execute("UPDATE user SET name_key = ? WHERE user_id = ?", [folded, user_id])
    db.conn.execute("CREATE UNIQUE INDEX user_name_key ON user (name_key)")
    db.conn.execute("CREATE INDEX session_user ON session (user_id)")


@webapp_migrations()
def m003_audit(db: Database) -> None:
    begin_audit(db)


@webapp_migrations()
def m004_english(db: Database) -> None:
    # A journalist's English, segment by segment; rows are only added, the newest counts.
    db.conn.execute("""
        CREATE TABLE english (
            english_id TEXT PRIMARY KEY,
            programme_id TEXT NOT NULL REFERENCES programme,
            segment_id TEXT NOT NULL,
            source_sha256 TEXT NOT NULL,
            text TEXT NOT NULL,
            author TEXT NOT NULL,
            created_at TEXT NOT NULL
        ) STRICT""")
    db.conn.execute("CREATE INDEX english_segment ON english (programme_id, segment_id)")
    add_to_audit(db, ENGLISH)


@webapp_migrations()
def m005_audit_of_accounts_and_embargoes(db: Database) -> None:
    # The person an account is for did not make it: the audit said so.
    for each in ACCOUNTS:
        replace_in_audit(db, each)
    add_to_audit(db, EMBARGO)


@webapp_migrations()
def m006_audit_of_terms(db: Database) -> None:
    # From the plain hash of a name that was removed from the glossary it could be guessed.
    for each in TERMS:
        replace_in_audit(db, each)
