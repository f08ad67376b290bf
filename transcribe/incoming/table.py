"""CSV and TSV with a heading: a row a segment, as we, OpenTranscribe and people with spreadsheets write them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence

from media.records import Span
from transcribe.errors import BadTranscript
from transcribe.formats.spreadsheet import as_said
from transcribe.incoming.file import FileIn
from transcribe.incoming.own import made_by_of
from transcribe.incoming.records import FoundSegment, FoundTranscript, plain_words
from transcribe.incoming.signs import heading_of
from transcribe.incoming.times import clock_ms, ms_of, span_of

WHOLE = re.compile(r"[0-9]{1,9}")


def read(file: FileIn) -> FoundTranscript:
    """Return the rows below the heading.

    :raises BadTranscript: a row has a cell without an end.
    """
    heading = heading_of(file.text)
    if heading is None:
        raise BadTranscript(f"“{file.name}” has no heading with “start” and “text”; add one.")
    place, mark, names = heading
    lines = file.text.split("\n")
    try:
        rows = list(csv.reader(lines[place + 1 :], delimiter=mark))
    except csv.Error as error:
        raise BadTranscript(f"“{file.name}” has a cell without an end; save the table anew.") from error
    tool, words_by = made_by_of("\n".join(lines[:place]))
    return FoundTranscript(tuple(_segments(rows, names)), tool, words_by)


def _segments(rows: Sequence[Sequence[str]], names: Sequence[str]) -> Iterator[FoundSegment]:
    for row in rows:
        cells = dict(zip(names, (cell.strip() for cell in row), strict=False))
        if cells.get("text"):
            yield FoundSegment(
                plain_words(as_said(cells["text"])),
                _span(cells),
                cells.get("speaker") or None,
                cells.get("language") or None,
            )


def _span(cells: Mapping[str, str]) -> Span | None:
    start_ms = _whole(cells.get("start ms")) if "start ms" in cells else _time(cells.get("start"))
    end_ms = _whole(cells.get("end ms")) if "end ms" in cells else _time(cells.get("end"))
    return span_of(start_ms, end_ms if end_ms is not None else start_ms)


def _whole(text: str | None) -> int | None:
    return (
        ms_of(int(text) / 1000)
        if text and text.isascii() and text.isdecimal() and len(text) < len("9999999999")
        else None
    )


def _time(text: str | None) -> int | None:
    """Return ``1:02.5`` or seconds in ms."""
    clock = clock_ms(text)
    return clock if clock is not None else ms_of((text or "").replace(",", "."))
