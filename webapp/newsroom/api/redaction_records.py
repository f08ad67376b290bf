"""Records of what is kept back from the public."""

from __future__ import annotations

from typing import Annotated, TypedDict

import msgspec
from msgspec import Meta

from webapp.newsroom.api.links import Span
from webapp.redaction.records import Decision, Likeness, RedactionKind, Where

MOST_NAMES = 50
MOST_PLACES = 10_000
Reason = Annotated[str, Meta(min_length=1, max_length=5000, description="Why; seen by those who may see redactions.")]
Moment = Annotated[int, Meta(ge=0, le=2**53)]


class KeptBack(msgspec.Struct, frozen=True):
    """Something that is kept back, and at how many places it stands."""

    id: str
    kind: RedactionKind
    names: tuple[str, ...]
    words: Annotated[str | None, Meta(description="Of one place of one text.")]
    span: Span | None
    replacement: Annotated[str, Meta(description="Stands in its place.")]
    reason: str
    authority: str | None
    user_name: str
    created_at: str
    masked_places: int
    open_places: Annotated[int, Meta(description="That somebody must confirm or dismiss before an approval.")]
    voice_only: Annotated[bool, Meta(description="Of a stretch: the words stay, said by another voice.")]


class KeptBackList(msgspec.Struct, frozen=True):
    redactions: tuple[KeptBack, ...]


class RedactedPlace(msgspec.Struct, frozen=True):
    """A place where something that is kept back stands, or may stand."""

    id: str
    redaction_id: str
    where: Where
    before: str
    words: str
    after: str
    likeness: Likeness
    decision: Decision | None
    is_asked: Annotated[bool, Meta(description="Whether a person is to confirm or dismiss it.")]
    is_masked: Annotated[bool, Meta(description="Whether the public does not see it.")]
    span: Span | None


class PlaceList(msgspec.Struct, frozen=True):
    places: tuple[RedactedPlace, ...]


class Said(TypedDict):
    """What is said of everything that is kept back."""

    reason: str
    authority: str
    replacement: str


class NewPerson(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    names: Annotated[
        tuple[str, ...], Meta(min_length=1, max_length=MOST_NAMES, description="All that they are called by.")
    ]
    reason: Reason
    authority: Annotated[str, Meta(max_length=1000, description="Who asked for it, or by which right.")] = ""
    replacement: Annotated[str, Meta(max_length=200, description="A role; empty for a mask.")] = ""


class NewSpan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    start_ms: Moment
    end_ms: Moment
    reason: Reason
    authority: Annotated[str, Meta(max_length=1000)] = ""
    replacement: Annotated[str, Meta(max_length=200)] = ""
    voice_only: Annotated[
        bool, Meta(description="Leave the words, and change the voice. An aid: whoever knows it may know it still.")
    ] = False


class NewWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    segment_id: str
    words: Annotated[str, Meta(min_length=1, max_length=2000, description="As they stand in this segment.")]
    reason: Reason
    authority: Annotated[str, Meta(max_length=1000)] = ""
    replacement: Annotated[str, Meta(max_length=200)] = ""


class Decided(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody says of places, each as it was when they were listed."""

    confirm: Annotated[tuple[str, ...], Meta(max_length=MOST_PLACES, description="Ids of places kept back.")] = ()
    dismiss: Annotated[tuple[str, ...], Meta(max_length=MOST_PLACES, description="Ids of places that are not.")] = ()


class Lift(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    reason: Reason
