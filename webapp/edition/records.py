"""What the public may see of a programme: one immutable document a published version.

Nothing comes in here by copying a private record whole: each field is named, so that a field
which a private record gains later stays private.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Literal

from media.records import Span
from transcribe.records import Doubt, Provenance, Verdict

FORMAT: Literal["muragat-edition/1"] = "muragat-edition/1"
TOMBSTONE_FORMAT: Literal["muragat-withdrawn/1"] = "muragat-withdrawn/1"

FOUND = frozenset({Verdict.SUPPORTED, Verdict.LIKELY, Verdict.PARTLY})
"""What a machine says of a sentence for which something speaks and nothing against it."""


class Maker(enum.StrEnum):
    """Who made a translation."""

    MACHINE = "machine"
    JOURNALIST = "journalist"


class ChangedPart(enum.StrEnum):
    """A part of a programme that may change from one version to the next."""

    FACTS = "facts"
    SUMMARY = "summary"
    WORDS = "words"
    TRANSLATION = "translation"
    LINKS = "links"
    SOUND = "sound"


class PublicReason(enum.StrEnum):
    """Why a programme was withdrawn, as far as the public is told."""

    NEWSROOM = "newsroom"
    """Nothing more is said."""
    ERROR = "error"
    RIGHTS = "rights"
    CONSENT = "consent"
    LAW = "law"
    CORRECTED = "corrected"
    """It comes back; what is corrected, words or rights or names, is not said."""


@dataclass(frozen=True, slots=True)
class EditionFacts:
    """What is known of the programme (`media.records.FACTS`)."""

    programme_id: str
    title: str
    language: str
    series: str | None
    publisher: str | None
    author: str | None
    published: str | None
    broadcast: str | None
    project: str | None
    funder: str | None
    rights: str | None
    disclaimer: str | None
    citation: str | None
    synthetic: bool
    broadcaster: str | None = None
    service: str | None = None
    aired: str | None = None
    people: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    medium: str | None = None
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class EditionWord:
    text: str
    start_ms: int
    end_ms: int
    probability: float | None
    doubt: Doubt | None
    confidence: float | None = None
    redacted: bool = False
    """True where it stands for words that the newsroom has taken out, however many."""


@dataclass(frozen=True, slots=True)
class EditionSegment:
    segment_id: str
    """From the segment's time alone: an id made from words would let a guesser test what was there before."""
    start_ms: int
    end_ms: int
    words: tuple[EditionWord, ...]
    speaker: str | None
    language: str | None
    doubts: tuple[Doubt, ...]
    human: bool
    """True where a person of the newsroom has corrected the words; not who."""
    made_by: int = 0
    """Which machine: 0 is `EditionTranscript.provenance`, n the nth of its ``others``."""

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def heard_words(self) -> tuple[EditionWord, ...]:
        """Its words, less those of a script that nobody spoke."""
        return tuple(word for word in self.words if word.doubt is not Doubt.NOT_SPOKEN)

    @property
    def heard_text(self) -> str:
        return " ".join(word.text for word in self.heard_words)


@dataclass(frozen=True, slots=True)
class EditionTranscript:
    method: str
    """``recognised``, ``aligned`` or ``imported``."""
    provenance: Provenance
    made_at: str
    segments: tuple[EditionSegment, ...]
    others: tuple[Provenance, ...] = ()
    """Machines of which people took over words for some segments."""


@dataclass(frozen=True, slots=True)
class EditionTranslated:
    """Some words of a translation, and when their originals are said."""

    start_ms: int
    end_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class EditionTranslation:
    """The programme's words in another language, as a layer of their own."""

    language: str
    maker: Maker
    machine: str | None
    """Which machine made it, ``None`` where none did."""
    segments: tuple[EditionTranslated, ...]
    """Ascending in time. What was made of words that were corrected since is left out."""


@dataclass(frozen=True, slots=True)
class EditionConflict:
    """A name or number of a sentence, and what is heard in its place."""

    text: str
    heard: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class EditionCandidate:
    """Another place that may bear a sentence out; of its words nothing is kept here."""

    span: Span
    score: float


@dataclass(frozen=True, slots=True)
class EditionSentence:
    """A piece of the summary and what the machine found for it in the sound."""

    paragraph: int
    text: str
    verdict: Verdict | None
    """``None`` where nobody has looked."""
    spans: tuple[Span, ...] = ()
    alternatives: tuple[EditionCandidate, ...] = ()
    anchors: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    stale: bool = False
    """True where the words were corrected after the machine judged them."""
    conflicts: tuple[EditionConflict, ...] = ()
    """Those of ``missing`` in whose place something else is heard."""
    confirmed: bool = False
    """True where a person has said where it is heard, or that it is nowhere."""

    @property
    def is_heard(self) -> bool:
        """Whether a machine or a person says where it is heard, and nothing speaks against it."""
        return bool(self.spans) and not self.stale and (self.confirmed or self.verdict in FOUND)


@dataclass(frozen=True, slots=True)
class EditionSummary:
    language: str
    author: str | None
    sentences: tuple[EditionSentence, ...]
    omitted: tuple[Span, ...] = ()
    """Stretches of speech that it leaves out, as a machine found; of their words nothing is kept here."""


@dataclass(frozen=True, slots=True)
class EditionSound:
    sha256: str
    """Of the public sound file, which it names."""
    size_bytes: int
    duration_ms: int
    other_voice: tuple[Span, ...] = ()
    """Stretches in which the newsroom has changed the voice. Ascending."""


@dataclass(frozen=True, slots=True)
class EditionDocument:
    """One published version of one programme."""

    format: Literal["muragat-edition/1"]
    facts: EditionFacts
    version: int
    """1, 2, 3 … of this programme."""
    approved_at: str
    published_at: str
    summary: EditionSummary | None
    transcript: EditionTranscript | None
    sound: EditionSound | None
    translations: tuple[EditionTranslation, ...] = ()
    changes: tuple[ChangedPart, ...] = ()
    """What differs from the public version before; empty in the first, and after a withdrawal."""
    note: str | None = None
    """Why it differs from the version before, in the newsroom's words for readers (`webapp.edition.note`)."""
    stands_alone: bool = False
    """True where no version before it may be served any more: something that they have is protected now."""


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What is left of a withdrawn programme. Its reason is one of a few: what a newsroom wrote stays there."""

    format: Literal["muragat-withdrawn/1"]
    programme_id: str
    withdrawn_at: str
    version: int
    """Its last published version, so that numbers go on from there."""
    reason: PublicReason = PublicReason.NEWSROOM
    published_at: str | None = None
    """When that version went out: another edition's of this number did at another moment."""
