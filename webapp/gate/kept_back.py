"""What the gate looks for in a programme, and what people have let through."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from media.records import Covers, Span
from webapp.leaks.names import Alias, Name
from webapp.leaks.spots import Wanted
from webapp.redaction.find import find_places
from webapp.redaction.flows import transcript_flow
from webapp.redaction.opened import opened
from webapp.redaction.records import Decision, Place, Redactions, Where
from webapp.redaction.sound import covers_of
from webapp.redaction.wanted import wanted_in
from webapp.review import Content

BESIDE_MS = 3_000
"""From a mask: where a word of those it covers may still be heard, if their times are wrong."""
LEAST_LETTERS = 4
"""Of such a word: a shorter one is heard anywhere."""


@dataclass(frozen=True, slots=True)
class Covered:
    """A mask, and the words beneath it that are said nowhere near."""

    span: Span
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dismissed:
    """A place of the words that a person has let through: a name that is a common word too, or somebody else's."""

    redaction_id: str
    """As whose it was let through: for anybody else the same place says nothing."""
    span: Span
    """When it is said."""


@dataclass(frozen=True, slots=True)
class KeptBack:
    """What must not be public of a programme as it stands."""

    redactions: Redactions
    wanted: tuple[Wanted, ...]
    """Every way in which the people may be called."""
    covers: Covers
    dismissed: tuple[Dismissed, ...]
    covered: tuple[Covered, ...]

    @property
    def masks(self) -> tuple[Span, ...]:
        return self.covers.masks

    @property
    def needs_check(self) -> bool:
        return bool(self.wanted or self.covers)

    @property
    def names(self) -> tuple[Name, ...]:
        """As a sweep looks for them: a name for each person, with all that surely is theirs."""
        aliases: dict[str, list[Alias]] = defaultdict(list)
        for each in self.wanted:
            if each.is_sure:
                aliases[each.owner].append(each.alias)
        return tuple(Name(tuple(each)) for each in aliases.values())

    @property
    def strictly(self) -> Redactions:
        """As if nobody had let anything through: what is written so must hold none of the names at all."""
        confirmed = dict.fromkeys(self.redactions.decisions, Decision.CONFIRMED)
        return replace(self.redactions, decisions=confirmed)


def kept_back(content: Content) -> KeptBack:
    """:raises NoRedactionKey: something is kept back, and the environment has no key.

    :raises WrongRedactionKey: it has another.
    """
    redactions = opened(content.redactions)
    places = find_places(content, redactions)
    covers = covers_of(content, redactions, places) if content.recording else Covers()
    return KeptBack(
        redactions=redactions,
        wanted=tuple(wanted_in(redactions)),
        covers=covers,
        dismissed=tuple(_dismissed(places)),
        covered=tuple(_covered(content, covers.masks)),
    )


def _dismissed(places: tuple[Place, ...]) -> Iterator[Dismissed]:
    for place in places:
        if place.decision is Decision.DISMISSED and place.quote.where is Where.TRANSCRIPT and place.span:
            yield Dismissed(place.redaction_id, place.span)


def _covered(content: Content, masks: tuple[Span, ...]) -> Iterator[Covered]:
    """Yield each mask with what is said beneath it and not beside it."""
    tokens = transcript_flow(content.text).tokens if content.text else ()
    for mask in masks:
        near = Span(max(0, mask.start_ms - BESIDE_MS), mask.end_ms + BESIDE_MS)
        said = [token for token in tokens if token.span and near.overlap_ms(token.span)]
        beneath = {token.text for token in said if token.span and _is_beneath(token.span, mask)}
        beside = {token.text for token in said if token.span and not _is_beneath(token.span, mask)}
        words = sorted(word for word in beneath - beside if sum(map(str.isalpha, word)) >= LEAST_LETTERS)
        yield Covered(mask, tuple(words))


def _is_beneath(span: Span, mask: Span) -> bool:
    """Return whether most of a word is covered: of one that only reaches in, most is heard."""
    return 2 * mask.overlap_ms(span) > span.duration_ms
