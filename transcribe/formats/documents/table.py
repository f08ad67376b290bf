"""The transcript as a table, a row a segment."""

from __future__ import annotations

from collections.abc import Iterator

from transcribe.formats.documents.passages import Passage, passages, plain
from transcribe.formats.export import Export, clock
from transcribe.formats.spreadsheet import harmless

COLUMNS = ("start", "end", "start_ms", "end_ms", "speaker", "language", "text", "whose_words", "unsure", "doubts")
BESIDE = "translation"


def about(export: Export) -> Iterator[str]:
    """Yield the lines that say whose words these are."""
    yield from (f"# {plain(line)}" for line in export.head())


def rows(export: Export) -> Iterator[tuple[str, ...]]:
    """Yield the cells of the table, the names of its columns first: none is a formula, none has a line break."""
    yield (*COLUMNS, BESIDE) if export.beside else COLUMNS
    for passage in passages(export, joined=False):
        cells = tuple(_cells(passage, export))
        yield tuple(map(harmless, (*cells, passage.translated) if export.beside else cells))


def _cells(passage: Passage, export: Export) -> Iterator[str]:
    yield from (clock(passage.span.start_ms, "."), clock(passage.span.end_ms, "."))
    yield from (str(passage.span.start_ms), str(passage.span.end_ms))
    yield from (passage.speaker or "", passage.language, passage.text, _whose(passage, export))
    yield " ".join(token.text for token in passage.tokens if token.is_unsure)
    yield "; ".join(passage.doubts)


def _whose(passage: Passage, export: Export) -> str:
    if export.made_from:
        return export.made_from.label
    if passage.is_corrected:
        return "newsroom"
    return "script" if export.method == "aligned" else "machine"
