"""What is public at this moment: one look at the edition, for one request."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TypeVar

from werkzeug.exceptions import Gone, NotFound, ServiceUnavailable

from webapp.edition.catalogue import FORMAT, SCHEMA
from webapp.edition.index import index_format, open_index, words_name
from webapp.edition.layout import Layout, read_tombstone
from webapp.edition.meaning import Meaning, read_meaning
from webapp.edition.passages import Passages, read_folded, read_passages
from webapp.edition.records import EditionDocument, Tombstone
from webapp.public.documents import kept_documents
from webapp.public.finding.finder import Finder, finder, let_go_of_replaced

T = TypeVar("T")

RETRY_SECONDS = 120
"""When to ask again while an index is made anew."""
LOOKS = 5
"""How often one request looks for an index whose words are there: publishing takes a second or so."""


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
    broadcaster: str | None
    aired: str | None
    date: str | None
    """When it was aired, else published: ``2024``, ``2024-05`` or ``2024-05-17``."""
    synthetic: int
    abstract: str | None
    duration_ms: int | None
    has_transcript: int
    updated_at: str
    """When its newest version was published here, RFC 3339."""


COLUMNS = ", ".join(field.name for field in fields(Entry))


@dataclass(frozen=True, slots=True)
class Version:
    """One published version of a programme."""

    programme_id: str
    number: int
    sha256: str
    sound_sha256: str | None
    published_at: str


class Withdrawn(Gone):
    """A programme that was public and is no more.

    :param tombstone: that tells of it; ``None`` where one cannot be read.
    """

    def __init__(self, tombstone: Tombstone | None) -> None:
        super().__init__()
        self.tombstone = tombstone


class RemovedVersion(Gone):
    """A programme is public, and was so in a version of that number, which is not served any more."""

    def __init__(self, programme_id: str) -> None:
        super().__init__()
        self.programme_id = programme_id


class NoSuchVersion(NotFound):
    """A programme is public, but has no version of that number."""

    def __init__(self, programme_id: str) -> None:
        super().__init__()
        self.programme_id = programme_id


class Shelf:
    """The public programmes, as one index names them and less those that were withdrawn since it was made.

    :raises ServiceUnavailable: the index is of another release; the newsroom makes it anew when it starts.
    """

    def __init__(self, edition: Path) -> None:
        self.layout = Layout(edition)
        self.connection = _opened(self.layout)
        let_go_of_replaced(self.layout, self.connection)

    def close(self) -> None:
        self.connection.close()

    def count(self) -> int:
        """Return how many programmes are public."""
        blocked = self.layout.blocked_programmes()
        return len(self._ids() - blocked) if blocked else self._listed()

    def newest(self, limit: int, offset: int) -> list[Entry]:
        """Return programmes, the last aired or published first."""
        return self._entries("", [], "date DESC, programme_id", limit, offset)

    def entries(
        self,
        *,
        series: str | None = None,
        language: str | None = None,
        since: str | None = None,
        until: str | None = None,
        limit: int,
        offset: int = 0,
    ) -> list[Entry]:
        """Return programmes, those whose newest version was published last first.

        :param series: the whole name.
        :param since: not before this moment, RFC 3339; compared with `Entry.updated_at`.
        :param until: before this moment.
        """
        asked = {"series = ?": series, "language = ?": language, "updated_at >= ?": since, "updated_at < ?": until}
        chosen = {condition: value for condition, value in asked.items() if value is not None}
        where = " AND ".join(chosen)
        return self._entries(where, list(chosen.values()), "updated_at DESC, programme_id", limit, offset)

    def entry(self, programme_id: str) -> Entry:
        """Return a programme as lists show it.

        :raises NotFound: no such programme was ever public.
        :raises Gone: it was withdrawn.
        """
        self.versions(programme_id)
        entries = self._entries("programme_id = ?", [programme_id], "programme_id", 1, 0)
        if not entries:
            raise Gone
        return entries[0]

    def withdrawn(self, *, since: str | None = None, until: str | None = None) -> list[Tombstone]:
        """Return what was withdrawn, the last first; moments as of `entries`, compared with ``withdrawn_at``."""
        rows = self.connection.execute("SELECT programme_id FROM withdrawn").fetchall()
        ids = {row["programme_id"] for row in rows} | self.layout.blocked_programmes()
        read = (read_tombstone(self.layout, programme_id) for programme_id in ids)
        tombstones = [
            tombstone
            for tombstone in read
            if tombstone
            and (since is None or tombstone.withdrawn_at >= since)
            and (until is None or tombstone.withdrawn_at < until)
        ]
        return sorted(tombstones, key=lambda tombstone: (tombstone.withdrawn_at, tombstone.programme_id), reverse=True)

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
            raise self._withdrawn(programme_id)
        if not rows:
            raise NotFound
        return [Version(**row) for row in rows]

    def version(self, programme_id: str, number: int | None = None) -> Version:
        """Return a version by its number, the newest without one.

        :raises NotFound: no such programme or version was ever public.
        :raises Gone: the programme was withdrawn, or this version is not served any more.
        """
        versions = self.versions(programme_id)
        for version in versions:
            if number in (None, version.number):
                return version
        if number and number < versions[0].number:
            raise RemovedVersion(programme_id)
        raise NoSuchVersion(programme_id)

    def document(self, version: Version) -> EditionDocument:
        """Return what a version says.

        :raises Gone: it was withdrawn between the look at the index and this.
        """
        try:
            return kept_documents.read(self.layout.document_path(version.programme_id, version.sha256))
        except FileNotFoundError as error:
            raise self._withdrawn(version.programme_id) from error

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
            raise self._withdrawn(programme_ids[0])

    def is_withdrawn(self, programme_id: str) -> bool:
        """Return whether it was withdrawn, of which the index may not know yet."""
        return read_tombstone(self.layout, programme_id) is not None

    @property
    def finder(self) -> Finder:
        """Return what searches this index."""
        for _ in range(LOOKS):
            try:
                return finder(self.layout, self.connection)
            except FileNotFoundError:
                # A newer index has taken the place of this one between two looks.
                self.connection.close()
                self.connection = _opened(self.layout)
        raise ServiceUnavailable(retry_after=RETRY_SECONDS)

    def numbered(self, numbers: list[int]) -> dict[int, Entry]:
        """Return programmes by their numbers in this index; those withdrawn since are left out."""
        rows = self.connection.execute(
            f"SELECT number, {COLUMNS} FROM programme WHERE number IN ({', '.join('?' * len(numbers))})",  # noqa: S608
            numbers,
        )
        return {
            row["number"]: Entry(**{name: row[name] for name in Entry.__slots__})
            for row in rows
            if not self.is_withdrawn(row["programme_id"])
        }

    def passages(self, numbers: list[int]) -> Iterator[tuple[int, Passages]]:
        """Yield the words of programmes, by their numbers in this index; of those withdrawn since nothing."""
        return self._read(numbers, read_passages)

    def folded(self, numbers: list[int]) -> Iterator[tuple[int, bytes]]:
        """Yield the same, but only `Passages.folded`."""
        return self._read(numbers, read_folded)

    def index_name(self) -> tuple[Layout, str]:
        """Return what tells this index from every other."""
        return self.layout, words_name(self.connection)

    def meanings(self, most: int) -> tuple[list[tuple[int, Meaning]], bool]:
        """Return what is known of the meaning of programmes, by their numbers in this index, the newest first.

        :param most: stretches, after which no more programmes are read.
        :return: also whether all were read.
        """
        rows = self.connection.execute(
            "SELECT programme.number, programme_id, sha256 FROM programme JOIN version USING (programme_id) "
            "WHERE version.number = programme.version ORDER BY date DESC, programme_id"
        )
        found: list[tuple[int, Meaning]] = []
        count = 0
        for number, programme_id, sha256 in rows.fetchall():
            try:
                meaning = read_meaning(self.layout.meaning_path(programme_id, sha256))
            except FileNotFoundError:
                continue  # Nothing of it was linked, or it is withdrawn.
            count += len(meaning.spans)
            if count > most:
                return found, False
            found.append((number, meaning))
        return found, True

    def _read(self, numbers: list[int], read: Callable[[Path], T]) -> Iterator[tuple[int, T]]:
        rows = self.connection.execute(
            "SELECT programme.number, programme_id, sha256 "  # noqa: S608 only placeholders are put in
            "FROM programme JOIN version USING (programme_id) "
            "WHERE version.number = programme.version "
            f"AND programme.number IN ({', '.join('?' * len(numbers))})",
            numbers,
        )
        for number, programme_id, sha256 in rows.fetchall():
            try:
                yield number, read(self.layout.passages_path(programme_id, sha256))
            except FileNotFoundError:
                continue  # Withdrawn, or a newer version came, between two looks.

    def _withdrawn(self, programme_id: str) -> Withdrawn:
        return Withdrawn(read_tombstone(self.layout, programme_id))

    def _entries(self, where: str, values: list[str], order: str, limit: int, offset: int) -> list[Entry]:
        blocked = sorted(self.layout.blocked_programmes())
        conditions = [where] if where else []
        conditions += [f"programme_id NOT IN ({', '.join('?' * len(blocked))})"] if blocked else []
        rows = self.connection.execute(
            f"SELECT {COLUMNS} FROM programme {'WHERE' if conditions else ''} {' AND '.join(conditions)} "  # noqa: S608
            f"ORDER BY {order} LIMIT ? OFFSET ?",
            [*values, *blocked, limit, offset],
        )
        return [Entry(**row) for row in rows if not self.is_withdrawn(row["programme_id"])]

    def _ids(self) -> set[str]:
        return {row[0] for row in self.connection.execute("SELECT programme_id FROM programme")}

    def _listed(self) -> int:
        return int(self.connection.execute("SELECT count(*) FROM programme").fetchone()[0])


def _opened(layout: Layout) -> sqlite3.Connection:
    connection = open_index(layout) if layout.index_path.exists() else _empty_index()
    if index_format(connection) != FORMAT:
        connection.close()
        raise ServiceUnavailable(retry_after=RETRY_SECONDS)
    return connection


def _empty_index() -> sqlite3.Connection:
    """Stand in for the index of an edition that nothing was published in yet."""
    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    connection.executescript(SCHEMA)
    return connection
