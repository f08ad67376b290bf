"""The tables of ``public.db``: which programmes are public, what is known of each, and what was withdrawn."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from transcribe.speakers.labels import machine_number
from webapp.edition.records import EditionDocument, EditionFacts, Tombstone

FORMAT = 5
"""Goes up when an index of the version before, or the words beside it, cannot be read any more, or say less or more
than they should; both are then made anew."""

SCHEMA = f"""
PRAGMA user_version = {FORMAT};
CREATE TABLE words (name TEXT NOT NULL) STRICT;
CREATE TABLE programme (
    number INTEGER PRIMARY KEY,
    programme_id TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    title TEXT NOT NULL,
    language TEXT NOT NULL,
    series TEXT, publisher TEXT, author TEXT, published TEXT, broadcast TEXT, broadcaster TEXT, aired TEXT,
    date TEXT,
    synthetic INTEGER NOT NULL,
    abstract TEXT,
    duration_ms INTEGER,
    has_transcript INTEGER NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX programme_date ON programme (date DESC, programme_id);
CREATE INDEX programme_updated ON programme (updated_at DESC, programme_id);
CREATE TABLE facet (
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (kind, value, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX facet_programme ON facet (number);
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
"""
"""``words`` has one row: which file of words goes with this index. ``programme.number`` is that file's number of it,
``date`` when it was aired or else published, as far as that is a date, ``updated_at`` when its newest version came.
"""

DATE = re.compile(r"\d{4}(-\d{2}){0,2}")


class FacetKind(StrEnum):
    """By what programmes can be browsed and a search be narrowed."""

    SERIES = "series"
    YEAR = "year"
    BROADCASTER = "broadcaster"
    LANGUAGE = "language"
    PERSON = "person"
    PLACE = "place"
    TOPIC = "topic"
    SPEAKER = "speaker"


def list_programme(connection: sqlite3.Connection, number: int, document: EditionDocument) -> None:
    """List a programme by its newest version."""
    facts = document.facts
    row = {
        "number": number,
        "programme_id": facts.programme_id,
        "version": document.version,
        "title": facts.title,
        "language": facts.language,
        "series": facts.series,
        "publisher": facts.publisher,
        "author": facts.author,
        "published": facts.published,
        "broadcast": facts.broadcast,
        "broadcaster": facts.broadcaster,
        "aired": facts.aired,
        "date": programme_date(facts),
        "synthetic": int(facts.synthetic),
        "abstract": document.summary.sentences[0].text if document.summary and document.summary.sentences else None,
        "duration_ms": document.sound.duration_ms if document.sound else None,
        "has_transcript": int(document.transcript is not None),
        "updated_at": document.published_at,
    }
    places = ", ".join(f":{name}" for name in row)
    connection.execute(f"INSERT INTO programme ({', '.join(row)}) VALUES ({places})", row)  # noqa: S608 our names
    facets = sorted({(kind.value, " ".join(value.split()), number) for kind, value in _facets(document)})
    connection.executemany("INSERT INTO facet VALUES (?, ?, ?)", [facet for facet in facets if facet[1]])


def list_version(connection: sqlite3.Connection, document: EditionDocument, sha256: str) -> None:
    """List one version of a programme.

    :param sha256: of its file.
    """
    connection.execute(
        "INSERT INTO version VALUES (?, ?, ?, ?, ?)",
        (
            document.facts.programme_id,
            document.version,
            sha256,
            document.sound.sha256 if document.sound else None,
            document.published_at,
        ),
    )


def list_withdrawn(connection: sqlite3.Connection, tombstone: Tombstone) -> None:
    """List that a programme was withdrawn."""
    row = (tombstone.programme_id, tombstone.withdrawn_at)
    connection.execute("INSERT OR REPLACE INTO withdrawn VALUES (?, ?)", row)


def forget_programme(connection: sqlite3.Connection, number: int) -> None:
    """Take a programme out of the list; its versions stay."""
    connection.execute("DELETE FROM facet WHERE number = ?", [number])
    connection.execute("DELETE FROM programme WHERE number = ?", [number])


def programme_date(facts: EditionFacts) -> str | None:
    """Return ``2024``, ``2024-05`` or ``2024-05-17``: when it was aired, else when it was published."""
    return next((fact for fact in (facts.aired, facts.published) if fact and is_date(fact)), None)


def is_date(text: str) -> bool:
    """Return whether a text is a year, a month of one or a day of one."""
    if not DATE.fullmatch(text) or not text.isascii():
        return False
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True


def naming_facts(facts: EditionFacts) -> Iterator[str]:
    """Yield what a programme is named by: a search for it finds the programme first."""
    who = (facts.author, facts.publisher, facts.broadcaster, facts.parent, facts.service)
    one = (facts.title, facts.series, *who, facts.broadcast)
    for fact in (*one, *facts.people, *facts.places, *facts.topics):
        if fact:
            yield fact


def _facets(document: EditionDocument) -> Iterator[tuple[FacetKind, str]]:
    facts, moment = document.facts, programme_date(document.facts)
    single = {
        FacetKind.SERIES: facts.series,
        FacetKind.YEAR: moment and moment[:4],
        FacetKind.BROADCASTER: facts.broadcaster,
        FacetKind.LANGUAGE: facts.language,
    }
    yield from ((kind, value) for kind, value in single.items() if value)
    several = {FacetKind.PERSON: facts.people, FacetKind.PLACE: facts.places, FacetKind.TOPIC: facts.topics}
    yield from ((kind, value) for kind, values in several.items() for value in values)
    for segment in document.transcript.segments if document.transcript else ():
        # A machine's label is nobody's name.
        if segment.speaker and machine_number(segment.speaker) is None:
            yield FacetKind.SPEAKER, segment.speaker
