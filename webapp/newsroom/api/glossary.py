"""Names and terms that recognition is told to expect."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from transcribe.glossary import EVERY_SERIES, add_terms, list_terms, remove_terms
from webapp.newsroom.api.operation import Operation, Who
from webapp.newsroom.request import database
from webapp.people.tokens import Scope

MOST_AT_ONCE = 1_000

Series = Annotated[str, Meta(description="Empty for terms of all programmes.")]


class TermRecord(msgspec.Struct, frozen=True):
    series: Series
    term: str


class TermList(msgspec.Struct, frozen=True):
    """Those of all programmes first, then by series."""

    terms: tuple[TermRecord, ...]


class Terms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    terms: Annotated[
        tuple[str, ...], Meta(min_length=1, max_length=MOST_AT_ONCE, description="The most important first.")
    ]
    series: Series = EVERY_SERIES


def glossary() -> TermList:
    return TermList(tuple(TermRecord(each.series, each.term) for each in list_terms(database())))


def add(sent: Terms) -> TermList:
    add_terms(database(), sent.series, sent.terms)
    return glossary()


def remove(sent: Terms) -> TermList:
    remove_terms(database(), sent.series, sent.terms)
    return glossary()


OPERATIONS = (
    Operation(
        "glossary",
        "GET",
        "/glossary",
        "List names and terms",
        "Which the machine is told to expect when it transcribes.",
        Scope.READ,
        glossary,
        TermList,
        who=Who.STAFF,
    ),
    Operation(
        "add_terms",
        "POST",
        "/glossary",
        "Add names and terms",
        "Those that are there already stay as they are.",
        Scope.EDIT,
        add,
        TermList,
        who=Who.STAFF,
        body=Terms,
        pages=("POST /glossary",),
    ),
    Operation(
        "remove_terms",
        "POST",
        "/glossary/remove",
        "Remove names and terms",
        "One that is not there is removed already.",
        Scope.EDIT,
        remove,
        TermList,
        who=Who.STAFF,
        body=Terms,
        pages=("POST /glossary/remove",),
    ),
)
