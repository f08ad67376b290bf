"""The transcript as a table, a row a segment."""

from __future__ import annotations

from collections.abc import Iterator

from transcribe.formats.documents.passages import Passage, passages, plain
from transcribe.formats.export import Export, clock
from transcribe.formats.spreadsheet import harmless
from transcribe.formats.whose import is_by_newsroom, made_with
from transcribe.records import Segment, WordsBy

COLUMNS = ("start", "end", "start_ms", "end_ms", "speaker", "language", "text", "whose_words", "unsure", "doubts")
BESIDE = "translation"
OF_FILES = {WordsBy.MACHINE: "machine", WordsBy.HUMAN: "people", WordsBy.UNKNOWN: "not known"}
"""Of words that came in as a file, as far as whoever brought it said."""


def about(export: Export) -> Iterator[str]:
    """Yield the lines that say whose words these are."""
    yield from (f"# {plain(line)}" for line in export.head())


def rows(export: Export) -> Iterator[tuple[str, ...]]:
    """Yield the cells of the table, the names of its columns first: none is a formula, none has a line break."""
    yield (*COLUMNS, BESIDE) if export.beside else COLUMNS
    for passage, segment in zip(passages(export, joined=False), export.segments, strict=True):
        cells = tuple(_cells(passage, segment, export))
        yield tuple(map(harmless, (*cells, passage.translated) if export.beside else cells))


def _cells(passage: Passage, segment: Segment, export: Export) -> Iterator[str]:
    yield from (clock(passage.span.start_ms, "."), clock(passage.span.end_ms, "."))
    yield from (str(passage.span.start_ms), str(passage.span.end_ms))
    yield from (passage.speaker or "", passage.language, passage.text, _whose(segment, export))
    yield " ".join(token.text for token in passage.tokens if token.is_unsure)
    yield "; ".join(passage.doubts)


def _whose(segment: Segment, export: Export) -> str:
    if export.made_from:
        return export.made_from.label
    if is_by_newsroom(export, segment):
        return "newsroom"
    words_by = made_with(export, segment).words_by
    if words_by is not None:
        return OF_FILES[words_by]
    return "script" if export.method == "aligned" and segment.run is None else "machine"
