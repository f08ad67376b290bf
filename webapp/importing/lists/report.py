"""The report of an import, written as it goes: one row an entry, as CSV or JSON."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import msgspec

from media.errors import UnreadableFile
from transcribe.formats.spreadsheet import harmless
from webapp.importing.lists.records import Result

FIELDS = ("name", "outcome", "programme_id", "title", "sentence")
Write = Callable[[Result], None]


@contextmanager
def report(path: Path) -> Iterator[Write]:
    """Yield what writes a result down; each is in the file as soon as it is known.

    :raises UnreadableFile: the name says no format, or the file cannot be written.
    """
    if path.suffix.lower() not in (".csv", ".json"):
        raise UnreadableFile(f"{path.name} says no format; call the report something.csv or something.json.")
    try:
        file = path.open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be written ({error.strerror}); name another place.") from error
    with file:
        yield from _json(file) if path.suffix.lower() == ".json" else _csv(file)


def _csv(file: TextIO) -> Iterator[Write]:
    file.write("\ufeff")  # Without it spreadsheets take Kazakh letters for others.
    writer = csv.writer(file)
    writer.writerow(FIELDS)

    def write(result: Result) -> None:
        writer.writerow([harmless(str(getattr(result, name) or "")) for name in FIELDS])
        file.flush()

    yield write


def _json(file: TextIO) -> Iterator[Write]:
    file.write("[")
    before = "\n"

    def write(result: Result) -> None:
        nonlocal before
        file.write(before + msgspec.json.encode(result).decode())
        file.flush()
        before = ",\n"

    try:
        yield write
    finally:
        file.write("\n]\n")
