"""When nothing may be heard: the words that are kept back, and the stretches that were marked as such."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from media.records import Span
from webapp.redaction.cover import cover, heard_spans, is_by_time, widen
from webapp.redaction.find import find_places
from webapp.redaction.flows import transcript_flow
from webapp.redaction.opened import opened
from webapp.redaction.records import MaskedSpan, Place, Redactions

if TYPE_CHECKING:
    from webapp.review import Content


def masked_spans(content: Content) -> tuple[MaskedSpan, ...]:
    """Return the stretches of the recording that must be masked: sorted, apart from each other, in whole steps.

    :raises NoRedactionKey: something is kept back, and the environment has no key.
    :raises WrongRedactionKey: it has another.
    """
    redactions = opened(content.redactions)
    return spans_of(content, redactions, find_places(content, redactions))


def spans_of(content: Content, redactions: Redactions, places: Collection[Place]) -> tuple[MaskedSpan, ...]:
    """Return the same where the places are known."""
    duration_ms = content.recording.duration_ms if content.recording else None
    return widen(_raw(content, redactions, places), duration_ms)


def _raw(content: Content, redactions: Redactions, places: Collection[Place]) -> Iterator[Span]:
    if content.text:
        flow = transcript_flow(content.text.segments)
        yield from heard_spans(flow.tokens, cover(flow, places, redactions))
    for redaction in redactions.standing:
        if redaction.span and is_by_time(redaction, places):
            yield redaction.span
