"""Plain text, as browsers save a page, → its lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from media.errors import UnreadableFile
from webapp.importing.pages.labels import GENERAL_LABEL, Binding, labelled
from webapp.importing.pages.records import Line, Page

WRAPPED_FROM, WRAPPED_TO = 45, 100
"""Letters of a line that somebody's program has broken: shorter ones end by themselves, longer ones are whole."""
MOST_JOINED = 10_000
"""Letters of a line after which no broken one is joined to it: it would be looked through again for each."""
MOST_LINES = 100_000
_BULLET = re.compile(r"^\s*(?:[*•·▪+]|[-–—](?=\s))\s*")
_LINK = re.compile(r"\[\d{1,4}\](?=\S)|<(?:https?|file|about|mailto|javascript):[^>\s]*>")
"""What Lynx and Firefox write for a link."""
_ADDRESS = re.compile(r"^(?:https?|file)://\S+$", re.IGNORECASE)


def text_page(text: str) -> Page:
    """Return the lines of a text, with those joined again that were broken to a width.

    :raises UnreadableFile: it has more lines than a page.
    """
    if text.count("\n") > MOST_LINES:
        raise UnreadableFile(f"This text has more than {MOST_LINES:,} lines; save the page of one programme alone.")
    return Page(tuple(_lines(text)))


def _lines(text: str) -> Iterator[Line]:
    for paragraph, block in enumerate(re.split(r"\n[ \t\xa0]*(?:\n[ \t\xa0]*)+", text), start=1):
        for line, is_bullet in _joined(block):
            is_address = _ADDRESS.match(line) is not None
            yield Line(line, paragraph, is_linked=is_address and not is_bullet)


def _joined(block: str) -> Iterator[tuple[str, bool]]:
    line, is_bullet, last = "", False, 0
    for written in block.split("\n"):
        bullet = _BULLET.match(written)
        bare = _LINK.sub("", written[bullet.end() :] if bullet else written)
        label = labelled(" ".join(bare.split()))
        cells = [cell for cell in bare.split("\t") if cell.strip()]
        tidy = " ".join(bare.split())
        if len(cells) > 1 and (first := labelled(" ".join(cells[0].split()))) and first.binding is Binding.ALONE:
            tidy = f"{first.label}: {' '.join(' '.join(cells[1:]).split())}"
        is_wrapped = label is None and not GENERAL_LABEL.match(bare.strip()) and WRAPPED_FROM <= last <= WRAPPED_TO
        goes_on = 0 < len(line) < MOST_JOINED and not bullet and (is_wrapped or _is_open(line))
        if goes_on and tidy:
            line = f"{line} {tidy}"
        else:
            if line:
                yield line, is_bullet
            line, is_bullet = tidy, bullet is not None
        last = len(written.strip())
    if line:
        yield line, is_bullet


def _is_open(line: str) -> bool:
    """Return whether a bracket is not closed yet: an address that is too long has broken the line before it."""
    return line.count("[") > line.count("]") or line.count("(") > line.count(")")
