"""A page becomes a programme, or part of one: facts, summary and what of them is not sure, in one step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from sqlite_utils import Database

from media.archive import Archive
from media.catalogue import check_facts, current_document, get_programme
from media.errors import UnreadableFile
from webapp.importing.pages.decoding import MAX_PAGE_BYTES
from webapp.importing.pages.read import read_page
from webapp.importing.pages.records import PageRecord, Unsure, Why
from webapp.importing.store import PageFile, keep_page
from webapp.intake import Intake, Taken, take_in

Ask = Callable[[Unsure], str | None]
"""Asks a person for something that is not sure; returns what is right, ``None`` where they do not know."""


def open_page(path: Path) -> tuple[PageRecord, PageFile]:
    """Return what a saved page says, and what it is called.

    :raises UnreadableFile: it is missing, may not be read, is too large, or is not a page.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_PAGE_BYTES + 1)
    except FileNotFoundError as error:
        raise UnreadableFile(f"There is no file {path}; check the name.") from error
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read ({error.strerror}); name a page that you may read.") from error
    return read_page(data, path.name), PageFile.of(data, path.name)


def import_page(
    archive: Archive,
    db: Database,
    page: PageFile,
    record: PageRecord,
    *,
    sound: Path | None = None,
    programme_id: str | None = None,
) -> Taken:
    """Store what a page says, with its sound.

    :param programme_id: of a programme that is there: what people wrote of it stays, only what it lacks is added.
    :raises MediaError: a part cannot be used; the archive is as it was.
    """
    if programme_id:
        record = beside_what_is_there(db, programme_id, record)
    intake = Intake(facts=record.facts, sound=sound, summary=record.summary, summary_language=record.summary_language)
    return take_in(archive, db, intake, programme_id, beside=lambda entered: keep_page(db, entered, page, record, None))


def answered(record: PageRecord, ask: Ask) -> PageRecord:
    """Return a record with what a person has said of what was not sure."""
    facts, left = dict(record.facts), []
    for unsure in record.unsure:
        answer = None if unsure.name == "summary" else ask(unsure)
        if answer is None:
            left.append(unsure)
        elif answer:
            facts[unsure.name] = answer
        else:
            facts.pop(unsure.name, None)
    return replace(record, facts=facts, unsure=tuple(left))


def spoken(record: PageRecord, language: str) -> PageRecord:
    """Return a record with what somebody says is spoken, where the page does not say it surely."""
    if all(each.name != "language" for each in record.unsure):
        return record
    unsure = tuple(each for each in record.unsure if each.name != "language")
    return replace(record, facts={**record.facts, "language": language}, unsure=unsure)


def beside_what_is_there(db: Database, programme_id: str, record: PageRecord) -> PageRecord:
    """Return of a record what a programme lacks; where the page says otherwise than people, that is marked.

    :raises UnknownProgramme: no such id.
    """
    programme, new = get_programme(db, programme_id), check_facts(record.facts)
    has_summary = current_document(db, programme_id, "summary") is not None
    facts = {name: value for name, value in new.items() if value and not getattr(programme, name)}
    unsure = [each for each in record.unsure if each.name in facts or (not each.value and each.name not in new)]
    for name, value in new.items():
        there = getattr(programme, name)
        if value and there and there != value and name not in ("notes", "language", "title"):
            unsure.append(Unsure(name, there, Why.DIFFERS, (value,)))
    if new.get("notes") and programme.notes:
        facts["notes"] = f"{programme.notes}\n{new['notes']}"
    if has_summary and record.summary:
        facts["notes"] = "\n".join(text for text in (facts.get("notes") or programme.notes, record.summary) if text)
    summary = None if has_summary else record.summary
    unsure = [each for each in unsure if each.name != "summary" or not has_summary]
    return replace(record, facts=facts, summary=summary, unsure=tuple(unsure))
