"""Tables of tokens and of what was asked by them, in ``archive.db``. Migrations are never edited, only added."""

from __future__ import annotations

import re

from sqlite_utils import Database, Migrations

from webapp.audit_triggers import TOKEN, TOKEN_ENDED, add_to_audit

token_migrations = Migrations("tokens")


@token_migrations()
def m001_tokens(db: Database) -> None:
    db.conn.execute("""
        CREATE TABLE token (
            token_id TEXT PRIMARY KEY,
            user_id TEXT NOT NULL REFERENCES user,
            name TEXT NOT NULL,
            prefix TEXT NOT NULL,
            token_sha256 TEXT NOT NULL UNIQUE,
            scopes TEXT NOT NULL,
            created_at TEXT NOT NULL,
            expires_at_ms INTEGER NOT NULL,
            ended_at TEXT
        ) STRICT""")
    db.conn.execute("CREATE INDEX token_user ON token (user_id)")
    # Apart from the token, so that the audit has no row each time that one is used.
    db.conn.execute("""
        CREATE TABLE token_use (
            token_id TEXT PRIMARY KEY REFERENCES token,
            last_used_ms INTEGER NOT NULL
        ) STRICT""")
    # Whoever ends an account ends what was made in its name, and no code can forget it.
    db.conn.execute("""
        CREATE TRIGGER token_ends_with_account AFTER UPDATE OF disabled_at ON user
        WHEN new.disabled_at IS NOT NULL BEGIN
            UPDATE token SET ended_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
            WHERE user_id = new.user_id AND ended_at IS NULL;
        END""")
    for each in (TOKEN, TOKEN_ENDED):
        add_to_audit(db, each)


@token_migrations()
def m002_made_once(db: Database) -> None:
    # What a person's scripts have made under a key of theirs: asked for again, they are told of it, and get no second.
    db.conn.execute("""
        CREATE TABLE made_once (
            user_id TEXT NOT NULL REFERENCES user,
            key TEXT NOT NULL,
            request_sha256 TEXT NOT NULL,
            programme_id TEXT NOT NULL REFERENCES programme,
            created_at TEXT NOT NULL,
            PRIMARY KEY (user_id, key)
        ) STRICT""")


@token_migrations()
def m003_audit_says_by_which_token(db: Database) -> None:
    # `add_to_audit` makes triggers that ask who is acting; those that were made before it did are made again.
    made = db.conn.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%INSERT INTO audit %'"
    ).fetchall()
    for name, sql in made:
        asking = re.sub(r"(?s)( AS at, )(?!acting\()(.*?)( AS user_name, )", r"\1acting(\2)\3", sql, count=1)
        if asking != sql:
            db.conn.execute(f"DROP TRIGGER {name}")
            db.conn.execute(asking)


@token_migrations()
def m004_tokens_end_with_the_password(db: Database) -> None:
    # Who had got in could have made a token to come back by. A hash that is only renewed changes no password.
    db.conn.execute("""
        CREATE TRIGGER token_ends_with_password AFTER UPDATE OF password_changed_at ON user
        WHEN new.password_changed_at IS NOT old.password_changed_at BEGIN
            UPDATE token SET ended_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
            WHERE user_id = new.user_id AND ended_at IS NULL;
        END""")
