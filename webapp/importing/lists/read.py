"""A list → its entries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from media.errors import UnreadableFile
from webapp.importing.lists.columns import Reader, columns_of
from webapp.importing.lists.delimited import delimited_rows
from webapp.importing.lists.records import Entry

SHEETS = (".xlsx", ".xlsm")
DELIMITED = (".csv", ".tsv", ".tab")
OTHERS = (".xls", ".ods", ".numbers")


def is_list(path: Path) -> bool:
    """Return whether a file is a list of programmes by its name."""
    return path.suffix.lower() in (*SHEETS, *DELIMITED, *OTHERS)


def entries_of_list(path: Path, folder: Path | None = None, language: str | None = None) -> Iterator[Entry]:
    """Yield what a list brings, row by row.

    :param folder: in which the files are that it names; where the list is, unless said.
    :param language: what is spoken where a row does not say.
    :raises UnreadableFile: it is missing, is not a list, or has a column that is unknown; before the first entry.
    """
    if not path.is_file():
        raise UnreadableFile(f"There is no file {path}; check the name.")
    if path.suffix.lower() in OTHERS:
        raise UnreadableFile(f"{path.name} is a sheet of another kind; save the list as XLSX or CSV.")
    rows = _rows(path)
    head = next(rows, None)
    if head is None:
        raise UnreadableFile(f"{path.name} is empty; its first row names the columns.")
    reader = Reader(columns_of(head[1], path.name), folder or path.parent, language)
    return (reader.entry(number, cells) for number, cells in rows)


def _rows(path: Path) -> Iterator[tuple[int, Sequence[str]]]:
    if path.suffix.lower() in SHEETS:
        from webapp.importing.lists.sheet import sheet_rows  # noqa: PLC0415 (a library that few lists need)

        return sheet_rows(path)
    return delimited_rows(path)
