"""What was read off a page, carried by the form until it is stored, and what of it is not sure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import msgspec
from flask import request

from media.records import NOTES
from webapp.importing.pages.records import PageRecord, Unsure
from webapp.importing.said import why_message, why_values
from webapp.importing.store import PageFile, as_stored, keep_page
from webapp.interface import gettext, language_name
from webapp.newsroom.request import database, user

FIELD = "page_read"


class Carried(msgspec.Struct, frozen=True):
    """A page as the form carries it: its story and notes are in fields of their own."""

    page: PageFile
    record: PageRecord


def carry(page: PageFile, record: PageRecord) -> str:
    """Return what goes into the form's hidden field."""
    facts = {name: value for name, value in record.facts.items() if name != NOTES}
    kept = replace(as_stored(record), facts=facts, summary=None, furniture=())
    return msgspec.json.encode(Carried(page, kept)).decode()


def carried(typed: Mapping[str, str]) -> Carried | None:
    """Return the page that a form was filled from, ``None`` where it was not, or the field was made up."""
    if not typed.get(FIELD):
        return None
    try:
        return msgspec.json.decode(typed[FIELD], type=Carried)
    except msgspec.MsgspecError:
        return None


def keep_carried(programme_id: str) -> None:
    """Keep with a new programme what page it was read off; part of the transaction that stores it."""
    if found := carried(request.form):
        keep_page(database(), programme_id, found.page, found.record, user().name)


def doubts_in(typed: Mapping[str, str]) -> dict[str, str]:
    """Return the sentences for fields of a form that are not sure and stand as they were read, by field."""
    found = carried(typed)
    unsure = found.record.unsure if found else ()
    return said(each for each in unsure if typed.get(each.name, "").strip() == each.value)


def said(unsure: Iterable[Unsure]) -> dict[str, str]:
    """Return why each is not sure, by fact, in the reader's language."""
    return {each.name: gettext(why_message(each)) % why_values(_named(each)) for each in unsure}


def _named(unsure: Unsure) -> Unsure:
    """Return it with languages by their names, where it is about one."""
    if unsure.name != "language":
        return unsure
    return replace(unsure, others=tuple(map(language_name, unsure.others)))
