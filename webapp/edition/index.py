"""What the public site lists and searches, made from the edition's files alone.

``public.db`` lists the programmes and names a file of words; neither is ever changed in place. A programme that comes
or goes makes a new file of words from the old, then a copy of ``public.db`` with its rows put right, which is renamed
over the old: a reader sees the old index or the new one, and a crash leaves the old one. Where text leaves,
the copy is written out row by row into a fresh file, because SQLite keeps deleted text in free pages.
"""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path

from media.durable import MAKING, remove_durably, replace_durably
from transcribe.records import canonical_json
from webapp.edition.catalogue import (
    FORMAT,
    SCHEMA,
    forget_programme,
    list_programme,
    list_version,
    list_withdrawn,
)
from webapp.edition.layout import MEANING, PASSAGES, Layout, read_document, read_tombstone
from webapp.edition.passages import encode_passages, indexed_words, passages_of
from webapp.edition.records import EditionDocument
from webapp.edition.words import Words, collect, read_words, with_programme, without, write_words

NAME_BYTES = 8


def ensure_index(layout: Layout) -> None:
    """Make an index where there is none that this release can read, and take out of it what was withdrawn since."""
    if not _is_whole(layout):
        rebuild_index(layout)
    for programme_id in sorted(layout.blocked_programmes()):
        if read_tombstone(layout, programme_id):
            _lay_tombstone(layout, programme_id)
            take_out(layout, programme_id)
        else:  # It came back, and the writer died before it was done.
            remove_durably(layout.blocked_path(programme_id))


def rebuild_index(layout: Layout) -> None:
    """Make the index anew from the edition's files; a withdrawn programme leaves nothing but that it was.

    All it needs is each version as ``canonical_json`` of its `EditionDocument` at ``layout.document_path`` of its
    programme and its sha256. It writes the newest versions' passages too. About 25 ms a programme of 6,000 words.
    """
    with replace_durably(layout.index_path) as making, closing(_connect(making)) as connection:
        connection.executescript(SCHEMA)
        connection.execute("BEGIN")
        words = collect(_list_all(connection, layout))
        for path in sorted(layout.programmes.glob("*/withdrawn.json")):
            tombstone = read_tombstone(layout, path.parent.name)
            if tombstone:
                list_withdrawn(connection, tombstone)
        # The passages were written without a sync each, of which ten thousand take minutes.
        os.sync()
        _name_words(connection, _write_words(layout, words))
        connection.execute("COMMIT")


def put_in(layout: Layout, path: Path) -> None:
    """List and search a programme by a new version, in place of the one before.

    :param path: of the version's file.
    """
    document = read_document(path)
    programme_id = document.facts.programme_id
    passages = passages_of(document)
    with replace_durably(layout.passages_path(programme_id, path.stem)) as making:
        making.write_bytes(encode_passages(passages))

    def change(connection: sqlite3.Connection, words: Words) -> tuple[Words, bool]:
        number = _number(connection, programme_id)
        if number is not None:
            forget_programme(connection, number)
            words = without(words, number)
        new = _new_number(connection) if number is None else number
        if document.stands_alone:
            connection.execute("DELETE FROM version WHERE programme_id = ?", [programme_id])
        list_programme(connection, new, document)
        list_version(connection, document, path.stem)
        connection.execute("DELETE FROM withdrawn WHERE programme_id = ?", [programme_id])
        return with_programme(words, new, indexed_words(document, passages)), number is not None

    _change(layout, change)
    for ending in (PASSAGES, MEANING):
        for older in path.parent.glob(f"*{ending}"):
            if older.stem != path.stem:
                remove_durably(older)


def _lay_tombstone(layout: Layout, programme_id: str) -> None:
    """Let a programme that is blocked have its tombstone, where a kill came before it."""
    path, tombstone = layout.tombstone_path(programme_id), read_tombstone(layout, programme_id)
    if tombstone and not path.exists():
        with replace_durably(path) as making:
            making.write_bytes(canonical_json(tombstone))


def take_out(layout: Layout, programme_id: str) -> None:
    """Forget a withdrawn programme but for its tombstone."""
    tombstone = read_tombstone(layout, programme_id)

    def change(connection: sqlite3.Connection, words: Words) -> tuple[Words, bool]:
        number = _number(connection, programme_id)
        if number is not None:
            forget_programme(connection, number)
            words = without(words, number)
        connection.execute("DELETE FROM version WHERE programme_id = ?", [programme_id])
        if tombstone:
            list_withdrawn(connection, tombstone)
        return words, True

    _change(layout, change)
    remove_durably(layout.blocked_path(programme_id))


def open_index(layout: Layout) -> sqlite3.Connection:
    """Open the index for reading only.

    :raises sqlite3.OperationalError: there is none.
    """
    # immutable: the file under this name is only ever replaced, so nothing needs a lock or write permission.
    connection = sqlite3.connect(f"{layout.index_path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    connection.row_factory = sqlite3.Row
    return connection


def index_format(connection: sqlite3.Connection) -> int:
    """Return what `FORMAT` was when the index was made; 0 of the first ones."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def words_name(connection: sqlite3.Connection) -> str:
    """Return which file of words goes with the index; nothing of an index that stands in for none."""
    row = connection.execute("SELECT name FROM words").fetchone()
    return str(row[0]) if row else ""


def _is_whole(layout: Layout) -> bool:
    if not layout.index_path.exists():
        return False
    with closing(open_index(layout)) as connection:
        return index_format(connection) == FORMAT and layout.words_path(words_name(connection)).exists()


def _list_all(connection: sqlite3.Connection, layout: Layout) -> Iterator[tuple[int, set[bytes]]]:
    """List every programme that is not withdrawn, write its passages and yield its number and words."""
    number = 0
    for directory, paths in groupby(layout.document_paths(), key=lambda path: path.parent):
        if read_tombstone(layout, directory.name):
            continue
        versions = _served([(read_document(path), path) for path in paths])
        for document, path in versions:
            list_version(connection, document, path.stem)
        newest, path = max(versions, key=lambda pair: pair[0].version)
        list_programme(connection, number, newest)
        passages = passages_of(newest)
        making = path.parent / f"{MAKING}{path.stem}"
        making.write_bytes(encode_passages(passages))
        making.rename(layout.passages_path(directory.name, path.stem))
        yield number, indexed_words(newest, passages)
        number += 1


def _served(versions: list[tuple[EditionDocument, Path]]) -> list[tuple[EditionDocument, Path]]:
    """Leave out what a writer that was killed had not removed yet: versions before one that stands alone."""
    first = max((document.version for document, _ in versions if document.stands_alone), default=0)
    return [(document, path) for document, path in versions if document.version >= first]


Change = Callable[[sqlite3.Connection, Words], tuple[Words, bool]]
"""Puts the tables right; returns the new words, and whether text left."""


def _change(layout: Layout, change: Change) -> None:
    with closing(open_index(layout)) as current:
        old = layout.words_path(words_name(current))
    with replace_durably(layout.index_path) as making:
        shutil.copyfile(layout.index_path, making)
        with closing(_connect(making)) as connection:
            connection.execute("BEGIN")
            words, text_left = change(connection, read_words(old))
            _name_words(connection, _write_words(layout, words))
            connection.execute("COMMIT")
            if text_left:
                _write_out(connection, making)
    remove_durably(old)


def _write_out(connection: sqlite3.Connection, making: Path) -> None:
    """Put in the place of a database one that holds its rows and nothing else."""
    fresh = making.with_name(f"{MAKING}{secrets.token_hex(NAME_BYTES)}")
    try:
        connection.execute("VACUUM INTO ?", [str(fresh)])
        fresh.rename(making)
    finally:
        fresh.unlink(missing_ok=True)


def _connect(making: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(making, isolation_level=None)
    # Until it is renamed nobody reads it, and after a crash nobody keeps it: no journal is needed.
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    return connection


def _write_words(layout: Layout, words: Words) -> str:
    name = secrets.token_hex(NAME_BYTES)
    with replace_durably(layout.words_path(name)) as making:
        write_words(making, words)
    return name


def _name_words(connection: sqlite3.Connection, name: str) -> None:
    connection.execute("DELETE FROM words")
    connection.execute("INSERT INTO words VALUES (?)", [name])


def _number(connection: sqlite3.Connection, programme_id: str) -> int | None:
    row = connection.execute("SELECT number FROM programme WHERE programme_id = ?", [programme_id]).fetchone()
    return int(row[0]) if row else None


def _new_number(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT coalesce(max(number), -1) + 1 FROM programme").fetchone()[0])
