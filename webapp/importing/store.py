"""What was read off pages, and what of it nobody has looked at yet.

A doubt stands as long as the fact is what the page was read to say, and nobody has said that it is right: whoever
changes the fact has settled it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

import msgspec
from sqlite_utils import Database

from media.catalogue import check_facts, current_document, get_programme
from media.database import immediate, new_id, utc_now
from webapp.errors import ChangedSince
from webapp.importing.pages.records import PageRecord, Unsure


@dataclass(frozen=True, slots=True)
class PageDoubt:
    """Something of a programme that a person should look at."""

    page_read_id: str
    file_name: str
    """The page that it was read off."""
    unsure: Unsure


@dataclass(frozen=True, slots=True)
class PageFile:
    """A saved page as it came."""

    file_name: str
    sha256: str

    @classmethod
    def of(cls, data: bytes, file_name: str) -> PageFile:
        return cls(file_name, hashlib.sha256(data).hexdigest())


def keep_page(db: Database, programme_id: str, page: PageFile, record: PageRecord, user_name: str | None) -> None:
    """Keep what was read off a page; belongs into the transaction that stores the facts.

    :param user_name: who brought it, where that is known.
    """
    kept = as_stored(record)
    row = {
        "page_read_id": new_id("i"),
        "programme_id": programme_id,
        "file_name": page.file_name,
        "sha256": page.sha256,
        "record": msgspec.json.encode(kept).decode(),
        "user_name": user_name,
        "created_at": utc_now(),
    }
    db.table("page_read").insert(row)


def as_stored(record: PageRecord) -> PageRecord:
    """Return a record whose doubts have their values as the facts have them."""
    return replace(record, unsure=tuple(_as_stored(each) for each in record.unsure))


def _as_stored(unsure: Unsure) -> Unsure:
    """Return it with its value as the facts have it: “auto” is stored as “und”."""
    if unsure.name == "summary" or not unsure.value:
        return unsure
    return replace(unsure, value=check_facts({unsure.name: unsure.value})[unsure.name] or "")


def doubts_of(db: Database, programme_id: str) -> tuple[PageDoubt, ...]:
    """Return what stands in the facts of a programme and is not sure, one a fact; the newest page first."""
    pages = list(db.table("page_read").rows_where("programme_id = ?", [programme_id], order_by="rowid DESC"))
    if not pages:
        return ()
    programme, settled = get_programme(db, programme_id), _settled(db, programme_id)
    found: dict[str, PageDoubt] = {}
    for row in pages:
        record = msgspec.json.decode(str(row["record"]), type=PageRecord)
        for each in record.unsure:
            if each.name == "summary":
                now = "" if current_document(db, programme_id, "summary") is None else "there"
            else:
                now = getattr(programme, each.name) or ""
            if each.name not in found and now == each.value and (each.name, each.value) not in settled:
                found[each.name] = PageDoubt(str(row["page_read_id"]), str(row["file_name"]), each)
    return tuple(found.values())


def _settled(db: Database, programme_id: str) -> set[tuple[str, str]]:
    rows = db.query("SELECT name, value FROM doubt_settled WHERE programme_id = ?", [programme_id])
    return {(row["name"], row["value"]) for row in rows}


def settle(db: Database, programme_id: str, seen: Iterable[tuple[str, str]], user_name: str | None) -> None:
    """Note that somebody looked at facts of a page and found them right.

    :param seen: names and values, as the person saw them.
    :raises UnknownProgramme: no such id.
    :raises ChangedSince: one of them is no longer in doubt, or is another now; nothing is noted.
    """
    with immediate(db):
        get_programme(db, programme_id)
        open_ = {(each.unsure.name, each.unsure.value): each for each in doubts_of(db, programme_id)}
        for name, value in dict.fromkeys(seen):
            doubt = open_.get((name, value))
            if doubt is None:
                raise ChangedSince("Somebody has changed or checked this since you opened it; look at it again.")
            row = {
                "page_read_id": doubt.page_read_id,
                "programme_id": programme_id,
                "name": name,
                "value": value,
                "user_name": user_name,
                "created_at": utc_now(),
            }
            db.table("doubt_settled").insert(row)
