"""Tables of programmes and recordings in ``archive.db``. Migrations are never edited, only added."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from media.alike.schema import alike_migrations

media_migrations = Migrations("media")

SCHEMAS = (media_migrations, alike_migrations)


@media_migrations()
def m001_programmes_and_recordings(db: Database) -> None:
    db.conn.execute("""
        CREATE TABLE programme (
            programme_id TEXT PRIMARY KEY,
            title TEXT NOT NULL,
            language TEXT NOT NULL,
            series TEXT, publisher TEXT, author TEXT, published TEXT, broadcast TEXT,
            project TEXT, funder TEXT, rights TEXT, disclaimer TEXT, citation TEXT,
            synthetic INTEGER NOT NULL DEFAULT 0,
            created_at TEXT NOT NULL,
            updated_at TEXT NOT NULL
        ) STRICT""")
    db.conn.execute("""
        CREATE TABLE recording (
            recording_id TEXT PRIMARY KEY,
            programme_id TEXT NOT NULL REFERENCES programme,
            sha256 TEXT NOT NULL UNIQUE,
            file_name TEXT NOT NULL,
            size_bytes INTEGER NOT NULL,
            probe TEXT NOT NULL,
            access_sha256 TEXT,
            loudness_lufs REAL,
            true_peak_dbtp REAL,
            created_at TEXT NOT NULL
        ) STRICT""")
    db.conn.execute("CREATE INDEX recording_programme ON recording (programme_id)")
    db.conn.execute("""
        CREATE TABLE document (
            document_id TEXT PRIMARY KEY,
            programme_id TEXT NOT NULL REFERENCES programme,
            kind TEXT NOT NULL CHECK (kind IN ('summary', 'script')),
            language TEXT NOT NULL,
            author TEXT,
            text TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            created_at TEXT NOT NULL
        ) STRICT""")
    db.conn.execute("CREATE INDEX document_programme ON document (programme_id, kind)")


@media_migrations()
def m002_facts_to_browse_by(db: Database) -> None:
    for fact in ("broadcaster", "service", "aired", "people", "places", "topics"):
        db.conn.execute(f"ALTER TABLE programme ADD COLUMN {fact} TEXT")


@media_migrations()
def m003_embargo(db: Database) -> None:
    db.conn.execute("ALTER TABLE programme ADD COLUMN embargo TEXT")


@media_migrations()
def m004_who_wrote(db: Database) -> None:
    # Who wrote a fact or a text last, as far as they said so; what a fact was before, noted by a trigger, so that no
    # code can forget it.
    db.conn.execute("ALTER TABLE programme ADD COLUMN facts_by TEXT")
    db.conn.execute("ALTER TABLE document ADD COLUMN saved_by TEXT")
    db.conn.execute("""
        CREATE TABLE fact_change (
            fact_change_id INTEGER PRIMARY KEY,
            programme_id TEXT NOT NULL REFERENCES programme,
            name TEXT NOT NULL,
            old TEXT,
            new TEXT,
            user_name TEXT,
            changed_at TEXT NOT NULL
        ) STRICT""")
    db.conn.execute("CREATE INDEX fact_change_programme ON fact_change (programme_id)")
    facts = (
        *("title", "language", "series", "publisher", "author", "published", "broadcast", "project", "funder"),
        *("rights", "disclaimer", "citation", "broadcaster", "service", "aired", "people", "places", "topics"),
        "embargo",
    )
    pairs = " UNION ALL ".join(f"SELECT '{fact}' AS name, old.{fact} AS old, new.{fact} AS new" for fact in facts)
    db.conn.execute(
        f"CREATE TRIGGER fact_changed AFTER UPDATE OF {', '.join(facts)} ON programme BEGIN "  # noqa: S608 our own words
        "INSERT INTO fact_change (programme_id, name, old, new, user_name, changed_at) "
        "SELECT new.programme_id, name, pair.old, pair.new, new.facts_by, new.updated_at "
        f"FROM ({pairs}) AS pair WHERE pair.old IS NOT pair.new; END"
    )


@media_migrations()
def m005_facts_of_a_page(db: Database) -> None:
    # What a summary's page says of a broadcast, and of itself.
    facts = ("medium", "parent", "accessed", "page_updated", "notes")
    for fact in facts:
        db.conn.execute(f"ALTER TABLE programme ADD COLUMN {fact} TEXT")
    pairs = " UNION ALL ".join(f"SELECT '{fact}' AS name, old.{fact} AS old, new.{fact} AS new" for fact in facts)
    db.conn.execute(
        f"CREATE TRIGGER fact_of_a_page_changed AFTER UPDATE OF {', '.join(facts)} ON programme BEGIN "  # noqa: S608 our own words
        "INSERT INTO fact_change (programme_id, name, old, new, user_name, changed_at) "
        "SELECT new.programme_id, name, pair.old, pair.new, new.facts_by, new.updated_at "
        f"FROM ({pairs}) AS pair WHERE pair.old IS NOT pair.new; END"
    )
