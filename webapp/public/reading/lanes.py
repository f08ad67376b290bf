"""What lies under the waveform: who speaks when, and where the machine is in doubt, no finer than can be seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from media.records import Span
from transcribe.records import Doubt
from webapp.edition.records import EditionDocument, EditionSegment
from webapp.interface import gettext
from webapp.speaker_name import speaker_name

LANES = 6
"""As many patterns as can be told apart; where there are more voices, the sixth stands for all others."""
FINEST = 800
"""Gaps shorter than this part of the sound are not shown: no window is wider in waveform bars."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One voice."""

    name: str
    spans: tuple[Span, ...]
    said_ms: int
    """How long it speaks in all."""


@dataclass(frozen=True, slots=True)
class Lanes:
    speakers: tuple[Lane, ...]
    """In the order in which they are first heard; none where fewer than two are told apart."""
    doubts: tuple[Span, ...]


def lanes(document: EditionDocument) -> Lanes:
    """Return what the waveform of a document shows."""
    segments = document.transcript.segments if document.transcript else ()
    finest_ms = document.sound.duration_ms // FINEST if document.sound else 0
    return Lanes(_speakers(segments, finest_ms), tuple(_joined(_doubted(segments), finest_ms)))


def _speakers(segments: tuple[EditionSegment, ...], finest_ms: int) -> tuple[Lane, ...]:
    said: dict[str, list[Span]] = {}
    for segment in segments:
        if segment.speaker:
            said.setdefault(speaker_name(segment.speaker), []).append(Span(segment.start_ms, segment.end_ms))
    if len(said) <= 1:
        return ()
    if len(said) > LANES:
        loudest = sorted(said, key=lambda name: -_length(said[name]))[: LANES - 1]
        rest = sorted((span for name in said if name not in loudest for span in said[name]), key=lambda s: s.start_ms)
        said = {name: spans for name, spans in said.items() if name in loudest} | {gettext("other voices"): rest}
    return tuple(Lane(name, tuple(_joined(spans, finest_ms)), _length(spans)) for name, spans in said.items())


def _doubted(segments: tuple[EditionSegment, ...]) -> Iterator[Span]:
    for segment in segments:
        if any(doubt is not Doubt.SHARED_TIMES for doubt in segment.doubts):
            yield Span(segment.start_ms, segment.end_ms)
        else:
            yield from (Span(w.start_ms, w.end_ms) for w in segment.words if w.doubt is Doubt.LOW_PROBABILITY)


def _joined(spans: Iterable[Span], finest_ms: int) -> Iterator[Span]:
    """Yield the spans, those as one between which no gap can be seen."""
    last: Span | None = None
    for span in spans:
        if last and span.start_ms - last.end_ms <= finest_ms:
            last = Span(last.start_ms, max(last.end_ms, span.end_ms))
            continue
        if last:
            yield last
        last = span
    if last:
        yield last


def _length(spans: list[Span]) -> int:
    return sum(span.end_ms - span.start_ms for span in spans)
