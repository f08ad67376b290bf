"""What the benchmark asks: a programme that was heard, sentences about it, and where the right answers are."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from media.records import Span
from transcribe.linking.evidence import Heard
from transcribe.linking.windows import Window
from transcribe.records import Segment, Word


class Truth(enum.StrEnum):
    """What is the matter with a sentence."""

    TRUE = "true"
    OTHER = "another programme's"
    NUMBER = "a number swapped"
    NAME = "a name swapped"
    NEGATION = "negated"


@dataclass(frozen=True, slots=True)
class Query:
    """A sentence of a summary."""

    text: str
    gold: tuple[Span, ...]
    """Where the programme bears it out; for a sentence that was made false, where its topic is."""
    truth: Truth = Truth.TRUE


@dataclass(frozen=True, slots=True)
class Case:
    """One summary of one programme."""

    group: str
    """The programme: the bootstrap draws whole ones."""
    heard: Heard
    windows: tuple[Window, ...]
    language: str
    """Of the summary, primary subtag."""
    queries: tuple[Query, ...]
    """In the order of the summary."""
    units: tuple[Span, ...]
    """What was said, as annotators count it."""


def segment(number: int, span: Span, text: str, speaker: str | None, language: str) -> Segment:
    """Return a segment whose words are spread evenly over its time."""
    words = text.split()
    edges = [span.start_ms + span.duration_ms * at // len(words) for at in range(len(words) + 1)]
    return Segment(
        segment_id=f"s{number}",
        start_ms=span.start_ms,
        end_ms=span.end_ms,
        words=tuple(Word(word, first, last, None) for word, first, last in zip(words, edges, edges[1:], strict=False)),
        speaker=speaker,
        language=language,
    )


def grid(segments: Sequence[Segment], heard: Heard, length_ms: int, step_ms: int) -> tuple[Window, ...]:
    """Return windows of a fixed length from 0, each with the segments that it touches, none without any.

    :param segments: those that `heard` was gathered from.
    """
    ends, sentence = [], 0
    for each in segments:
        words = len(each.words)
        while words > 0:
            words -= heard.sentences[sentence].end - heard.sentences[sentence].first
            sentence += 1
        ends.append(sentence)
    firsts = [0, *ends[:-1]]
    found = []
    for start_ms in range(0, max(each.end_ms for each in segments), step_ms):
        span = Span(start_ms, start_ms + length_ms)
        touched = [at for at, each in enumerate(segments) if span.overlap_ms(each.span) > 0]
        if touched:
            first, end = firsts[touched[0]], ends[touched[-1]]
            found.append(Window(first, end, heard.sentences[first].first, heard.sentences[end - 1].end, span))
    return tuple(found)
