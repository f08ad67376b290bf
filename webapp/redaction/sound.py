"""When nothing may be heard: the words that are kept back, and the stretches that were marked as such.

And which stretches are said by another voice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from media.records import Covers, Span
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


def covers_of(content: Content, redactions: Redactions, places: Collection[Place]) -> Covers:
    """Return what is heard otherwise in the public sound."""
    return Covers(*(_plain(each) for each in (spans_of(content, redactions, places), voices_of(content, redactions))))


def voices_of(content: Content, redactions: Redactions) -> tuple[MaskedSpan, ...]:
    """Return the stretches that are said by another voice: sorted, apart from each other, in whole steps."""
    marked = (each.span for each in redactions.standing if each.span and each.voice_only)
    return widen(marked, content.recording.duration_ms if content.recording else None)


def _plain(spans: tuple[MaskedSpan, ...]) -> tuple[Span, ...]:
    return tuple(Span(each.start_ms, each.end_ms) for each in spans)


def _raw(content: Content, redactions: Redactions, places: Collection[Place]) -> Iterator[Span]:
    if content.text:
        flow = transcript_flow(content.text)
        yield from heard_spans(flow.tokens, cover(flow, places, redactions))
    for redaction in redactions.standing:
        if redaction.span and is_by_time(redaction, places):
            yield redaction.span
