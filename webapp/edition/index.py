"""``public.db``: what the public site lists and searches, made from the edition's files alone.

The file is never changed in place. A programme that comes new is added to a copy; where text leaves the index,
a whole new one is made, because SQLite keeps deleted text in free pages and inside FTS5's tables. Either is
then renamed over the old, so that a reader sees the old index or the new one, and a crash leaves the old one.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

import msgspec

from media.durable import replace_durably
from webapp.edition.fold import fold_words
from webapp.edition.layout import Layout, read_document, read_tombstone
from webapp.edition.records import EditionDocument, EditionSummary, EditionTranscript

SCHEMA = """
CREATE TABLE programme (
    programme_id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    title TEXT NOT NULL,
    language TEXT NOT NULL,
    series TEXT, publisher TEXT, author TEXT, published TEXT, broadcast TEXT,
    synthetic INTEGER NOT NULL,
    abstract TEXT,
    duration_ms INTEGER,
    has_transcript INTEGER NOT NULL
) STRICT;
CREATE INDEX programme_published ON programme (published DESC, programme_id);
CREATE TABLE version (
    programme_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    sound_sha256 TEXT,
    published_at TEXT NOT NULL,
    PRIMARY KEY (programme_id, number)
) STRICT;
CREATE INDEX version_sound ON version (sound_sha256);
CREATE TABLE withdrawn (
    programme_id TEXT PRIMARY KEY,
    withdrawn_at TEXT NOT NULL
) STRICT;
CREATE TABLE passage (
    passage_id INTEGER PRIMARY KEY,
    programme_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('facts', 'summary', 'transcript')),
    words TEXT NOT NULL,
    times TEXT NOT NULL
) STRICT;
CREATE INDEX passage_programme ON passage (programme_id, passage_id);
CREATE VIRTUAL TABLE passage_words USING fts5 (
    folded, content = '', prefix = '1 2', tokenize = 'unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE passage_trigrams USING fts5 (folded, content = '', tokenize = 'trigram');
"""
"""``passage.words`` is a JSON array of words, ``times`` one of their start_ms (null: no place in the sound).

Two folded full-text indexes over the same passages: of words, and of three letters at a time, because Kazakh
puts a name inside an inflected word. They hold no text of their own (``content = ''``).
"""

Passage = tuple[str, list[str], list[int | None]]
"""Kind, words, start_ms of each."""


def ensure_index(layout: Layout) -> None:
    """Make an index where there is none: of an edition that is new, or whose index was lost."""
    if not layout.index_path.exists():
        rebuild_index(layout)


def rebuild_index(layout: Layout, returning: str | None = None) -> None:
    """Make the index anew from the edition's files; a withdrawn programme leaves nothing but that it was.

    :param returning: the id of a programme whose tombstone is about to go.
    """
    with _new_index(layout, from_scratch=True) as connection:
        for directory, paths in groupby(layout.document_paths(), key=lambda path: path.parent):
            if directory.name == returning or not layout.tombstone_path(directory.name).exists():
                _add_versions(connection, list(paths))
        for path in sorted(layout.programmes.glob("*/withdrawn.json")):
            tombstone = read_tombstone(path)
            if tombstone and tombstone.programme_id != returning:
                row = (tombstone.programme_id, tombstone.withdrawn_at)
                connection.execute("INSERT INTO withdrawn VALUES (?, ?)", row)


def add_to_index(layout: Layout, path: Path) -> None:
    """Add the first version of a programme.

    :param path: of the edition file.
    """
    with _new_index(layout, from_scratch=False) as connection:
        _add_versions(connection, [path])


def open_index(layout: Layout) -> sqlite3.Connection:
    """Open the index for reading only.

    :raises sqlite3.OperationalError: there is none.
    """
    # immutable: the file under this name is only ever replaced, so nothing needs a lock or write permission.
    connection = sqlite3.connect(f"{layout.index_path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    connection.row_factory = sqlite3.Row
    return connection


@contextmanager
def _new_index(layout: Layout, *, from_scratch: bool) -> Iterator[sqlite3.Connection]:
    with replace_durably(layout.index_path) as making:
        if not from_scratch:
            shutil.copyfile(layout.index_path, making)
        connection = sqlite3.connect(making, isolation_level=None)
        try:
            # Until it is renamed nobody reads it, and after a crash nobody keeps it: no journal is needed.
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            if from_scratch:
                connection.executescript(SCHEMA)
            connection.execute("BEGIN")
            yield connection
            connection.execute("COMMIT")
        finally:
            connection.close()


def _add_versions(connection: sqlite3.Connection, paths: list[Path]) -> None:
    """Add all versions of one programme; the newest is the one to list and search."""
    newest: EditionDocument | None = None
    for path in paths:
        document = read_document(path)
        sound_sha256 = document.sound.sha256 if document.sound else None
        connection.execute(
            "INSERT INTO version VALUES (?, ?, ?, ?, ?)",
            (document.facts.programme_id, document.version, path.stem, sound_sha256, document.published_at),
        )
        if newest is None or document.version > newest.version:
            newest = document
    if newest:
        _add_programme(connection, newest)


def _add_programme(connection: sqlite3.Connection, document: EditionDocument) -> None:
    facts = document.facts
    row = {
        "programme_id": facts.programme_id,
        "version": document.version,
        "title": facts.title,
        "language": facts.language,
        "series": facts.series,
        "publisher": facts.publisher,
        "author": facts.author,
        "published": facts.published,
        "broadcast": facts.broadcast,
        "synthetic": int(facts.synthetic),
        "abstract": document.summary.sentences[0].text if document.summary else None,
        "duration_ms": document.sound.duration_ms if document.sound else None,
        "has_transcript": int(document.transcript is not None),
    }
    places = ", ".join(f":{name}" for name in row)
    connection.execute(f"INSERT INTO programme ({', '.join(row)}) VALUES ({places})", row)  # noqa: S608 our names
    for kind, words, times in _passages(document):
        folded = fold_words(words).text
        if not folded:
            continue
        passage_id = connection.execute(
            "INSERT INTO passage (programme_id, kind, words, times) VALUES (?, ?, ?, ?)",
            (facts.programme_id, kind, _json(words), _json(times)),
        ).lastrowid
        connection.execute("INSERT INTO passage_words (rowid, folded) VALUES (?, ?)", (passage_id, folded))
        connection.execute("INSERT INTO passage_trigrams (rowid, folded) VALUES (?, ?)", (passage_id, folded))


def _passages(document: EditionDocument) -> Iterator[Passage]:
    facts = document.facts
    for fact in (facts.title, facts.series, facts.author, facts.publisher, facts.broadcast):
        if fact:
            words = fact.split()
            yield "facts", words, [None] * len(words)
    if document.summary:
        yield from _summary_passages(document.summary)
    if document.transcript:
        yield from _transcript_passages(document.transcript)


def _summary_passages(summary: EditionSummary) -> Iterator[Passage]:
    for sentence in summary.sentences:
        words = sentence.text.split()
        start_ms = sentence.spans[0].start_ms if sentence.spans else None
        yield "summary", words, [start_ms] * len(words)


def _transcript_passages(transcript: EditionTranscript) -> Iterator[Passage]:
    for segment in transcript.segments:
        yield "transcript", [word.text for word in segment.words], [word.start_ms for word in segment.words]


def _json(value: list[str] | list[int | None]) -> str:
    return msgspec.json.encode(value).decode()
