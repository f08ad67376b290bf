"""Names and terms that recognition is told to expect."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

import msgspec
from msgspec import Meta

from media.catalogue import get_programme
from transcribe.glossary import EVERY_SERIES, add_terms, list_terms, remove_terms
from webapp.newsroom.api.operation import PROGRAMME, Operation, Who
from webapp.newsroom.editor.terms import found_in
from webapp.newsroom.request import database, user
from webapp.newsroom.suggestions import offered_in
from webapp.people.tokens import Scope
from webapp.suggesting.decide import accept, dismiss
from webapp.suggesting.near import Near

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


class OfSeries(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    series: Annotated[str, Meta(description="The whole name of a series.", examples=["Ауыл"])]


class WordSuggestion(msgspec.Struct, frozen=True):
    """A correction that people made again and again."""

    id: str
    machine: Annotated[str, Meta(description="As the machine writes it.")]
    human: Annotated[str, Meta(description="As people correct it.")]
    places: int
    programmes: int
    is_known: Annotated[bool, Meta(description="Whether recognition is told to expect it already.")]


class SuggestionList(msgspec.Struct, frozen=True):
    """The most frequent first."""

    suggestions: tuple[WordSuggestion, ...]


class SuggestionDecision(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    series: str
    suggestion: Annotated[str, Meta(description="The id of what was offered.")]
    accept: Annotated[bool, Meta(description="True for the glossary, false to be offered no more.")]


class TermOffer(msgspec.Struct, frozen=True):
    """A place that is spelt nearly like a term, and like none."""

    segment_id: str
    start_ms: Annotated[int, Meta(description="Of the segment.")]
    start: Annotated[int, Meta(description="Where it begins in the segment's text, in code points.")]
    end: Annotated[int, Meta(description="Where it ends.")]
    heard: str
    written: Annotated[str, Meta(description="The term, with the ending of what was heard.")]


class OfferList(msgspec.Struct, frozen=True):
    """In the order of the words."""

    offers: tuple[TermOffer, ...]


def offers(programme_id: str) -> OfferList:
    _, near = found_in(get_programme(database(), programme_id))
    return OfferList(tuple(map(_offer, near)))


def _offer(near: Near) -> TermOffer:
    return TermOffer(near.segment_id, near.start_ms, near.start, near.end, near.heard, near.written)


def word_suggestions(asked: OfSeries) -> SuggestionList:
    return SuggestionList(
        tuple(
            WordSuggestion(each.sha256, each.machine, each.human, each.places, each.programmes, each.is_known)
            for each in offered_in(asked.series)
        )
    )


def decide(sent: SuggestionDecision) -> SuggestionList:
    for each in offered_in(sent.series):
        if each.sha256 == sent.suggestion:
            (accept if sent.accept else dismiss)(database(), each, user())
    return word_suggestions(OfSeries(sent.series))


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
    Operation(
        "terms_in_words",
        "GET",
        "/programmes/{programme_id}/terms",
        "List words that are spelt otherwise than a term",
        "Whose passage nobody vouches for; to write one, change its segment. None for contributors.",
        Scope.READ,
        offers,
        OfferList,
        in_path=(PROGRAMME,),
    ),
    Operation(
        "word_suggestions",
        "GET",
        "/glossary/suggestions",
        "List what people correct again and again",
        "In a series: for the glossary, or to be replaced everywhere.",
        Scope.READ,
        word_suggestions,
        SuggestionList,
        who=Who.STAFF,
        asked=OfSeries,
        refusals=(HTTPStatus.CONFLICT,),
    ),
    Operation(
        "decide_suggestion",
        "POST",
        "/glossary/suggestions",
        "Decide about what people correct",
        "One that is offered no more is decided already.",
        Scope.EDIT,
        decide,
        SuggestionList,
        who=Who.STAFF,
        body=SuggestionDecision,
        pages=("POST /glossary/suggestions",),
    ),
)
