"""``voices.db``: the one file in which voices are known again, apart from the archive's database.

It is there only once the newsroom has turned that on for a series. Being small, it is written anew whenever something
is erased from it: SQLite leaves copies in free pages, in the room between the rows of a page and in its write-ahead log
(sqlite.org/pragma.html, secure_delete; sqlite.org/lang_vacuum.html), and a print must not outlive its deletion there.
"""

from __future__ import annotations

from pathlib import Path

from sqlite_utils import Database, Migrations

from media.archive import Archive
from media.database import connect
from transcribe.errors import VoicesInUse

voices_migrations = Migrations("voices")


@voices_migrations()
def m001_series_people_prints_suggestions(db: Database) -> None:
    # All hangs on the series for which it was turned on: without it nothing is left, and nothing can be added.
    db.conn.execute("""
        CREATE TABLE known_series (
            series TEXT PRIMARY KEY,
            allowed_by TEXT NOT NULL,
            created_at TEXT NOT NULL
        ) STRICT""")
    db.conn.execute("""
        CREATE TABLE known_person (
            series TEXT NOT NULL REFERENCES known_series ON DELETE CASCADE,
            name TEXT NOT NULL,
            asked_by TEXT NOT NULL,
            created_at TEXT NOT NULL,
            PRIMARY KEY (series, name)
        ) STRICT""")
    # One print a person and programme: float32, little-endian, `transcribe.speakers.network.WIDTH` numbers.
    db.conn.execute("""
        CREATE TABLE voice_print (
            series TEXT NOT NULL,
            name TEXT NOT NULL,
            programme_id TEXT NOT NULL,
            print BLOB NOT NULL,
            made_by TEXT NOT NULL,
            created_at TEXT NOT NULL,
            PRIMARY KEY (series, name, programme_id),
            FOREIGN KEY (series, name) REFERENCES known_person ON DELETE CASCADE
        ) STRICT""")
    db.conn.execute("""
        CREATE TABLE voice_suggestion (
            transcript_id TEXT NOT NULL,
            speaker TEXT NOT NULL,
            series TEXT NOT NULL,
            name TEXT NOT NULL,
            likeness REAL NOT NULL,
            declined_by TEXT,
            created_at TEXT NOT NULL,
            PRIMARY KEY (transcript_id, speaker),
            FOREIGN KEY (series, name) REFERENCES known_person ON DELETE CASCADE
        ) STRICT""")


def voices_path(archive: Archive) -> Path:
    return archive.root / "voices.db"


def open_voices(archive: Archive, *, make: bool = False) -> Database | None:
    """Open the file, ``None`` where there is none: then no voice was ever to be known again.

    :param make: make it where there is none.
    """
    path = voices_path(archive)
    if not make and not path.is_file():
        return None
    path.touch(mode=0o600)
    db = connect(path, (voices_migrations,))
    db.conn.execute("PRAGMA secure_delete = ON")
    db.conn.execute("PRAGMA temp_store = MEMORY")  # Else the file is written anew by way of the machine's own /tmp.
    return db


def rewrite(db: Database) -> None:
    """Write the file anew, so that nothing of what was deleted is left in it or in its log.

    :raises VoicesInUse: somebody else reads it all the while; what was deleted is gone for every reader, and its bytes
        go with the next deletion.
    """
    db.conn.execute("VACUUM")
    busy, *_ = db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise VoicesInUse(
            "The voice prints are deleted, but their bytes are still in the file because another process reads it; "
            "do “muragat voices forget” once more."
        )
