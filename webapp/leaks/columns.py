"""What stands below one another in a text of rows: a name may go on from one row to the next."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator

FIELD = re.compile(r"^[ \t]*(\w{1,40}) = (.*)$", re.MULTILINE)
"""Of files as Praat's."""
LEAST_ROWS, LEAST_COLUMNS = 2, 3
MOST_ALIKE = 0.5
"""So many rows of a table have as many columns as one another."""


def columns(text: str) -> Iterator[str]:
    """Yield each column of a table, parted by tabs or commas, and all values of each field."""
    fields: dict[str, list[str]] = {}
    for name, value in FIELD.findall(text):
        fields.setdefault(name, []).append(value)
    yield from (" ".join(values) for values in fields.values() if len(values) >= LEAST_ROWS)
    for mark in "\t,":
        yield from _table(text, mark)


def _table(text: str, mark: str) -> Iterator[str]:
    if text.count(mark) < LEAST_ROWS * (LEAST_COLUMNS - 1) or "\n" not in text:
        return
    try:
        rows = [row for row in csv.reader(text.split("\n"), delimiter=mark) if len(row) >= LEAST_COLUMNS]
    except csv.Error:  # a field of more than 128 KiB
        return
    width, alike = next(iter(Counter(map(len, rows)).most_common(1)), (0, 0))
    if alike >= max(LEAST_ROWS, MOST_ALIKE * len(rows)):
        yield from (" ".join(column) for column in zip(*(row for row in rows if len(row) == width), strict=True))
