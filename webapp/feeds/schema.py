"""Tables of feeds in ``archive.db``. Migrations are never edited, only added."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from webapp.audit_triggers import Audited, add_to_audit

feed_migrations = Migrations("feeds")

# fmt: off
ADDED = Audited("feed_added", "INSERT ON feed", "'feed added'", "sha256_of(new.feed_id, new.url, new.language)")
REMOVED = Audited("feed_removed", "DELETE ON feed", "'feed removed'", "sha256_of(old.feed_id, old.url)")
TAKEN = Audited("feed_origin", "INSERT ON feed_origin", "'brought by a feed'",
                "sha256_of(new.programme_id, new.feed_url, new.item)", programme="new.programme_id")
# fmt: on


@feed_migrations()
def m001_feeds(db: Database) -> None:
    db.conn.execute("""
        CREATE TABLE feed (
            feed_id TEXT PRIMARY KEY,
            url TEXT NOT NULL UNIQUE,
            language TEXT NOT NULL,
            title TEXT,
            etag TEXT,
            last_modified TEXT,
            asked_at TEXT,
            created_at TEXT NOT NULL
        ) STRICT""")
    # What was taken is known by a hash of its name, for good: what is erased does not come again, and no word of it
    # stays here. Only what still waits has its words.
    db.conn.execute("""
        CREATE TABLE feed_item (
            feed_item_id INTEGER PRIMARY KEY,
            feed_url TEXT NOT NULL,
            guid_sha256 TEXT NOT NULL,
            item TEXT,
            state TEXT NOT NULL CHECK (state IN ('waiting', 'taken', 'given up')),
            tries INTEGER NOT NULL DEFAULT 0,
            problem TEXT,
            validator TEXT,
            created_at TEXT NOT NULL,
            UNIQUE (feed_url, guid_sha256)
        ) STRICT""")
    # What a feed said of a programme when it came: the origin of its first facts.
    db.conn.execute("""
        CREATE TABLE feed_origin (
            programme_id TEXT PRIMARY KEY REFERENCES programme,
            feed_url TEXT NOT NULL,
            item TEXT NOT NULL,
            created_at TEXT NOT NULL
        ) STRICT""")
    for each in (ADDED, REMOVED, TAKEN):
        add_to_audit(db, each)
