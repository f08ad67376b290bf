"""Records of sound and files. Times are integer milliseconds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

FACTS = (
    "title",
    "series",
    "publisher",
    "author",
    "published",
    "language",
    "broadcast",
    "broadcaster",
    "service",
    "aired",
    "people",
    "places",
    "topics",
    "project",
    "funder",
    "rights",
    "disclaimer",
    "citation",
    "medium",
    "parent",
)
"""What is known of a programme beside its sound and words; each a text, ``None`` where unknown.

``published`` and ``aired`` are ISO 8601 dates (YYYY-MM-DD, or YYYY-MM or YYYY where no more is known), ``language`` is
a BCP 47 tag; ``people``, ``places`` and ``topics`` are lists (`LISTS`). ``broadcast`` says in free words where and when
it went out, ``medium`` by what (radio, television, online), ``parent`` to which organisation the broadcaster belongs.
"""
EMBARGO = "embargo"
"""Until which date (its first moment, UTC) nothing of a programme is published. Kept beside the facts, never public."""
OF_SOURCE = ("accessed", "page_updated")
"""Of the page that a summary is from: when somebody read it there, and when it was changed last. Never public."""
NOTES = "notes"
"""What else is known, in lines of free text: for the newsroom's own use, never public."""
KEPT = (*FACTS, EMBARGO, *OF_SOURCE, NOTES)
"""What may be written of a programme."""
DATES_IN_PART = ("published", "aired")
"""Dates of which often only the year is known, or the month: who knows no more must not make up a day."""
DATES = (*DATES_IN_PART, EMBARGO, *OF_SOURCE)
LISTS = ("people", "places", "topics")
"""Facts that hold several things, with `LIST_MARK` between them."""
LIST_MARK = ";"


def listed(fact: str | None) -> tuple[str, ...]:
    """Return what a fact of `LISTS` holds, in order, each once."""
    parts = (part.strip() for part in (fact or "").split(LIST_MARK))
    return tuple(dict.fromkeys(part for part in parts if part))


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The half-open interval [start_ms, end_ms) of one recording.

    :raises ValueError: it starts before 0 or ends before it starts.
    """

    start_ms: int
    end_ms: int

    def __post_init__(self) -> None:
        if not 0 <= self.start_ms <= self.end_ms:
            raise ValueError(f"not a span of time: {self.start_ms}–{self.end_ms} ms")

    @property
    def duration_ms(self) -> int:
        return self.end_ms - self.start_ms

    def overlap_ms(self, other: Span) -> int:
        """Return for how long both hold, 0 where they do not touch."""
        return max(0, min(self.end_ms, other.end_ms) - max(self.start_ms, other.start_ms))

    def repeats(self, other: Span) -> bool:
        """Return whether both point at one place: they are equal, or share more than half of the shorter."""
        return self == other or 2 * self.overlap_ms(other) > min(self.duration_ms, other.duration_ms)

    def clamp(self, duration_ms: int) -> Span:
        """Return the part that lies within a recording of ``duration_ms``."""
        return Span(min(self.start_ms, duration_ms), min(self.end_ms, duration_ms))

    def media_fragment(self) -> str:
        """Return ``t=12.3,15`` (W3C Media Fragments URI 1.0, section 4.2.1, normal play time)."""
        return f"t={_seconds(self.start_ms)},{_seconds(self.end_ms)}"


@dataclass(frozen=True, slots=True)
class Covers:
    """What is heard otherwise in a public sound than in its original."""

    masks: tuple[Span, ...] = ()
    """Under a tone."""
    voices: tuple[Span, ...] = ()
    """By another voice."""

    def __bool__(self) -> bool:
        return bool(self.masks or self.voices)


def _seconds(time_ms: int) -> str:
    return f"{time_ms / 1000:.3f}".rstrip("0").rstrip(".")


@dataclass(frozen=True, slots=True)
class Programme:
    """One programme and what is known of it (EBUCore's sense: an editorial whole)."""

    programme_id: str
    title: str
    language: str
    series: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    broadcast: str | None = None
    project: str | None = None
    funder: str | None = None
    rights: str | None = None
    disclaimer: str | None = None
    citation: str | None = None
    broadcaster: str | None = None
    service: str | None = None
    """Of the broadcaster: a station, a language service."""
    aired: str | None = None
    people: str | None = None
    places: str | None = None
    topics: str | None = None
    embargo: str | None = None
    medium: str | None = None
    parent: str | None = None
    """The organisation that the broadcaster belongs to."""
    accessed: str | None = None
    page_updated: str | None = None
    notes: str | None = None
    synthetic: bool = False
    """True for demo material made by a machine; every page says so."""
    created_at: str = ""
    updated_at: str = ""


@dataclass(frozen=True, slots=True)
class Probe:
    """What the decoder found in a file before any of it was used."""

    container: str
    codec: str
    channels: int
    sample_rate_hz: int
    duration_ms: int
    """Length of the decoded sound as placed by presentation time, not what the header claims."""
    has_video: bool = False
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recording:
    """One sound file of a programme (PBCore instantiation, generation: master)."""

    recording_id: str
    programme_id: str
    sha256: str
    """Of the original, taken while its bytes arrived; also its name in the store."""
    file_name: str
    size_bytes: int
    probe: Probe
    created_at: str
    access_sha256: str | None = None
    """Of the access copy, ``None`` until it is made."""
    loudness_lufs: float | None = None
    true_peak_dbtp: float | None = None

    @property
    def duration_ms(self) -> int:
        return self.probe.duration_ms


@dataclass(frozen=True, slots=True)
class Document:
    """A text that belongs to a programme: its summary or its script. Immutable; the newest counts."""

    document_id: str
    programme_id: str
    kind: str
    """``summary`` or ``script``."""
    language: str
    author: str | None
    text: str
    sha256: str
    created_at: str
    saved_by: str | None = None
    """The account that stored it; ``None`` where that was not kept."""
