"""Praat TextGrid, the long text form (Praat manual, "TextGrid file formats"), UTF-8.

Two interval tiers a speaker: what is said, and its words, named as the Montreal Forced Aligner names them. The format
has no comments: the first tier says over the whole recording whose words these are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from media.records import Span
from transcribe.formats.export import Export
from transcribe.formats.options import Options
from transcribe.formats.tiers import ABOUT, Names, Tier, end_ms, tiers

WORDS, TRANSLATION = " - words", " - translation"
"""After the name of the tier whose words they are, or whose translation."""
Interval = tuple[Span, str]


def render(export: Export, options: Options) -> str:
    """Return a TextGrid as long as the recording; times are exact to the millisecond."""
    made = tiers(export.segments)
    whole = Span(0, max(end_ms(made), export.sound.duration_ms if export.sound else 0, 1))
    rows = [(ABOUT, [(whole, "; ".join(export.head()))])]
    rows += [(name, list(_filled(intervals, whole))) for name, intervals in _rows(export, made)]
    lines = ['File type = "ooTextFile"', 'Object class = "TextGrid"', "", *_extent(whole, "")]
    lines += ["tiers? <exists> ", f"size = {len(rows)} ", "item []: "]
    for number, (name, intervals) in enumerate(rows, start=1):
        lines += _tier(number, name, intervals, whole)
    return "\n".join(lines) + "\n"


def _rows(export: Export, made: tuple[Tier, ...]) -> Iterator[tuple[str, Iterable[Interval]]]:
    names = Names(tier.name for tier in made)
    beside = export.beside_segments()
    for tier in made:
        yield tier.name, ((laid.span, laid.text) for laid in tier.laid)
        if not export.made_from:  # Nobody has heard the words of a translation, so there is no time for each.
            words = ((span, word.text) for laid in tier.laid for word, span in laid.words)
            yield names.free(f"{tier.name}{WORDS}"), words
        if export.beside:
            said = ((laid.span, " ".join(passage.text for passage in beside[laid.place])) for laid in tier.laid)
            yield names.free(f"{tier.name}{TRANSLATION}"), said


def _filled(intervals: Iterable[Interval], whole: Span) -> Iterator[Interval]:
    """Yield intervals with empty ones between them: a tier may have no holes."""
    at_ms = whole.start_ms
    for span, text in intervals:
        if span.start_ms > at_ms:
            yield Span(at_ms, span.start_ms), ""
        yield span, text
        at_ms = span.end_ms
    if at_ms < whole.end_ms:
        yield Span(at_ms, whole.end_ms), ""


def _tier(number: int, name: str, intervals: list[Interval], whole: Span) -> Iterator[str]:
    yield f"    item [{number}]:"
    yield '        class = "IntervalTier" '
    yield f"        name = {_quoted(name)} "
    yield from _extent(whole, "        ")
    yield f"        intervals: size = {len(intervals)} "
    for place, (span, text) in enumerate(intervals, start=1):
        yield f"        intervals [{place}]:"
        yield from _extent(span, "            ")
        yield f"            text = {_quoted(text)} "


def _extent(span: Span, indent: str) -> tuple[str, str]:
    return f"{indent}xmin = {_seconds(span.start_ms)} ", f"{indent}xmax = {_seconds(span.end_ms)} "


def _seconds(time_ms: int) -> str:
    return f"{time_ms // 1000}.{time_ms % 1000:03}".rstrip("0").rstrip(".")


def _quoted(text: str) -> str:
    return '"' + " ".join(text.split()).replace('"', '""') + '"'
