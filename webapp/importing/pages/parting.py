"""Lines that a page's markup has run together or set apart otherwise, put in the order in which they are read."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from webapp.importing.pages.labels import LABELS, OTHER, labelled
from webapp.importing.pages.records import Line

STRONG = {
    label: name
    for name in ("publisher", "author", "published", "citation", "disclaimer", "page_updated", "rights")
    for label in LABELS[name]
    if name in ("publisher", "author", "disclaimer") or " " in label
}
"""Labels that hardly stand in a sentence with a capital and a value behind them."""
LEAST_IN_ONE_LINE = 3
"""So many labels of different facts are no accident: the page was copied without its line breaks."""
_STRONG = re.compile(
    "(?:"
    + "|".join(re.escape(label) for label in sorted(STRONG, key=len, reverse=True))
    + r")(?=\s*[::]|\s*[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ0-9“\"«©(])"
)
_BETWEEN = re.compile(r"\s+[|•·]\s+")


def parted(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield lines with one label each."""
    for line in lines:
        if line.is_label:
            yield line
            continue
        for text in _at_bars(line.text):
            yield from (replace(line, text=part) for part in _at_labels(text) if part)


def paired(lines: Sequence[Line]) -> list[Line]:
    """Return lines with each label before its own value, where a table has a row of labels above a row of values."""
    found: list[Line] = []
    place = 0
    while place < len(lines):
        count = 0
        while place + count < len(lines) and lines[place + count].is_label:
            count += 1
        labels, values = lines[place : place + count], lines[place + count : place + 2 * count]
        is_row = count > 1 and len(values) == count and not any(each.is_label or each.is_aside for each in values)
        if is_row and any((known := labelled(each.text)) and known.name != OTHER for each in labels):
            found += [line for pair in zip(labels, values, strict=True) for line in pair]
            place += 2 * count
        else:
            found += lines[place : place + max(1, count)]
            place += max(1, count)
    return found


def _at_bars(text: str) -> list[str]:
    parts = _BETWEEN.split(text)
    return parts if sum(labelled(part) is not None for part in parts) > 1 else [text]


def _at_labels(text: str) -> list[str]:
    found = list(_STRONG.finditer(text))
    if len({STRONG[each.group()] for each in found}) < LEAST_IN_ONE_LINE:
        return [text]
    places = [0, *(each.start() for each in found), len(text)]
    return [text[start:end].strip() for start, end in itertools.pairwise(places)]
