"""Programmes, their facts, their recordings and their documents, in ``archive.db``."""

from __future__ import annotations

import dataclasses
import hashlib
import re
import unicodedata
from collections.abc import Collection, Mapping
from datetime import date

import msgspec
from sqlite_utils import Database

from media.database import new_id, utc_now
from media.errors import FactTooLong, UnknownFact, UnknownProgramme
from media.language import parse_language
from media.records import (
    DATES,
    DATES_IN_PART,
    KEPT,
    LIST_MARK,
    LISTS,
    NOTES,
    Document,
    Probe,
    Programme,
    Recording,
    listed,
)

IN_LISTS = frozenset(["title", "series", "publisher", "author", "broadcaster", "service"])
"""Facts that stand in lists and over pages."""
MOST_CHARACTERS = 500
"""Of such a fact: one of 5,000 letters filled everybody's desk."""
PART_OF_DATE = re.compile(r"(?!0000)[0-9]{4}(-(0[1-9]|1[0-2]))?")
"""A year, or a month of one."""


def add_programme(db: Database, facts: Mapping[str, str], *, synthetic: bool = False) -> Programme:
    """Store a new programme.

    :param facts: by names of `KEPT`; ``title`` and ``language`` are needed.
    :raises UnknownFact: a name is not a fact, or a value does not fit it.
    :raises UnknownLanguage: ``language`` is not a BCP 47 tag.
    """
    checked = check_new_facts(facts)
    now = utc_now()
    programme_id = new_id("p")
    db.table("programme").insert(
        {"programme_id": programme_id, **checked, "synthetic": int(synthetic), "created_at": now, "updated_at": now}
    )
    return get_programme(db, programme_id)


def set_facts(db: Database, programme_id: str, facts: Mapping[str, str], *, user_name: str | None = None) -> Programme:
    """Change some facts of a programme; an empty text takes a fact away. What they were stays (`fact_changes`).

    :param user_name: who writes them, where that is known.
    :raises UnknownProgramme: no such id.
    :raises UnknownFact: a name is not a fact, or a value does not fit it.
    """
    checked = check_facts(facts)
    get_programme(db, programme_id)
    for needed in ("title", "language"):
        if needed in checked and not checked[needed]:
            raise UnknownFact(f"A programme cannot be without a {needed}.")
    db.table("programme").update(programme_id, {**checked, "facts_by": user_name, "updated_at": utc_now()})
    return get_programme(db, programme_id)


def check_new_facts(facts: Mapping[str, str]) -> dict[str, str | None]:
    """Return the facts as `check_facts` does, if a programme can be made of them.

    :raises UnknownFact: also where title or language is missing.
    """
    checked = check_facts(facts)
    for needed in ("title", "language"):
        if not checked.get(needed):
            raise UnknownFact(f"A programme needs a {needed}; give it with --{needed}.")
    return checked


def check_facts(facts: Mapping[str, str]) -> dict[str, str | None]:
    """Return the facts stripped, normalised and without control characters, ``None`` for an empty one.

    :raises UnknownFact: a name is not a fact, or a value does not fit it.
    :raises FactTooLong: one of `IN_LISTS` is longer than `MOST_CHARACTERS`.
    """
    checked: dict[str, str | None] = {}
    for name, value in facts.items():
        if name not in KEPT:
            raise UnknownFact(f"“{name}” is not a fact of a programme; known are {', '.join(KEPT)}.")
        text = _tidy(value, is_of_lines=name == NOTES) or None
        if text and name in IN_LISTS and len(text) > MOST_CHARACTERS:
            raise FactTooLong(f"The {name} may have {MOST_CHARACTERS} letters, and this has {len(text)}; shorten it.")
        if text and name == "language":
            text = parse_language(text)
        if text and name in LISTS:
            text = f"{LIST_MARK} ".join(listed(text)) or None
        if text and name in DATES:
            text = _check_date(text, may_be_part=name in DATES_IN_PART)
        checked[name] = text
    return checked


def _tidy(value: str, *, is_of_lines: bool) -> str:
    # Whoever prints a title must not have their terminal ordered about by it: it may come from a foreign feed.
    seen = "".join(letter for letter in value if letter.isspace() or unicodedata.category(letter) != "Cc")
    lines = seen.splitlines() if is_of_lines else [seen]
    return "\n".join(line for each in lines if (line := re.sub(r"\s+", " ", each).strip()))


def _check_date(text: str, *, may_be_part: bool) -> str:
    if may_be_part and PART_OF_DATE.fullmatch(text):
        return text
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        parts = ", or 2026-11 or 2026 where no more is known" if may_be_part else ""
        raise UnknownFact(f"“{text}” is not a date; write it as 2026-11-24{parts}.") from error


def get_programme(db: Database, programme_id: str) -> Programme:
    """:raises UnknownProgramme: no such id."""
    for row in db.table("programme").rows_where("programme_id = ?", [programme_id]):
        return _programme(row)
    raise UnknownProgramme(f"There is no programme “{programme_id}”; “muragat list” shows the ids.")


def list_programmes(db: Database) -> list[Programme]:
    """Return all programmes, newest first."""
    return [_programme(row) for row in db.table("programme").rows_where(order_by="created_at DESC, programme_id")]


def titles_of(db: Database, programme_ids: Collection[str]) -> dict[str, str]:
    """Return id → title, of those that there are."""
    asked = msgspec.json.encode(sorted(programme_ids)).decode()
    question = "SELECT programme_id, title FROM programme WHERE programme_id IN (SELECT value FROM json_each(?))"
    return dict(db.execute(question, [asked]).fetchall())


def _programme(row: Mapping[str, object]) -> Programme:
    return msgspec.convert({**row, "synthetic": bool(row["synthetic"])}, Programme)


def add_recording(db: Database, recording: Recording) -> None:
    """Store the row of a recording whose original lies in the store."""
    db.table("recording").insert(
        {**dataclasses.asdict(recording), "probe": msgspec.json.encode(recording.probe).decode()}
    )


def set_access_copy(
    db: Database, recording_id: str, *, access_sha256: str, loudness_lufs: float | None, true_peak_dbtp: float | None
) -> None:
    """Note that the access copy and peaks of a recording are made."""
    db.table("recording").update(
        recording_id,
        {"access_sha256": access_sha256, "loudness_lufs": loudness_lufs, "true_peak_dbtp": true_peak_dbtp},
    )


def recordings_of(db: Database, programme_id: str) -> list[Recording]:
    """Return the recordings of a programme, newest first."""
    rows = db.table("recording").rows_where("programme_id = ?", [programme_id], order_by="rowid DESC")
    return [_recording(row) for row in rows]


def current_recording(db: Database, programme_id: str) -> Recording | None:
    """Return the newest recording, ``None`` where a programme has no sound yet."""
    return next(iter(recordings_of(db, programme_id)), None)


def require_recording(db: Database, recording: Recording) -> None:
    """Let what is made of a sound go on only while the archive has that; belongs into the transaction that keeps it.

    :raises UnknownProgramme: it was erased meanwhile.
    """
    if get_recording(db, recording.recording_id) is None:
        raise UnknownProgramme(f"Programme {recording.programme_id} was erased meanwhile; nothing of it is made here.")


def find_recording(db: Database, sha256: str) -> Recording | None:
    """Return the recording whose original has this hash."""
    for row in db.table("recording").rows_where("sha256 = ?", [sha256]):
        return _recording(row)
    return None


def get_recording(db: Database, recording_id: str) -> Recording | None:
    """Return a recording, ``None`` where there is none of this id."""
    return next(map(_recording, db.table("recording").rows_where("recording_id = ?", [recording_id])), None)


def _recording(row: Mapping[str, object]) -> Recording:
    return msgspec.convert({**row, "probe": msgspec.json.decode(str(row["probe"]), type=Probe)}, Recording)


def add_document(
    db: Database,
    programme_id: str,
    kind: str,
    text: str,
    *,
    language: str,
    author: str | None = None,
    saved_by: str | None = None,
) -> Document:
    """Store a new summary or script; the one before stays in the archive.

    :param kind: ``summary`` or ``script``.
    :param author: whose text it is. :param saved_by: the account that stores it, where that is known.
    :raises UnknownProgramme: no such id.
    """
    get_programme(db, programme_id)
    document = Document(
        document_id=new_id("d"),
        programme_id=programme_id,
        kind=kind,
        language=parse_language(language),
        author=author,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        created_at=utc_now(),
        saved_by=saved_by,
    )
    db.table("document").insert(dataclasses.asdict(document))
    return document


def current_document(db: Database, programme_id: str, kind: str) -> Document | None:
    """Return the newest summary or script of a programme, ``None`` where it has none."""
    return next(iter(documents_of(db, programme_id, kind, limit=1)), None)


def documents_of(db: Database, programme_id: str, kind: str, *, limit: int | None = None) -> list[Document]:
    """Return all summaries or scripts that a programme has had, the newest first, at most so many."""
    rows = db.table("document").rows_where(
        "programme_id = ? AND kind = ?", [programme_id, kind], order_by="rowid DESC", limit=limit
    )
    return [msgspec.convert(row, Document) for row in rows]
