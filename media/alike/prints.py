"""``prints.db``: what every recording sounds like, in numbers, and the index by which others are found.

All of it is made of the sound, so the file may be removed at any time: `media.alike.look` makes it anew. It lies apart
from ``archive.db`` because it is large beside it (30 kB an hour) and because nobody must lose a row to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sqlite_utils import Database, Migrations

from media.alike.compare import MOST_OTHERS, Marks, Positions, marks_kept
from media.alike.fingerprint import Bits
from media.archive import Archive
from media.database import connect, immediate

FORM = 1
"""Goes up when the same sound gets other numbers; older ones are then made anew."""
COMMON = 100
"""A mark that so many places have tells nothing, and would cost the most."""

prints_migrations = Migrations("prints")


@prints_migrations()
def m001_prints_and_marks(db: Database) -> None:
    db.conn.execute("""
        CREATE TABLE print (
            print_no INTEGER PRIMARY KEY,
            sha256 TEXT NOT NULL UNIQUE,
            form INTEGER NOT NULL,
            moments BLOB NOT NULL,
            is_compared INTEGER NOT NULL DEFAULT 0
        ) STRICT""")
    db.conn.execute("""
        CREATE TABLE mark (
            value INTEGER NOT NULL,
            print_no INTEGER NOT NULL,
            place INTEGER NOT NULL,
            PRIMARY KEY (value, print_no, place)
        ) STRICT, WITHOUT ROWID""")


@dataclass(frozen=True, slots=True)
class Hits:
    """Where marks of a sound stand in another."""

    print_no: int
    asked: Positions
    """Shape (hits,): moments of the sound that is looked for."""
    found: Positions
    """Shape (hits,): of those that are kept of the other."""


class Prints:
    """The file, opened."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def is_compared(self, sha256: str) -> bool:
        """Return whether a sound was held against all others that were there."""
        where = "sha256 = ? AND form = ? AND is_compared = 1"
        return self._db.execute(f"SELECT 1 FROM print WHERE {where}", [sha256, FORM]).fetchone() is not None  # noqa: S608

    def lacking(self, sha256s: list[str]) -> list[str]:
        """Return those of some sounds that were not listened to yet, in the same order."""
        there = {row[0] for row in self._db.execute("SELECT sha256 FROM print WHERE form = ? AND is_compared", [FORM])}
        return [each for each in sha256s if each not in there]

    def keep(self, sha256: str, kept: Bits) -> int:
        """Store what a sound sounds like, in place of what was stored before; return its number.

        Whoever is held against the others after this is found by those that come later.
        """
        with immediate(self._db):
            self._remove(sha256)
            number = self._db.execute(
                "INSERT INTO print (sha256, form, moments) VALUES (?, ?, ?)",
                [sha256, FORM, kept.astype("<u4").tobytes()],
            ).lastrowid
            self._db.conn.executemany("INSERT OR IGNORE INTO mark VALUES (?, ?, ?)", _rows(int(str(number)), kept))
        return int(str(number))

    def note_compared(self, number: int) -> None:
        with immediate(self._db):
            self._db.execute("UPDATE print SET is_compared = 1 WHERE print_no = ?", [number])

    def find(self, marks: Marks, but: int) -> Iterator[Hits]:
        """Yield the sounds that have marks in common with another, those with the most first.

        :param but: the number of the sound itself.
        """
        if not len(marks):
            return
        asked, numbers, found = [], [], []
        order = np.argsort(marks.values, kind="stable")
        values, starts = np.unique(marks.values[order], return_index=True)
        for value, places in zip(values, np.split(marks.places[order], starts[1:]), strict=True):
            rows = self._db.execute(
                "SELECT print_no, place FROM mark WHERE value = ? LIMIT ?", [int(value), COMMON + 1]
            ).fetchall()
            if len(rows) > COMMON:
                continue
            for print_no, place in rows:
                if print_no != but:
                    asked.append(places)
                    numbers.append(np.full(len(places), print_no))
                    found.append(np.full(len(places), place))
        if not asked:
            return
        every, where, whose = np.concatenate(asked), np.concatenate(found), np.concatenate(numbers)
        known, counts = np.unique(whose, return_counts=True)
        for print_no in known[np.argsort(-counts, kind="stable")][:MOST_OTHERS]:
            is_its = whose == print_no
            yield Hits(int(print_no), every[is_its], where[is_its])

    def kept(self, number: int) -> tuple[str, Bits]:
        """Return which sound a number names, and what is kept of it."""
        sha256, moments = self._db.execute("SELECT sha256, moments FROM print WHERE print_no = ?", [number]).fetchone()
        return sha256, np.frombuffer(moments, "<u4").astype(np.uint32)

    def forget(self, sha256s: tuple[str, ...]) -> None:
        """Remove what some sounds sound like, so that nothing of it is left in the file."""
        with immediate(self._db):
            gone = [self._remove(sha256) for sha256 in sha256s]
        if any(gone):
            self._db.conn.execute("VACUUM")
            self._db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _remove(self, sha256: str) -> bool:
        row = self._db.execute("SELECT print_no, moments FROM print WHERE sha256 = ?", [sha256]).fetchone()
        if row is None:
            return False
        number, moments = row
        rows = _rows(number, np.frombuffer(moments, "<u4").astype(np.uint32))
        self._db.conn.executemany("DELETE FROM mark WHERE value = ? AND print_no = ? AND place = ?", rows)
        self._db.execute("DELETE FROM print WHERE print_no = ?", [number])
        return True


def _rows(number: int, kept: Bits) -> list[tuple[int, int, int]]:
    """Return what the index has of a sound, in the order in which it lies there."""
    marks = marks_kept(kept)
    return sorted((int(value), number, int(place)) for value, place in zip(marks.values, marks.places, strict=True))


def prints_path(archive: Archive) -> Path:
    return archive.root / "prints.db"


@contextmanager
def open_prints(archive: Archive) -> Iterator[Prints]:
    """Open the file; it is made where there is none."""
    path = prints_path(archive)
    path.touch(mode=0o600)
    db = connect(path, (prints_migrations,))
    with closing(db):
        db.conn.execute("PRAGMA secure_delete = ON")
        yield Prints(db)
