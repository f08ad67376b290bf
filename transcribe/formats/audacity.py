"""Audacity's labels: a line each with start, end and text (Audacity manual, "Importing and Exporting Labels").

The format has no comments: a label at the very beginning says whose words these are. Times are exact to the
millisecond.
"""

from __future__ import annotations

from collections.abc import Iterator

from media.records import Span
from transcribe.formats.export import OWN_MARK, Export
from transcribe.formats.options import Options, Unit
from transcribe.speakers.labels import called

START = Span(0, 0)
BESIDE = " / "
"""Between what is said and its translation."""


def render(export: Export, options: Options) -> str:
    """Return a label a segment, or a word where words are asked for. Where nothing is said there is no label."""
    labels = [(START, f"{OWN_MARK} {'; '.join(export.head())}"), *_labels(export, options.unit)]
    return "".join(f"{_seconds(span.start_ms)}\t{_seconds(span.end_ms)}\t{_one_line(text)}\n" for span, text in labels)


def _labels(export: Export, unit: Unit) -> Iterator[tuple[Span, str]]:
    for segment, passages in zip(export.segments, export.beside_segments(), strict=True):
        heard = segment.heard_words
        if unit is Unit.WORDS and not export.made_from:
            yield from ((Span(word.start_ms, word.end_ms), word.text) for word in heard)
        elif heard:
            text = " ".join(word.text for word in heard)
            named = f"{called(segment.speaker, export.language)}: {text}" if segment.speaker else text
            yield segment.span, BESIDE.join((named, *(passage.text for passage in passages)))


def _one_line(text: str) -> str:
    """Tabs and line breaks would begin another field or label."""
    return " ".join(text.split())


def _seconds(time_ms: int) -> str:
    return f"{time_ms // 1000}.{time_ms % 1000:03}000"
