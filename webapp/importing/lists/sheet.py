"""XLSX: the rows of its first sheet, a row at a time. Formulas are text: nothing is computed, nothing is fetched."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from media.errors import UnreadableFile

MAX_FILES = 2_000
MAX_SHEET_BYTES = 1 << 30
"""Of one part, unpacked: a hundred thousand rows have a tenth of it, and they are read piece by piece."""
MAX_TEXTS_BYTES = 96 << 20
"""Of the texts of all cells, which have to be in memory."""
MAX_COLUMNS = 200


def sheet_rows(path: Path) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the rows of a workbook's first sheet with their numbers, empty rows left out.

    :raises UnreadableFile: it is not a workbook, is too large, or is damaged.
    """
    _refuse_bomb(path)
    try:
        book = load_workbook(path, read_only=True, data_only=False, keep_links=False)
        try:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # What a file says of its size may be wrong.
            for number, cells in enumerate(sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS), start=1):
                texts = [_text(cell) for cell in cells]
                if any(texts):
                    yield number, texts
        finally:
            book.close()
    except (InvalidFileException, KeyError, ValueError, IndexError, SyntaxError, OSError, zipfile.BadZipFile) as error:
        raise UnreadableFile(f"{path.name} is not a workbook that can be read; save the list as CSV.") from error


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ", timespec="minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _refuse_bomb(path: Path) -> None:
    """Look at how large everything is before anything is unpacked."""
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise UnreadableFile(f"{path.name} is not a workbook; save the list as XLSX or CSV.") from error
    texts = sum(part.file_size for part in parts if "sharedstrings" in part.filename.lower())
    if len(parts) > MAX_FILES or texts > MAX_TEXTS_BYTES or any(part.file_size > MAX_SHEET_BYTES for part in parts):
        raise UnreadableFile(f"{path.name} unpacks to more than a list can be; save it as CSV.")
