"""The text files of Praat: which words, numbers and strings of one count (Praat manual, "TextGrid file formats").

Long and short form are one grammar: only strings in quotes, numbers and flags in angle brackets that stand free are
read; everything else is there for people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from media.records import Span
from transcribe.errors import BadTranscript

FREE = re.compile(
    r"""
    (?P<string>"(?:[^"]++|"")*+")
    | (?P<comment>![^\n]*)
    | (?P<flag><[^\s<>"]*>)
    | (?P<number>[+-]?[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]{1,2})?(?![^\s]))
    | [^\s"]+
    """,
    re.VERBOSE,
)
INTERVALS, POINTS = "IntervalTier", "TextTier"
MOST_SHOWN = 40
MOST_DIGITS = 12
MOST_S = 10_000_000.0
"""What is later than four months is no time in a programme."""


@dataclass(frozen=True, slots=True)
class GridTier:
    """An interval tier."""

    name: str
    intervals: tuple[tuple[Span, str], ...]
    """In the order of the file, empty ones too."""


class Reader:
    """Reads one value after another."""

    def __init__(self, text: str) -> None:
        self._tokens = (
            (match.lastgroup, match[0]) for match in FREE.finditer(text) if match.lastgroup not in {None, "comment"}
        )

    def string(self) -> str:
        return self._next("string")[1:-1].replace('""', '"')

    def flag(self) -> str:
        return self._next("flag")

    def count(self) -> int:
        written = self._next("number").removeprefix("+")
        if not written.isdecimal() or len(written) > MOST_DIGITS:
            raise BadTranscript(
                f"The TextGrid has {written[:MOST_SHOWN]} where it should count; save it in Praat again."
            )
        return int(written)

    def time_ms(self) -> int:
        time_s = float(self._next("number"))
        if not 0 <= time_s <= MOST_S:
            raise BadTranscript(f"The TextGrid has a time of {time_s:g} s; it should be one of a recording.")
        return round(time_s * 1000)

    def span(self) -> Span:
        start_ms, end_ms = self.time_ms(), self.time_ms()
        if end_ms < start_ms:
            raise BadTranscript(
                f"The TextGrid has an interval from {start_ms / 1000:g} to {end_ms / 1000:g} s; correct it."
            )
        return Span(start_ms, end_ms)

    def _next(self, kind: str) -> str:
        found, text = next(self._tokens, (None, "nothing more"))
        if found != kind:
            raise BadTranscript(
                f"The TextGrid has {text[:MOST_SHOWN]} where a {kind} should stand; save it in Praat again."
            )
        return text


def grid_tiers(text: str) -> tuple[GridTier, ...]:
    """Return the interval tiers of a TextGrid; tiers of points have no speech.

    :raises BadTranscript: it is no TextGrid, or not a whole one.
    """
    reader = Reader(text)
    kinds = (reader.string(), reader.string())
    if not kinds[0].startswith("ooTextFile") or kinds[1] != "TextGrid":
        raise BadTranscript(
            f"This is a Praat file of another kind ({kinds[1][:MOST_SHOWN]}); save the TextGrid itself as a text file."
        )
    reader.span()
    if reader.flag() != "<exists>":
        return ()
    return tuple(tier for tier in _tiers(reader, reader.count()) if tier is not None)


def _tiers(reader: Reader, count: int) -> Iterator[GridTier | None]:
    for _ in range(count):
        kind, name = reader.string(), reader.string()
        reader.span()
        entries = reader.count()
        if kind == INTERVALS:
            yield GridTier(name, tuple((reader.span(), reader.string()) for _ in range(entries)))
        elif kind == POINTS:
            for _ in range(entries):
                reader.time_ms()
                reader.string()
            yield None
        else:
            raise BadTranscript(
                f"The TextGrid has a tier of a kind that nobody knows ({kind[:MOST_SHOWN]}); save it in Praat again."
            )
