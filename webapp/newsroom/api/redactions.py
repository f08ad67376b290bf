"""What is kept back from the public: who and what, at which places, and what people said of each."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from media.records import Span as Kept
from webapp.newsroom.api.links import Span
from webapp.newsroom.api.operation import PROGRAMME, Operation, Who
from webapp.newsroom.api.problems import NotInTable
from webapp.newsroom.api.redaction_records import (
    Decided,
    KeptBack,
    KeptBackList,
    Lift,
    NewPerson,
    NewSpan,
    NewWords,
    PlaceList,
    RedactedPlace,
    Said,
)
from webapp.newsroom.redacting.listing import quotes_in, rows_of
from webapp.newsroom.request import archive, database, edition, user
from webapp.openapi import InPath
from webapp.people.tokens import Scope
from webapp.redaction import store
from webapp.redaction.elsewhere import private_places, public_places
from webapp.redaction.find import find_places
from webapp.redaction.late import keep_back, keep_decision
from webapp.redaction.opened import opened
from webapp.redaction.records import Decision, Place, Redaction
from webapp.redaction.voices import forget_kept_back
from webapp.review import content

LIST = "/programmes/{programme_id}/redactions"
PAGES = "POST /programmes/<programme_id>/redactions"
REDACTION = InPath("redaction_id", "The id of something that is kept back.", "r1234567890ab")


def redactions(programme_id: str) -> KeptBackList:
    now = content(database(), programme_id)
    kept = opened(now.redactions)
    return KeptBackList(
        tuple(_record(row.redaction, row.masked, row.open) for row in rows_of(kept, find_places(now, kept)))
    )


def places(programme_id: str) -> PlaceList:
    now = content(database(), programme_id)
    kept = opened(now.redactions)
    found = (
        *find_places(now, kept),
        *private_places(database(), programme_id, kept),
        *public_places(edition(), programme_id, kept),
    )
    return PlaceList(tuple(map(_place, found)))


def redact_person(sent: NewPerson, programme_id: str) -> KeptBackList:
    return _keep(
        programme_id,
        lambda: store.add_person(database(), programme_id, sent.names, user().name, **_said(sent)),
    )


def redact_span(sent: NewSpan, programme_id: str) -> KeptBackList:
    if sent.end_ms <= sent.start_ms:
        raise NotInTable(HTTPStatus.UNPROCESSABLE_ENTITY, "It ends before it starts; see `start_ms` and `end_ms`.")
    span = Kept(sent.start_ms, sent.end_ms)
    return _keep(
        programme_id,
        lambda: store.add_span(database(), programme_id, span, user().name, voice_only=sent.voice_only, **_said(sent)),
    )


def redact_words(sent: NewWords, programme_id: str) -> KeptBackList:
    quotes = tuple(quotes_in(content(database(), programme_id), sent.segment_id, sent.words.split()))
    if not quotes:
        raise NotInTable(HTTPStatus.UNPROCESSABLE_ENTITY, "These words do not stand in this segment; read it again.")

    def keep() -> None:
        for quote in quotes:
            store.add_word(database(), programme_id, quote, user().name, **_said(sent))

    return _keep(programme_id, keep)


def decide_places(sent: Decided, programme_id: str) -> PlaceList:
    for decision, place_ids in ((Decision.CONFIRMED, sent.confirm), (Decision.DISMISSED, sent.dismiss)):
        if place_ids:
            keep_decision(database(), edition(), programme_id, place_ids, decision, user().name)
    return places(programme_id)


def lift(sent: Lift, programme_id: str, redaction_id: str) -> KeptBackList:
    store.lift(database(), programme_id, redaction_id, user().name, reason=sent.reason)
    return redactions(programme_id)


def _keep(programme_id: str, act: Callable[[], object]) -> KeptBackList:
    """Keep something back; where the public can read it now, the programme is taken off at once."""
    keep_back(database(), edition(), programme_id, user().name, act)
    forget_kept_back(archive(), database())
    return redactions(programme_id)


def _said(sent: NewPerson | NewSpan | NewWords) -> Said:
    return Said(reason=sent.reason, authority=sent.authority, replacement=sent.replacement)


def _record(kept: Redaction, masked: int, waiting: int) -> KeptBack:
    return KeptBack(
        kept.redaction_id,
        kept.kind,
        kept.names,
        kept.quote.words if kept.quote else None,
        Span(kept.span.start_ms, kept.span.end_ms) if kept.span else None,
        kept.replacement,
        kept.reason,
        kept.authority,
        kept.user_name,
        kept.created_at,
        masked,
        waiting,
        kept.voice_only,
    )


def _place(place: Place) -> RedactedPlace:
    quote, span = place.quote, place.span
    return RedactedPlace(
        place.place_id,
        place.redaction_id,
        quote.where,
        quote.before,
        quote.words,
        quote.after,
        place.likeness,
        place.decision,
        place.is_asked,
        place.is_masked,
        Span(span.start_ms, span.end_ms) if span else None,
    )


OPERATIONS = (
    Operation(
        "redactions",
        "GET",
        LIST,
        "List what is kept back",
        "People, stretches of the sound, and words, each with at how many places it stands.",
        Scope.REDACT,
        redactions,
        KeptBackList,
        who=Who.INSIDE,
        in_path=(PROGRAMME,),
        refusals=(HTTPStatus.CONFLICT,),
    ),
    Operation(
        "redact_person",
        "POST",
        f"{LIST}/person",
        "Keep a person back",
        "Wherever one of the names stands. What the public can read now is taken off at once.",
        Scope.REDACT,
        redact_person,
        KeptBackList,
        who=Who.INSIDE,
        body=NewPerson,
        in_path=(PROGRAMME,),
        pages=(f"{PAGES}/person",),
    ),
    Operation(
        "redact_span",
        "POST",
        f"{LIST}/span",
        "Keep a stretch of the sound back",
        "And all that is said in it.",
        Scope.REDACT,
        redact_span,
        KeptBackList,
        who=Who.INSIDE,
        body=NewSpan,
        in_path=(PROGRAMME,),
        pages=(f"{PAGES}/span",),
    ),
    Operation(
        "redact_words",
        "POST",
        f"{LIST}/words",
        "Keep words back",
        "Of one segment, wherever they stand in it.",
        Scope.REDACT,
        redact_words,
        KeptBackList,
        who=Who.INSIDE,
        body=NewWords,
        in_path=(PROGRAMME,),
        pages=(f"{PAGES}/words",),
    ),
    Operation(
        "redaction_places",
        "GET",
        f"{LIST}/places",
        "List the places of what is kept back",
        "In every text of the programme, with what was decided of each.",
        Scope.REDACT,
        places,
        PlaceList,
        who=Who.INSIDE,
        in_path=(PROGRAMME,),
        refusals=(HTTPStatus.CONFLICT,),
    ),
    Operation(
        "decide_places",
        "POST",
        f"{LIST}/places",
        "Confirm or dismiss places",
        "409 where one of them is not there any more as it was listed; then none of that answer is stored.",
        Scope.REDACT,
        decide_places,
        PlaceList,
        who=Who.INSIDE,
        body=Decided,
        in_path=(PROGRAMME,),
        pages=(f"{PAGES}/places",),
    ),
    Operation(
        "lift_redaction",
        "POST",
        f"{LIST}/{{redaction_id}}/lift",
        "Lift what is kept back",
        "It is public again once the programme is approved and published again.",
        Scope.REDACT,
        lift,
        KeptBackList,
        who=Who.INSIDE,
        body=Lift,
        in_path=(PROGRAMME, REDACTION),
        pages=(f"{PAGES}/<redaction_id>/lift",),
    ),
)
