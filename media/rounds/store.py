"""``fixity.db``: what each file was when it was looked at last. A file of its own, so that nobody waits for it."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database, Migrations

from media.archive import Archive
from media.database import connect, utc_now
from media.rounds.records import Round

rounds_migrations = Migrations("rounds")


@rounds_migrations()
def m001_rounds(db: Database) -> None:
    db.conn.execute("""
        CREATE TABLE round (
            round_id INTEGER PRIMARY KEY,
            begun_at TEXT NOT NULL,
            ended_at TEXT
        ) STRICT""")
    db.conn.execute("""
        CREATE TABLE looked_at (
            name TEXT PRIMARY KEY,
            round_id INTEGER NOT NULL REFERENCES round,
            sha256 TEXT NOT NULL,
            size_bytes INTEGER NOT NULL,
            modified_ns INTEGER NOT NULL,
            looked_at TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""")


@dataclass(frozen=True, slots=True)
class Before:
    """What a file was when it was looked at last."""

    round_id: int
    sha256: str
    size_bytes: int
    modified_ns: int
    looked_at: str


def open_rounds(archive: Archive) -> Database:
    """Open the file, made now where there is none; the archive must exist."""
    db = connect(_path(archive), [rounds_migrations])
    db.execute("PRAGMA synchronous = NORMAL")  # Of ten thousand files, what a power cut forgets is looked at again.
    return db


def go_on(db: Database) -> int:
    """Return the round that is not ended, or a new one."""
    row = db.execute("SELECT round_id FROM round WHERE ended_at IS NULL ORDER BY round_id DESC LIMIT 1").fetchone()
    if row:
        return int(row[0])
    (round_id,) = db.conn.execute("INSERT INTO round (begun_at) VALUES (?) RETURNING round_id", [utc_now()]).fetchone()
    db.conn.commit()
    return int(round_id)


def all_before(db: Database) -> dict[str, Before]:
    rows = db.execute("SELECT name, round_id, sha256, size_bytes, modified_ns, looked_at FROM looked_at").fetchall()
    return {name: Before(*row) for name, *row in rows}


def remember(db: Database, round_id: int, name: str, sha256: str, size_bytes: int, modified_ns: int) -> None:
    """Keep what a file is, now that it was found right."""
    db.conn.execute(
        "INSERT OR REPLACE INTO looked_at VALUES (?, ?, ?, ?, ?, ?)",
        [name, round_id, sha256, size_bytes, modified_ns, utc_now()],
    )
    db.conn.commit()


def end(db: Database, round_id: int) -> None:
    """End a round, and forget files that it did not find: they were taken away."""
    db.conn.execute("DELETE FROM looked_at WHERE round_id < ?", [round_id])
    db.conn.execute("UPDATE round SET ended_at = ? WHERE round_id = ?", [utc_now(), round_id])
    db.conn.commit()


def last_round(archive: Archive) -> Round | None:
    """Return the round that ended last, else the one that goes on; ``None`` before the first."""
    if not _path(archive).exists():
        return None
    with closing(open_rounds(archive)) as db:
        row = db.execute(
            "SELECT round_id FROM round ORDER BY ended_at IS NULL, ended_at DESC, round_id DESC LIMIT 1"
        ).fetchone()
        return round_of(db, row[0]) if row else None


def _path(archive: Archive) -> Path:
    return archive.root / "fixity.db"


def round_of(db: Database, round_id: int) -> Round:
    begun_at, ended_at = db.execute("SELECT begun_at, ended_at FROM round WHERE round_id = ?", [round_id]).fetchone()
    files, size_bytes = db.execute(
        "SELECT count(*), coalesce(sum(size_bytes), 0) FROM looked_at WHERE round_id = ?", [round_id]
    ).fetchone()
    return Round(begun_at, ended_at, files, size_bytes)
