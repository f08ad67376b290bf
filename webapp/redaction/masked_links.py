"""Links between the summary and the words, without what is kept back in either."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from media.records import Span
from transcribe.linking.decided.placed import PlacedLink
from transcribe.records import Claim, Link, Part
from webapp.edition.render import Placed, place
from webapp.redaction.cover import cover, heard_spans
from webapp.redaction.find import Finder
from webapp.redaction.flows import Flow, text_tokens, transcript_flow
from webapp.redaction.masked_times import MaskedTimes
from webapp.redaction.records import Likeness, Place, Redactions, Where
from webapp.redaction.text import MaskedText
from webapp.redaction.told import stretches, touches

if TYPE_CHECKING:
    from webapp.review import Content


def mask_links(
    content: Content, redactions: Redactions, places: Collection[Place], summary: MaskedText, times: MaskedTimes
) -> Placed:
    """Return the links as they are found in the words, with the summary's places as they are in what is left of it.

    A name or number of a sentence is left out where it, or what is heard for it, is kept back. A sentence that is
    linked to a stretch, or to words, that are kept back has no link, also where somebody has let its words through.
    """
    placed = place(content.summary, content.linking, content.text, content.programme.language)
    parts = _Parts(content, redactions, places, summary)
    told = _told(content, places)
    kept = [span for _, span in stretches(content, redactions, places)]
    # How well another place fits follows from all words: a guess of those that are kept back could be tried on it.
    is_whole = not kept and not any(each.is_masked for each in places)
    links = [
        _link(each, parts, summary, times, kept, is_whole=is_whole)
        for each in placed.links
        if not _is_told(each.link.claim, told)
    ]
    return Placed(links, sorted({times.outward(span) for span in placed.omitted}))


def _told(content: Content, places: Collection[Place]) -> list[int]:
    """Return where the sentences begin that tell of what is kept back."""
    tokens = tuple(text_tokens(content.summary.text)) if content.summary else ()
    told = (each for each in places if each.likeness is Likeness.COUNTERPART and each.quote.where is Where.SUMMARY)
    return [tokens[each.first].start for each in told]


def _is_told(claim: Claim, told: Collection[int]) -> bool:
    return any(claim.start_char <= start < claim.end_char for start in told)


class _Parts:
    """Tells which parts of a claim may be shown."""

    def __init__(
        self, content: Content, redactions: Redactions, places: Collection[Place], summary: MaskedText
    ) -> None:
        self._finder = Finder(redactions)
        self._summary = summary
        self._gone: list[Span] = []
        if content.text:
            flow = transcript_flow(content.text)
            self._gone = heard_spans(flow.tokens, cover(flow, places, redactions))

    def left(self, link: Link) -> Iterator[Part]:
        for part in link.parts:
            if not self._is_gone(part):
                yield part

    def _is_gone(self, part: Part) -> bool:
        if self._summary.touches(part.start_char, part.end_char):
            return True
        if part.span and any(part.span.overlap_ms(span) for span in self._gone):
            return True
        return any(self._is_named(text) for text in (part.text, part.heard))

    def _is_named(self, text: str) -> bool:
        flow = Flow(Where.LINKS, "", tuple(text_tokens(text)))
        return any(place.likeness is not Likeness.RESEMBLES for place in self._finder.places(flow))


def _link(
    placed: PlacedLink,
    parts: _Parts,
    summary: MaskedText,
    times: MaskedTimes,
    kept: Collection[Span],
    *,
    is_whole: bool,
) -> PlacedLink:
    link, claim = placed.link, placed.link.claim
    start, end = summary.offset(claim.start_char), summary.offset(claim.end_char)
    return PlacedLink(
        replace(
            link,
            claim=replace(claim, text=summary.text[start:end], start_char=start, end_char=end),
            spans=_spans(link.spans, times),
            alternatives=tuple(
                replace(each, span=times.outward(each.span), score=each.score if is_whole else 0.0, quote="")
                for each in link.alternatives
                if not any(touches(each.span, span) for span in kept)
            ),
            quote="",
            parts=tuple(_part(part, summary, times) for part in parts.left(link)),
        ),
        _spans(placed.spans, times),
        placed.is_stale,
    )


def _part(part: Part, summary: MaskedText, times: MaskedTimes) -> Part:
    return replace(
        part,
        start_char=summary.offset(part.start_char),
        end_char=summary.offset(part.end_char),
        span=part.span and times.outward(part.span),
    )


def _spans(spans: tuple[Span, ...], times: MaskedTimes) -> tuple[Span, ...]:
    return tuple(dict.fromkeys(map(times.outward, spans)))
