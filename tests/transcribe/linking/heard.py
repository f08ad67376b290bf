"""Segments with made-up times, as if somebody had read a text aloud at two words a second."""

from __future__ import annotations

from transcribe.linking.evidence import Heard, gather
from transcribe.records import Segment, Word

WORD_MS, PAUSE_MS = 500, 500


def read_aloud(lines: list[str], probability: float | None = None) -> tuple[Segment, ...]:
    """Return one segment a line."""
    segments: list[Segment] = []
    now_ms = 0
    for number, line in enumerate(lines):
        words = []
        for text in line.split():
            words.append(Word(text, now_ms, now_ms + WORD_MS, probability))
            now_ms += WORD_MS
        segments.append(Segment(f"s{number}", words[0].start_ms, words[-1].end_ms, tuple(words)))
        now_ms += PAUSE_MS
    return tuple(segments)


def spoken(text: str, language: str = "kk") -> Heard:
    return gather(read_aloud([text]), language)
