"""Records of what is kept back. Times are integer milliseconds of the recording."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from media.records import Span

MASK = "[•••]"
"""Stands where nobody gave a role word: the same whatever was there."""
WIDENED_MS = 150
"""Before and after a masked span: what a name leaves in the sounds beside it, and what a time may be wrong by."""
STEP_MS = 1_000
"""Masked spans begin and end at multiples of it, so that their length tells little of which name it was."""


class RedactionKind(enum.StrEnum):
    PERSON = "person"
    """Every place where one of the names stands."""
    SPAN = "span"
    """A stretch of the sound, and whatever is said in it."""
    WORD = "word"
    """One place of one text."""


class RowKind(enum.StrEnum):
    """What a row says: the first three make a redaction, the others are about one."""

    PERSON = "person"
    SPAN = "span"
    WORD = "word"
    LIFTED = "lifted"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


class Decision(enum.StrEnum):
    """What a person said of one place."""

    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


class Where(enum.StrEnum):
    """The texts in which a name may stand."""

    FACTS = "facts"
    SUMMARY = "summary"
    TRANSCRIPT = "transcript"
    SPEAKERS = "speakers"
    TRANSLATION = "machine translation"
    ENGLISH = "English"
    """A journalist's."""
    LINKS = "links"
    """Names of the summary that were heard or missed: such a part is always taken out, and nobody is asked."""
    SCRIPT = "script"
    EARLIER = "earlier versions"
    """Of words, facts, summary and translations, in the archive."""
    COMMENTS = "comments"
    """What the newsroom writes to each other."""
    PUBLIC = "public versions"
    """What went out before and can still be read."""


PRIVATE = frozenset((Where.SCRIPT, Where.EARLIER, Where.COMMENTS))
"""Never published: listed, and nobody is asked."""


class Likeness(enum.StrEnum):
    """Why a place is listed."""

    NAME = "name"
    """A name in some case, spelling, short form, or as a recogniser writes it."""
    SPLIT = "split"
    """Its letters, across words or one by one."""
    RESEMBLES = "resembles"
    """Only looks alike: shown as it is until a person confirms it."""
    COUNTERPART = "counterpart"
    """What may tell it in other words: a translation of words that are kept back, in which no name was found, or a
    sentence of the summary that is linked to a stretch that is. Kept back until a person dismisses it."""


@dataclass(frozen=True, slots=True)
class SealedRow:
    """One row as it is stored. Rows are only added; what they say can be read with the key alone."""

    row_id: str
    programme_id: str
    redaction_id: str
    """The id of the row that made the redaction: of that row, its own."""
    kind: RowKind
    user_name: str
    created_at: str
    key_id: str
    """Which key it was sealed with."""
    sealed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Quote:
    """Where something stands, by its words: an edit of any of these makes it another place."""

    where: Where
    fact: str
    """Which one, of `Where.FACTS`; else empty."""
    words: str
    before: str
    after: str
    nth: int
    """Of those that are alike in all of this, from 0."""


@dataclass(frozen=True, slots=True)
class Redaction:
    """Something that is kept back."""

    redaction_id: str
    programme_id: str
    kind: RedactionKind
    replacement: str
    """Stands in its place."""
    reason: str
    authority: str | None
    """Who asked for it, or by which right."""
    user_name: str
    created_at: str
    names: tuple[str, ...] = ()
    """Of a person: the first is the name under which it is kept."""
    span: Span | None = None
    """Of `RedactionKind.SPAN`, and of a word that is heard."""
    recording_id: str | None = None
    """Whose times ``span`` has."""
    quote: Quote | None = None
    """Of a word."""
    voice_only: bool = False
    """Of a stretch: whether the words stay, and are said by another voice (`media.decoder.voice`)."""


@dataclass(frozen=True, slots=True)
class Lifted:
    """A redaction that no longer stands."""

    redaction: Redaction
    reason: str
    user_name: str
    created_at: str


@dataclass(frozen=True, slots=True)
class Redactions:
    """All that is kept back of one programme, as it can be read with the key."""

    standing: tuple[Redaction, ...]
    """In the order in which they were made."""
    lifted: tuple[Lifted, ...]
    decisions: Mapping[tuple[str, Quote], Decision]
    """The newest of each, by the redaction's id and the place."""
    salt: bytes = field(repr=False)
    """Names places, so that nobody without the key can tell from a place's id what stands there."""
    alike: Mapping[tuple[str, Quote], int] = field(default_factory=dict)
    """How many places could not be told from it by their words when it was decided on, as far as that was kept."""

    def __bool__(self) -> bool:
        return bool(self.standing)


@dataclass(frozen=True, slots=True)
class Place:
    """One place where something that is kept back stands, or may stand."""

    place_id: str
    redaction_id: str
    quote: Quote
    likeness: Likeness
    decision: Decision | None
    span: Span | None = None
    """When it is heard, as far as its words have times."""
    part: int = 0
    """Which text of several of its kind (`webapp.redaction.flows`)."""
    first: int = 0
    end: int = 0
    """Which words of it."""
    alike: int = 1
    """How many cannot be told from it by their words, with this one."""

    @property
    def is_asked(self) -> bool:
        """Whether a person is to confirm or dismiss it."""
        return self.quote.where not in PRIVATE and self.quote.where not in (Where.LINKS, Where.PUBLIC)

    @property
    def is_open(self) -> bool:
        """Whether it keeps a programme from being approved: a name, and nobody has looked at it."""
        return self.is_asked and self.decision is None and self.likeness in (Likeness.NAME, Likeness.SPLIT)

    @property
    def is_masked(self) -> bool:
        """Whether the public does not see it."""
        if self.decision is None:
            return self.likeness is not Likeness.RESEMBLES
        return self.decision is Decision.CONFIRMED


@dataclass(frozen=True, slots=True, order=True)
class MaskedSpan:
    """A stretch of the recording of which nothing may be heard: widened and rounded outward to whole steps."""

    start_ms: int
    end_ms: int
