"""The texts of a programme as rows of words, each with its place: in them names are looked for and taken out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from media.records import FACTS, LISTS, Span, listed
from transcribe.records import Link, ProgrammeText, Segment
from webapp.redaction.records import Where
from webapp.redaction.unmeasured import rooms_of

if TYPE_CHECKING:
    from webapp.review import Content

CHECKED_FACTS = tuple(name for name in FACTS if name not in ("language", "published", "aired"))
"""Facts that hold free text."""
WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Token:
    """One word with what is written to it, as it stands."""

    text: str
    unit: int
    """Which part of the flow it is in: a segment of the text or of a translation; else 0."""
    start: int
    """In the unit: which word of a segment; where it begins in a text, in code points."""
    span: Span | None = None
    """Within which it is said, as far as that is known."""


@dataclass(frozen=True, slots=True)
class Flow:
    """Words that follow one another, so that a name may go on from one into the next."""

    where: Where
    fact: str
    """Which one, of `Where.FACTS`; else empty."""
    tokens: tuple[Token, ...]
    part: int = 0
    """Which one of several of its kind: of a list, of the speakers, of the links."""


def flows(content: Content) -> Iterator[Flow]:
    """Yield all texts of a programme that would be published, and the links' parts."""
    for fact in CHECKED_FACTS:
        yield from _fact_flows(fact, getattr(content.programme, fact))
    if content.summary:
        yield Flow(Where.SUMMARY, "", tuple(text_tokens(content.summary.text)))
        yield Flow(Where.SUMMARY, "author", tuple(text_tokens(content.summary.author or "")))
    if content.text:
        yield transcript_flow(content.text)
        yield from speaker_flows(content.text.segments)
    if content.translation:
        said = ((each.text, each.span) for each in content.translation.segments)
        yield pieces_flow(Where.TRANSLATION, said)
    if content.english and content.text:
        yield pieces_flow(Where.ENGLISH, english_pieces(content))
    if content.linking:
        yield from link_flows(content.linking.links)


def transcript_flow(text: ProgrammeText) -> Flow:
    """Return the words of a programme: `Token.start` is the place in its segment.

    A word whose time is a guess may be said anywhere in its room (`webapp.redaction.unmeasured`): that is its span.
    """
    return _spoken(text.segments, Where.TRANSCRIPT, rooms_of(text))


def earlier_flow(segments: Sequence[Segment]) -> Flow:
    """Return the words of what was said before, and is not about to be published."""
    return _spoken(segments, Where.EARLIER, {})


def _spoken(segments: Sequence[Segment], where: Where, rooms: Mapping[tuple[int, int], Span]) -> Flow:
    tokens = (
        Token(
            word.text,
            unit,
            place,
            rooms.get((unit, place)) or Span(word.start_ms, max(word.start_ms, word.end_ms)),
        )
        for unit, segment in enumerate(segments)
        for place, word in enumerate(segment.words)
    )
    return Flow(where, "", tuple(tokens))


def speaker_flows(segments: Sequence[Segment]) -> Iterator[Flow]:
    """Yield each name of a speaker once."""
    for part, name in enumerate(speakers(segments)):
        yield Flow(Where.SPEAKERS, "", tuple(text_tokens(name)), part)


def speakers(segments: Sequence[Segment]) -> tuple[str, ...]:
    """Return the names of the speakers, each once."""
    return tuple(dict.fromkeys(segment.speaker for segment in segments if segment.speaker))


def english_pieces(content: Content) -> Iterator[tuple[str, Span]]:
    """Yield a journalist's English, in the order of the segments that have some."""
    for segment in content.text.segments if content.text else ():
        if segment.segment_id in content.english:
            yield content.english[segment.segment_id].text, segment.span


def pieces_flow(where: Where, pieces: Iterable[tuple[str, Span | None]]) -> Flow:
    tokens = (token for unit, (text, span) in enumerate(pieces) for token in text_tokens(text, unit, span))
    return Flow(where, "", tuple(tokens))


def text_tokens(text: str, unit: int = 0, span: Span | None = None) -> Iterator[Token]:
    for match in WORD.finditer(text):
        yield Token(match.group(), unit, match.start(), span)


def _fact_flows(fact: str, value: str | None) -> Iterator[Flow]:
    for part, each in enumerate(listed(value) if fact in LISTS else ((value,) if value else ())):
        yield Flow(Where.FACTS, fact, tuple(text_tokens(each)), part)


def link_flows(links: Sequence[Link]) -> Iterator[Flow]:
    """Yield what the parts of links say, and the words that were heard for them."""
    texts = (text for link in links for part in link.parts for text in (part.text, part.heard))
    for part, text in enumerate(texts):
        yield Flow(Where.LINKS, "", tuple(text_tokens(text)), part)
