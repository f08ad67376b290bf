"""Saved pages: what one says, and what of a programme was read off one and is not sure."""

from __future__ import annotations

from typing import Annotated

import msgspec
from flask import request
from msgspec import Meta

from media.ingest import plain_name
from webapp.importing.pages.decoding import MAX_PAGE_BYTES
from webapp.importing.pages.read import read_page
from webapp.importing.pages.records import Unsure, Why
from webapp.importing.store import doubts_of, settle
from webapp.newsroom.api.operation import BYTES, PROGRAMME, Operation
from webapp.newsroom.request import database, user
from webapp.people.tokens import Scope


class WhichPage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the page is called."""

    file_name: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=1000,
            description="The page's name: its ending says what it is.",
            examples=["page.html"],
        ),
    ]


class UnsureItem(msgspec.Struct, frozen=True):
    """Something that a person should look at."""

    name: Annotated[str, Meta(description="A fact, or `summary`.")]
    value: Annotated[str, Meta(description="As it was taken; empty where there is none.")]
    why: Why
    others: Annotated[tuple[str, ...], Meta(description="What it may be instead.")]


class PageItem(msgspec.Struct, frozen=True):
    """What a page says; nothing of it is stored."""

    facts: Annotated[dict[str, str], Meta(description="As `make_programme` takes them.")]
    summary: str | None
    summary_language: str
    unsure: tuple[UnsureItem, ...]
    furniture: Annotated[tuple[str, ...], Meta(description="Lines of the site that say nothing of the programme.")]


class DoubtList(msgspec.Struct, frozen=True):
    """What was read off a page and nobody has looked at."""

    unsure: tuple[UnsureItem, ...]


class Settled(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody says is right."""

    name: str
    value: Annotated[str, Meta(description="As it was seen: where it is another now, 412.")]


def look_at_page(asked: WhichPage) -> PageItem:
    record = read_page(request.stream.read(MAX_PAGE_BYTES + 1), plain_name(asked.file_name))
    return PageItem(
        dict(record.facts),
        record.summary,
        record.summary_language,
        tuple(map(_item, record.unsure)),
        record.furniture,
    )


def doubts(programme_id: str) -> DoubtList:
    return DoubtList(tuple(_item(each.unsure) for each in doubts_of(database(), programme_id)))


def settle_one(sent: Settled, programme_id: str) -> DoubtList:
    settle(database(), programme_id, [(sent.name, sent.value)], user().name)
    return doubts(programme_id)


def _item(unsure: Unsure) -> UnsureItem:
    return UnsureItem(unsure.name, unsure.value, unsure.why, unsure.others)


OPERATIONS = (
    Operation(
        "look_at_page",
        "POST",
        "/pages",
        "Read a saved page",
        "The page itself as the body, HTML, MHTML or text, up to 16 MiB. What it says comes back and is not stored: "
        "make a programme of it when somebody has looked at what is not sure.",
        Scope.EDIT,
        look_at_page,
        PageItem,
        asked=WhichPage,
        body=BYTES,
        pages=("POST /add/page",),
    ),
    Operation(
        "doubts",
        "GET",
        "/programmes/{programme_id}/doubts",
        "List what is not sure",
        "Facts that were read off a saved page, are not sure, and stand as they were read.",
        Scope.READ,
        doubts,
        DoubtList,
        in_path=(PROGRAMME,),
    ),
    Operation(
        "settle_doubt",
        "POST",
        "/programmes/{programme_id}/doubts",
        "Say that it is right",
        "A person has looked at a fact of a page and found it right; changing the fact settles it, too.",
        Scope.EDIT,
        settle_one,
        DoubtList,
        body=Settled,
        in_path=(PROGRAMME,),
        pages=("POST /programmes/<programme_id>/doubts",),
    ),
)
