"""CSV: its encoding, what stands between its cells, and its rows, a row at a time."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

from media.errors import UnreadableFile
from media.text_file import BYTE_ORDER_MARKS
from webapp.importing.pages.decoding import guessed_encoding

DELIMITERS = (",", ";", "\t", "|")
MAX_ROW_LETTERS = 8 << 20
SAMPLE_BYTES = 64 << 10
MAX_CELL_LETTERS = 1 << 20
"""The longest text that a cell may hold: a summary, not a book."""


def delimited_rows(path: Path) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the rows of a list with the numbers that spreadsheets give them, empty rows left out.

    :raises UnreadableFile: it cannot be read, or is not CSV.
    """
    encoding = _encoding(path)
    csv.field_size_limit(MAX_CELL_LETTERS)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        delimiter = _delimiter(file.readline(SAMPLE_BYTES))
        file.seek(0)
        rows = enumerate(csv.reader(_lines(file, path.name), delimiter=delimiter), start=1)
        while True:
            try:
                number, cells = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                raise UnreadableFile(f"{path.name} is not CSV ({error}); save the list anew.") from error
            if any(cell.strip() for cell in cells):
                yield number, cells


def _lines(file: TextIO, name: str) -> Iterator[str]:
    """Yield the lines of a file, none longer than a row may be.

    :raises UnreadableFile: one is.
    """
    while line := file.readline(MAX_ROW_LETTERS):
        if len(line) == MAX_ROW_LETTERS:
            raise UnreadableFile(f"{name} has a row longer than a list can have; save the list anew.")
        yield line


def _delimiter(head: str) -> str:
    """Return what stands between the cells of the first row, outside of quotation marks."""
    bare = "".join(head.split('"')[::2])
    return max(DELIMITERS, key=bare.count)


def _encoding(path: Path) -> str:
    """Return the encoding of a file: UTF-8 where all of it can be read so, else what its first part looks like."""
    with path.open("rb") as file:
        sample = file.read(SAMPLE_BYTES)
        for mark, encoding in BYTE_ORDER_MARKS:
            if sample.startswith(mark):
                return encoding
        decoder, data = codecs.getincrementaldecoder("utf-8")(), sample
        try:
            while data:
                decoder.decode(data)
                data = file.read(SAMPLE_BYTES)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return guessed_encoding(sample)
    return "utf-8"
