"""What is to be checked of a summary: its names, numbers, dates and quotes, and sentences that nothing bears out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from media.records import Span
from transcribe.linking.decided.placed import PlacedLink
from transcribe.records import Claim, Part, PartKind, Verdict
from webapp.checking.dates import is_date, is_month
from webapp.checking.passages import Passages
from webapp.checking.records import Item, Kind

AROUND_MS = 1_500
"""Played before and after a name: one word alone is hard to understand."""
ASKED = frozenset((Verdict.CONFLICTING, Verdict.NOT_FOUND))
STALE = "stale"
"""Reason of a sentence whose words have changed since it was linked."""
NOT_LOOKED_FOR = "not looked for"
"""Reason of a sentence that came into the summary since it was linked."""
_KINDS = {PartKind.NAME: Kind.NAME, PartKind.NUMBER: Kind.NUMBER, PartKind.QUOTE: Kind.QUOTE}
_ORDER = (Kind.NAME, Kind.NUMBER, Kind.DATE, Kind.QUOTE)
_WORST_FIRST = (
    Verdict.CONFLICTING,
    Verdict.NOT_FOUND,
    Verdict.CANNOT_TELL,
    Verdict.PARTLY,
    Verdict.LIKELY,
    Verdict.SUPPORTED,
)


def parts_to_check(links: Sequence[PlacedLink], passages: Passages) -> list[Item]:
    """Return names, then numbers, dates and quotes; of each those first that the sound seems to say otherwise."""
    found = [(part.verdict, _part(part, each, passages)) for each in links for part in each.link.parts]
    found.sort(key=lambda pair: (_ORDER.index(pair[1].kind), _WORST_FIRST.index(pair[0])))
    return [item for _, item in found]


def sentences_to_check(links: Sequence[PlacedLink], claims: Sequence[Claim], passages: Passages) -> Iterator[Item]:
    """Yield each sentence that is in conflict with the sound, was not found in it, or is otherwise than it was linked.

    :param links: of the summary; none where it was never linked.
    :param claims: all sentences of the summary.
    """
    for each in sorted(links, key=lambda each: each.link.verdict is not Verdict.CONFLICTING):
        link = each.link
        if each.is_stale or link.verdict in ASKED:
            reason = STALE if each.is_stale else str(link.verdict)
            yield _sentence(link.claim, reason, next(iter(each.spans), None), passages, each)
    linked = {each.link.claim.claim_id for each in links}
    for claim in claims if links else ():
        if claim.claim_id not in linked:
            yield _sentence(claim, NOT_LOOKED_FOR, None, passages, None)


def _part(part: Part, each: PlacedLink, passages: Passages) -> Item:
    claim = each.link.claim
    start, end = part.start_char - claim.start_char, part.end_char - claim.start_char
    is_dated = (part.kind is PartKind.NUMBER and is_date(claim.text, start, end)) or (
        part.kind is PartKind.NAME and is_month(part.text)
    )
    span = part.span or next(iter(each.spans), None)
    within = passages.at(span) if span else ()
    return Item(
        key=f"n-{claim.claim_id}-{start}",
        kind=Kind.DATE if is_dated else _KINDS[part.kind],
        reasons=(str(part.verdict),),
        text=part.text,
        sentence=claim.text,
        span=span,
        segment_ids=tuple(segment.segment_id for segment in within),
        said="\n".join(segment.text for segment in within),
        words=passages.heard(span, AROUND_MS) if span else "",
        link=each,
        is_nearby=part.span is None and span is not None,
    )


def _sentence(claim: Claim, reason: str, span: Span | None, passages: Passages, link: PlacedLink | None) -> Item:
    within = passages.at(span) if span else ()
    return Item(
        key=f"c-{claim.claim_id}",
        kind=Kind.SENTENCE,
        reasons=(reason,),
        text=claim.text,
        sentence="",
        span=span,
        segment_ids=tuple(segment.segment_id for segment in within),
        said="\n".join(segment.text for segment in within),
        words=passages.heard(span) if span else "",
        link=link,
    )
