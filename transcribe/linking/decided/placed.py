"""The links of a programme in its words as they stand: where each is heard now, and which are stale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from media.records import Span
from transcribe.linking.decided.passage import TextNow, text_now
from transcribe.linking.decided.stale import follow, follow_words
from transcribe.records import Candidate, Link, Linking, Omitted, Part, ProgrammeText, Verdict


@dataclass(frozen=True, slots=True)
class PlacedLink:
    """A link, and where its words are now."""

    link: Link
    """Its parts and alternatives are where their words are now, as they are written now.

    A part whose words are gone has none; an alternative whose words are gone is not there.
    """
    spans: tuple[Span, ...]
    is_stale: bool


def placed_links(linking: Linking, text: ProgrammeText, language: str) -> tuple[PlacedLink, ...]:
    """Return the links of a linking in order, followed to where their words are now.

    :param language: of the programme, a BCP 47 tag.
    """
    now = text_now(text.segments, language)
    is_of_this_text = linking.text_sha256 == text.sha256
    return tuple(_placed(link, now, is_of_this_text=is_of_this_text) for link in linking.links)


def placed_omitted(linking: Linking, text: ProgrammeText, language: str) -> tuple[Omitted, ...]:
    """Return what a linking found to be left out, where its first words are now; where it was, if they are gone.

    :param language: of the programme, a BCP 47 tag.
    """
    if linking.text_sha256 == text.sha256:
        return linking.omitted
    now = text_now(text.segments, language)
    return tuple(_omitted_now(each, now) for each in linking.omitted)


def _omitted_now(omitted: Omitted, now: TextNow) -> Omitted:
    span = omitted.span
    found = follow_words((span,), omitted.first_words, now)
    shift_ms = 0 if found.is_stale else found.spans[0].start_ms - span.start_ms
    return replace(omitted, span=Span(span.start_ms + shift_ms, span.end_ms + shift_ms))


def _placed(link: Link, now: TextNow, *, is_of_this_text: bool) -> PlacedLink:
    # What a person decided keeps the words that were decided on, also when it was linked again since.
    if not is_of_this_text or link.decided:
        return place_link(link, now)
    parts = tuple(_part_now(part, link.spans, now) for part in link.parts)
    return PlacedLink(replace(link, parts=parts), link.spans, is_stale=False)


def place_link(link: Link, now: TextNow) -> PlacedLink:
    """Return a link of any earlier text in the words as they stand."""
    found = follow(link, now)
    went = (replace(part, span=_gone_with(part.span, link.spans, found.spans)) for part in link.parts)
    parts = tuple(_part_now(part, found.spans, now) for part in went)
    others = tuple(other for each in link.alternatives for other in _candidate_now(each, now))
    return PlacedLink(replace(link, parts=parts, alternatives=others), found.spans, found.is_stale)


def _gone_with(span: Span | None, spans: Sequence[Span], now: Sequence[Span]) -> Span | None:
    """Return a span moved as the nearest place of its link moved: a name is too short to be known again far away."""
    if span is None or not spans:
        return span
    start_ms = span.start_ms
    shifts = [(abs(then.start_ms - start_ms), at.start_ms - then.start_ms) for then, at in zip(spans, now, strict=True)]
    shift_ms = max(-start_ms, min(shifts)[1])
    return Span(start_ms + shift_ms, span.end_ms + shift_ms)


def _candidate_now(candidate: Candidate, now: TextNow) -> Iterator[Candidate]:
    """Yield an alternative where its words are now; none where they are gone, or were not kept."""
    found = follow_words((candidate.span,), candidate.quote, now)
    if candidate.quote and not found.is_stale:
        yield Candidate(found.spans[0], candidate.score, now.quote(found.spans))


def _part_now(part: Part, spans: Sequence[Span], now: TextNow) -> Part:
    """Return a part as it is heard now.

    Words that nobody hears any longer are named nowhere: somebody may have taken them out for a reason.

    :param spans: where the link is now.
    """
    if not part.heard or (part.span and _is_there(part, part.span, spans, now)):
        return part
    found = follow_words((part.span,), part.heard, now) if part.span else None
    heard = now.quote(found.spans) if found and not found.is_stale else ""
    if found is None or not heard:
        return replace(part, verdict=Verdict.CANNOT_TELL, heard="", span=None)
    return replace(part, heard=heard, span=found.spans[0])


def _is_there(part: Part, at: Span, spans: Sequence[Span], now: TextNow) -> bool:
    """Return whether the words of a part begin where they did, and the others stand where the link is."""
    first = now.quote((at,)).split()
    words = part.heard.split()
    return bool(first) and words[: len(first)] == first and set(words) <= set(now.quote((at, *spans)).split())
