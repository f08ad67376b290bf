"""What a speech model said in English → translated segments, with its own times and the segments that it speaks of."""

from __future__ import annotations

from collections.abc import Sequence

from media.records import Span
from transcribe.engines.protocol import (
    LEAST_LOG_PROBABILITY,
    MOST_COMPRESSION,
    MOST_NO_SPEECH,
    TranslatedStretch,
)
from transcribe.records import Doubt, Segment
from transcribe.translation.records import TranslatedSegment, sources_sha256
from transcribe.translation.units import Unit


def from_stretches(unit: Unit, window: Span, stretches: Sequence[TranslatedStretch]) -> list[TranslatedSegment]:
    """Return the translation of a window of a unit's sound.

    :param window: where the stretches' times begin.
    """
    return [_segment(unit, window, stretch) for stretch in stretches]


def _segment(unit: Unit, window: Span, stretch: TranslatedStretch) -> TranslatedSegment:
    start_ms = min(window.end_ms, window.start_ms + max(0, stretch.start_ms))
    end_ms = min(window.end_ms, max(start_ms, window.start_ms + stretch.end_ms))
    sources = _sources(unit, Span(start_ms, end_ms))
    return TranslatedSegment(
        start_ms=start_ms,
        end_ms=end_ms,
        text=stretch.text,
        source_ids=tuple(source.segment_id for source in sources),
        source_sha256=sources_sha256(sources),
        source_language=unit.language,
        doubts=doubts_of(stretch),
    )


def doubts_of(stretch: TranslatedStretch) -> tuple[Doubt, ...]:
    """Return why a translation should not be trusted even as one by a machine."""
    found = (
        (Doubt.LOOP, stretch.compression_ratio > MOST_COMPRESSION),
        (Doubt.NO_SPEECH, stretch.no_speech_probability > MOST_NO_SPEECH),
        (Doubt.LOW_PROBABILITY, stretch.mean_log_probability < LEAST_LOG_PROBABILITY),
    )
    return tuple(doubt for doubt, holds in found if holds)


def _sources(unit: Unit, span: Span) -> Sequence[Segment]:
    """Return the segments that are spoken in a span, or else the one nearest to it."""
    spoken = [segment for segment in unit.segments if segment.span.overlap_ms(span)]
    return spoken or [min(unit.segments, key=lambda segment: _apart_ms(segment, span))]


def _apart_ms(segment: Segment, span: Span) -> int:
    return max(segment.start_ms - span.end_ms, span.start_ms - segment.end_ms, 0)
