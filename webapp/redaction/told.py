"""What the summary tells of a stretch that is kept back: its sentences that are linked to it, whatever words they use.

Names are looked for by what they are called. What is said in a stretch, or one word of it, stands in a summary in words
of its own and in another language: nothing but the link says so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from media.records import Span
from transcribe.linking.decided.placed import PlacedLink
from transcribe.records import Claim
from webapp.edition.render import place
from webapp.redaction.cover import cover, is_by_time
from webapp.redaction.flows import transcript_flow
from webapp.redaction.records import Place, RedactionKind, Redactions

if TYPE_CHECKING:
    from webapp.review import Content

Stretch = tuple[str, Span]
"""Whose it is, and when it is heard."""
OF_STRETCHES = frozenset((RedactionKind.SPAN, RedactionKind.WORD))


def stretches(content: Content, redactions: Redactions, places: Collection[Place]) -> tuple[Stretch, ...]:
    """Return when that is heard which is kept back as a stretch or as words, and not by a name."""
    mine = [each for each in redactions.standing if each.kind in OF_STRETCHES]
    ids = {each.redaction_id for each in mine}
    found = [(each.redaction_id, each.span) for each in mine if each.span and is_by_time(each, places)]
    if mine and content.text:
        flow = transcript_flow(content.text)
        for token, owner in zip(flow.tokens, cover(flow, places, redactions), strict=True):
            if owner and owner.redaction_id in ids and token.span:
                found.append((owner.redaction_id, token.span))
    return tuple(found)


def told_claims(content: Content, redactions: Redactions, places: Collection[Place]) -> Iterator[tuple[Claim, str]]:
    """Yield each sentence of the summary that is linked to such a stretch, and whose that is."""
    kept = stretches(content, redactions, places)
    for placed in linked(content) if kept else ():
        for owner in sorted({owner for owner, span in kept if any(touches(each, span) for each in _heard(placed))}):
            yield placed.link.claim, owner


def linked(content: Content) -> Sequence[PlacedLink]:
    """Return the links of the summary as it stands, in the words as they stand."""
    return place(content.summary, content.linking, content.text, content.programme.language).links


def is_summary_unlinked(content: Content) -> bool:
    """Return whether there is a summary, and nothing says where any of its sentences is heard."""
    return content.summary is not None and not any(placed.spans for placed in linked(content))


def touches(span: Span, other: Span) -> bool:
    """Return whether two stretches have something in common; a word of no length is within what is around it."""
    return span.overlap_ms(other) > 0 or span.start_ms <= other.start_ms < span.end_ms


def _heard(placed: PlacedLink) -> Iterator[Span]:
    """Yield where a sentence is heard: now, when the link was made, and of its names and numbers each."""
    yield from placed.spans
    yield from placed.link.spans
    yield from (part.span for part in placed.link.parts if part.span)
