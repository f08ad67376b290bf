"""What the API answers with. Times in the sound are whole milliseconds, moments RFC 3339 in UTC."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from transcribe.records import Verdict
from webapp.edition.catalogue import FacetKind
from webapp.edition.records import ChangedPart, Maker

Address = Annotated[str, Meta(extra_json_schema={"format": "uri"})]
Moment = Annotated[str, Meta(extra_json_schema={"format": "date-time"})]
Note = Annotated[str, Meta(description="Why it was corrected, in the newsroom’s words.")]


class Links(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where to go on."""

    self: Address
    page: Address | None = None
    """For people."""
    programme: Address | None = None
    versions: Address | None = None
    transcript: Address | None = None
    summary: Address | None = None
    manifest: Address | None = None
    """IIIF Presentation 3."""
    linked_data: Address | None = None
    """JSON-LD in schema.org's words."""
    next: Address | None = None
    prev: Address | None = None


class ProgrammeItem(msgspec.Struct, frozen=True):
    """A programme as lists show it."""

    id: str
    title: str
    language: Annotated[str, Meta(description="BCP 47")]
    series: str | None
    publisher: str | None
    author: str | None
    broadcaster: str | None
    published: str | None
    aired: str | None
    abstract: Annotated[str | None, Meta(description="The first sentence of the summary.")]
    duration_ms: int | None
    has_transcript: bool
    synthetic: Annotated[bool, Meta(description="True for demo material made by a machine.")]
    version: int
    updated_at: Moment
    links: Links


class ProgrammePage(msgspec.Struct, frozen=True):
    """One page of a list, the programmes that changed last first."""

    page: int
    programmes: tuple[ProgrammeItem, ...]
    links: Links


class Stretch(msgspec.Struct, frozen=True):
    """Of the recording, its end not included."""

    start_ms: int
    end_ms: int


class Sound(msgspec.Struct, frozen=True):
    """The public recording; it answers to range requests."""

    address: Address
    media_type: str
    size_bytes: int
    duration_ms: int
    sha256: str
    waveform: Annotated[Address, Meta(description="audiowaveform .dat, version 2")]
    other_voice: Annotated[tuple[Stretch, ...], Meta(description="Where the newsroom has changed somebody’s voice.")]


class Translation(msgspec.Struct, frozen=True):
    language: str
    maker: Maker
    words: Annotated[Address, Meta(description="A IIIF page of annotations.")]


class Correction(msgspec.Struct, frozen=True):
    """A version that says something otherwise than the one before it."""

    version: int
    published_at: Moment
    changes: tuple[ChangedPart, ...]
    note: Note | None


class ProgrammeRecord(msgspec.Struct, frozen=True):
    """All that is known of one published version, less its words."""

    id: str
    lasting_id: Annotated[str, Meta(description="A URN that stays when the site moves.")]
    title: str
    language: Annotated[str, Meta(description="BCP 47")]
    series: str | None
    publisher: str | None
    author: str | None
    published: str | None
    broadcast: str | None
    medium: Annotated[str | None, Meta(description="By what it went out: radio, television, online.")]
    broadcaster: str | None
    parent: Annotated[str | None, Meta(description="The organisation that the broadcaster belongs to.")]
    service: str | None
    aired: str | None
    people: tuple[str, ...]
    places: tuple[str, ...]
    topics: tuple[str, ...]
    speakers: Annotated[
        tuple[str, ...], Meta(description="Who speaks by name; who says what may be a machine's guess.")
    ]
    project: str | None
    funder: str | None
    rights: str | None
    disclaimer: str | None
    citation: str | None
    synthetic: bool
    version: int
    published_at: Moment
    first_published_at: Moment
    sound: Sound | None
    translations: tuple[Translation, ...]
    corrections: tuple[Correction, ...]
    links: Links


class VersionItem(msgspec.Struct, frozen=True):
    """One published version."""

    number: int
    published_at: Moment
    changes: tuple[ChangedPart, ...]
    note: Note | None
    links: Links


class Versions(msgspec.Struct, frozen=True):
    """The public versions of a programme, newest first."""

    versions: tuple[VersionItem, ...]
    links: Links


class TimeSpan(msgspec.Struct, frozen=True):
    """A stretch of the recording, its end not included."""

    start_ms: int
    end_ms: int
    address: Annotated[Address, Meta(description="Opens the programme's page there.")]


class Conflict(msgspec.Struct, frozen=True):
    """A name or number of a sentence, and what is heard in its place."""

    said: str
    heard: str


class Sentence(msgspec.Struct, frozen=True):
    """A sentence of the summary and where it is heard."""

    text: str
    paragraph: int
    verdict: Annotated[
        Verdict | None, Meta(description="A machine's, or a person's where confirmed; null where nobody has looked.")
    ]
    confirmed: Annotated[bool, Meta(description="True where a person has said where it is heard.")]
    stale: Annotated[bool, Meta(description="True where the words were corrected after the verdict.")]
    spans: tuple[TimeSpan, ...]
    alternatives: tuple[TimeSpan, ...]
    missing: Annotated[tuple[str, ...], Meta(description="Names and numbers that are not heard there.")]
    conflicts: tuple[Conflict, ...]


class Summary(msgspec.Struct, frozen=True):
    """The summary with its links into the sound."""

    language: str
    author: str | None
    version: int
    sentences: tuple[Sentence, ...]
    links: Links


class SearchHit(msgspec.Struct, frozen=True):
    """One passage in which words were found."""

    kind: Annotated[str, Meta(description="Part of the programme in which the passage stands.")]
    text: str
    found: Annotated[tuple[str, ...], Meta(description="The words of the text that were asked for.")]
    start_ms: int | None
    speaker: str | None
    address: Address


class FoundItem(msgspec.Struct, frozen=True):
    programme: ProgrammeItem
    hits: tuple[SearchHit, ...]


class FacetValue(msgspec.Struct, frozen=True):
    """A value and how many programmes have it."""

    value: str
    count: int


class Facet(msgspec.Struct, frozen=True):
    kind: FacetKind
    values: tuple[FacetValue, ...]


class SearchPage(msgspec.Struct, frozen=True):
    """One page of what was found."""

    query: str
    total: int
    is_at_least: Annotated[bool, Meta(description="True where there may be more than the total.")]
    page: int
    programmes: tuple[FoundItem, ...]
    facets: tuple[Facet, ...]
    links: Links


class FacetValues(msgspec.Struct, frozen=True):
    """All values of one kind."""

    kind: FacetKind
    values: tuple[FacetValue, ...]
    links: Links
