"""What the columns of a list are called, and what its cells mean."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from media.errors import MediaError, UnknownFact, UnreadableFile
from media.language import parse_language
from media.records import DATES, KEPT
from webapp.importing.lists.records import Entry
from webapp.importing.pages.dates import the_date
from webapp.importing.pages.sorting import without_date
from webapp.importing.pages.tongues import language_named

FILES = ("file", "summary_file", "script", "transcript", "page")
"""Columns that name files: the sound, the summary, the script, the transcript of another tool, a saved page."""
TEXTS = ("summary", "summary_language")
COLUMNS = (*KEPT, *FILES, *TEXTS)


def columns_of(head: Sequence[str], list_name: str) -> tuple[str, ...]:
    """Return the columns of a list by its first row: case, spaces and hyphens do not matter.

    :raises UnreadableFile: one is unknown or there twice, or none says what a programme is made of.
    """
    names = [re.sub(r"[\s_-]+", "_", each.strip().lower()) for each in head]
    while names and not names[-1]:
        names.pop()
    for name, written in zip(names, head, strict=False):
        if name not in COLUMNS:
            raise UnreadableFile(
                f"“{written}” of {list_name} is not a column that can be brought in; known are {', '.join(COLUMNS)}."
            )
        if names.count(name) > 1:
            raise UnreadableFile(f"{list_name} has the column “{written}” twice; leave one of them out.")
    if not {"title", "file", "page"} & set(names):
        raise UnreadableFile(f"{list_name} has no column title, file or page; its first row names the columns.")
    return tuple(names)


@dataclass(frozen=True, slots=True)
class Reader:
    """Makes an entry of a row."""

    columns: tuple[str, ...]
    folder: Path
    """In which all files have to be."""
    language: str | None = None
    """What is spoken where a row does not say."""

    def entry(self, number: int, cells: Sequence[str]) -> Entry:
        """Return what a row brings; what cannot be is said in the entry itself.

        :param number: as spreadsheets count: the head is 1.
        """
        name = str(number)
        if any(cell.strip() for cell in cells[len(self.columns) :]):
            return Entry(
                name, problem="The row has more cells than the first row has columns; put its values in order."
            )
        row = {column: cell.strip() for column, cell in zip(self.columns, cells, strict=False) if cell.strip()}
        facts = {column: value for column, value in row.items() if column in KEPT}
        if self.language:
            facts.setdefault("language", self.language)
        try:
            return self._entry(name, row, _understood(facts))
        except MediaError as error:
            return Entry(name, facts, problem=str(error))

    def _entry(self, name: str, row: Mapping[str, str], facts: Mapping[str, str]) -> Entry:
        files = {column: self._path(row[column]) for column in FILES if column in row}
        if "summary" in row and "summary_file" in row:
            raise UnknownFact("The row has a summary and the name of its file; give one of them.")
        return Entry(
            name,
            facts,
            sound=files.get("file"),
            summary=files.get("summary_file", row.get("summary")),
            summary_language=row.get("summary_language", "en"),
            script=files.get("script"),
            transcript=files.get("transcript"),
            page=files.get("page"),
        )

    def _path(self, written: str) -> Path:
        """Return the place of a file that a row names.

        :raises UnreadableFile: it leads out of the folder: a list may come from somebody else.
        """
        if "\0" in written:
            raise UnreadableFile("The name of a file has a sign in it that no name has; write it anew.")
        place = (self.folder / written.replace("\\", "/")).resolve()
        if not place.is_relative_to(self.folder.resolve()):
            raise UnreadableFile(
                f"“{written}” is not in {self.folder}; name the folder that has all files with --files."
            )
        return place


def _understood(facts: Mapping[str, str]) -> dict[str, str]:
    """Return facts with dates and languages as people write them put into the form in which they are kept."""
    return {name: _value(name, value) for name, value in facts.items()}


def _value(name: str, value: str) -> str:
    if name in DATES and (found := the_date(value)) and not found.other and not without_date(value):
        return found.iso
    if name == "language":
        try:
            return parse_language(value)
        except MediaError:
            return language_named(value) or value
    return value
