"""What tells what is kept back in other words: a translation in which no name is found, a sentence of the summary."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from webapp.redaction.cover import cover
from webapp.redaction.flows import Flow, english_pieces, pieces_flow, text_tokens, transcript_flow
from webapp.redaction.records import Likeness, Place, RedactionKind, Redactions, Where
from webapp.redaction.told import told_claims

if TYPE_CHECKING:
    from webapp.review import Content

Piece = tuple[str, int, int]
"""Whose counterpart it is, and its words: first and end."""


def counterparts(content: Content, redactions: Redactions, found: Sequence[Place]) -> Iterator[tuple[Flow, Piece]]:
    """Yield pieces of the translations whose originals hold what is kept back, and in which it was not found.

    And sentences of the summary that are linked to a stretch, or to words, that are kept back.
    """
    yield from _sentences(content, redactions, found)
    if content.text is None or not (content.translation or content.english):
        return
    owners = _owners_by_segment(content, redactions, found)
    if content.translation:
        said = content.translation.segments
        flow = pieces_flow(Where.TRANSLATION, ((each.text, each.span) for each in said))
        yield from _pieces(flow, [_union(owners, each.source_ids) for each in said], redactions, found)
    if content.english:
        flow = pieces_flow(Where.ENGLISH, english_pieces(content))
        ids = [each.segment_id for each in content.text.segments if each.segment_id in content.english]
        yield from _pieces(flow, [_union(owners, (each,)) for each in ids], redactions, found)


def _sentences(content: Content, redactions: Redactions, found: Sequence[Place]) -> Iterator[tuple[Flow, Piece]]:
    if content.summary is None:
        return
    flow = Flow(Where.SUMMARY, "", tuple(text_tokens(content.summary.text)))
    for claim, owner in told_claims(content, redactions, found):
        mine = [number for number, token in enumerate(flow.tokens) if claim.start_char <= token.start < claim.end_char]
        if mine:
            yield flow, (owner, mine[0], mine[-1] + 1)


def _owners_by_segment(content: Content, redactions: Redactions, found: Sequence[Place]) -> dict[str, set[str]]:
    owners: dict[str, set[str]] = defaultdict(set)
    if content.text:
        flow = transcript_flow(content.text)
        for token, owner in zip(flow.tokens, cover(flow, found, redactions), strict=True):
            if owner:
                owners[content.text.segments[token.unit].segment_id].add(owner.redaction_id)
    return owners


def _union(owners: dict[str, set[str]], segment_ids: Sequence[str]) -> set[str]:
    return {owner for segment_id in segment_ids for owner in owners.get(segment_id, ())}


def _pieces(
    flow: Flow, wanted: Sequence[set[str]], redactions: Redactions, found: Sequence[Place]
) -> Iterator[tuple[Flow, Piece]]:
    people = {each.redaction_id for each in redactions.standing if each.kind is RedactionKind.PERSON}
    named: dict[int, set[str]] = defaultdict(set)
    for place in found:
        if place.quote.where is flow.where and place.is_masked and place.likeness is not Likeness.RESEMBLES:
            named[flow.tokens[place.first].unit].add(place.redaction_id)
    bounds: dict[int, tuple[int, int]] = {}
    for number, token in enumerate(flow.tokens):
        bounds[token.unit] = (bounds.get(token.unit, (number, 0))[0], number + 1)
    for unit, owners in enumerate(wanted):
        for owner in sorted(owners - (named[unit] & people)):
            if unit in bounds:
                yield flow, (owner, *bounds[unit])
