"""What is public at this moment: one look at the edition, for one request."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from werkzeug.exceptions import Gone, NotFound

from webapp.edition.index import SCHEMA, open_index
from webapp.edition.layout import Layout, read_document
from webapp.edition.records import EditionDocument

KEPT_DOCUMENTS = 16
"""How many versions a process keeps decoded; an edition file never changes."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A programme as the lists show it."""

    programme_id: str
    version: int
    title: str
    language: str
    series: str | None
    publisher: str | None
    author: str | None
    published: str | None
    broadcast: str | None
    synthetic: int
    abstract: str | None
    duration_ms: int | None
    has_transcript: int


@dataclass(frozen=True, slots=True)
class Version:
    """One published version of a programme."""

    programme_id: str
    number: int
    sha256: str
    sound_sha256: str | None
    published_at: str


class Shelf:
    """The public programmes, as one index names them and less those that were withdrawn since it was made."""

    def __init__(self, edition: Path) -> None:
        self.layout = Layout(edition)
        self.connection = open_index(self.layout) if self.layout.index_path.exists() else _empty_index()

    def close(self) -> None:
        self.connection.close()

    def count(self) -> int:
        return int(self.connection.execute("SELECT count(*) FROM programme").fetchone()[0])

    def newest(self, limit: int, offset: int) -> list[Entry]:
        """Return programmes, the last published first."""
        rows = self.connection.execute(
            "SELECT * FROM programme ORDER BY published DESC, programme_id LIMIT ? OFFSET ?", (limit, offset)
        )
        return [Entry(**row) for row in rows if not self.is_withdrawn(row["programme_id"])]

    def versions(self, programme_id: str) -> list[Version]:
        """Return the public versions of a programme, newest first.

        :raises NotFound: no such programme was ever public.
        :raises Gone: it was withdrawn.
        """
        rows = self.connection.execute(
            "SELECT * FROM version WHERE programme_id = ? ORDER BY number DESC", [programme_id]
        ).fetchall()
        gone = self.connection.execute("SELECT 1 FROM withdrawn WHERE programme_id = ?", [programme_id]).fetchone()
        if gone or (rows and self.is_withdrawn(programme_id)):
            raise Gone
        if not rows:
            raise NotFound
        return [Version(**row) for row in rows]

    def version(self, programme_id: str, number: int | None = None) -> Version:
        """Return a version by its number, the newest without one.

        :raises NotFound: no such programme or version was ever public.
        :raises Gone: the programme was withdrawn.
        """
        versions = self.versions(programme_id)
        for version in versions:
            if number in (None, version.number):
                return version
        raise NotFound

    def document(self, version: Version) -> EditionDocument:
        """Return what a version says.

        :raises Gone: it was withdrawn between the look at the index and this.
        """
        try:
            return _document(self.layout.document_path(version.programme_id, version.sha256))
        except FileNotFoundError as error:
            raise Gone from error

    def check_sound(self, sha256: str) -> None:
        """Let pass the sound of a public version, and no other.

        :raises NotFound: no public version has this sound.
        :raises Gone: those that have it are withdrawn.
        """
        rows = self.connection.execute("SELECT DISTINCT programme_id FROM version WHERE sound_sha256 = ?", [sha256])
        programme_ids = [row["programme_id"] for row in rows]
        if not programme_ids:
            raise NotFound
        if all(map(self.is_withdrawn, programme_ids)):
            raise Gone

    def is_withdrawn(self, programme_id: str) -> bool:
        """Return whether a tombstone lies there already that the index does not know yet."""
        return self.layout.tombstone_path(programme_id).exists()


@lru_cache(maxsize=KEPT_DOCUMENTS)
def _document(path: Path) -> EditionDocument:
    return read_document(path)


def _empty_index() -> sqlite3.Connection:
    """Stand in for the index of an edition that nothing was published in yet."""
    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    connection.executescript(SCHEMA)
    return connection
