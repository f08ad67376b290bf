"""A text with what is kept back taken out, and where everything else went."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from webapp.redaction.flows import Token
from webapp.redaction.records import Redaction

OPENING, CLOSING = "«“„\"'([—–-", "»”“\"')]…,.!?:;—–-"
"""What may stay of a word that goes: other signs may be put there to tell something."""
EDGES = re.compile(r"^(\W*).*?(\W*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Run:
    """Words next to each other for all of which one replacement stands, whoever was named there and how often."""

    replacement: str
    first: int
    end: int

    def shown(self, tokens: Sequence[Token]) -> str:
        """Return what stands in their place, with the punctuation around them."""
        before, after = edges(tokens[self.first].text)[0], edges(tokens[self.end - 1].text)[1]
        return f"{before}{self.replacement}{after}"


@dataclass(frozen=True, slots=True)
class MaskedText:
    text: str
    moved: tuple[tuple[int, int, int], ...]
    """Of each replacement: where it began and ended before, and by how much what follows has moved."""

    def offset(self, before: int) -> int:
        """Return where a place in the text is now; behind the replacement, if it is gone."""
        shift = 0
        for start, end, after in self.moved:
            if before <= start:
                break
            shift = after
            if before < end:
                return end + after
        return before + shift

    def touches(self, start: int, end: int) -> bool:
        """Return whether something between two places of the text before was taken out."""
        return any(start < gone_end and gone_start < end for gone_start, gone_end, _ in self.moved)


def runs(owners: Sequence[Redaction | None]) -> Iterator[Run]:
    first = 0
    for replacement, group in groupby(owners, key=_replacement):
        end = first + sum(1 for _ in group)
        if replacement is not None:
            yield Run(replacement, first, end)
        first = end


def mask_text(text: str, tokens: Sequence[Token], owners: Sequence[Redaction | None]) -> MaskedText:
    """Return a text without the words that are kept back."""
    pieces: list[str] = []
    moved: list[tuple[int, int, int]] = []
    position = shift = 0
    for run in runs(owners):
        start, end = tokens[run.first].start, tokens[run.end - 1].start + len(tokens[run.end - 1].text)
        shown = run.shown(tokens)
        pieces += (text[position:start], shown)
        shift += len(shown) - (end - start)
        moved.append((start, end, shift))
        position = end
    return MaskedText("".join((*pieces, text[position:])), tuple(moved))


def edges(token: str) -> tuple[str, str]:
    """Return the punctuation before and after a word."""
    match = EDGES.match(token)
    before, after = (match[1], match[2]) if match else ("", "")
    if before == token:
        return "", ""
    return "".join(c for c in before if c in OPENING), "".join(c for c in after if c in CLOSING)


def _replacement(owner: Redaction | None) -> str | None:
    return owner.replacement if owner else None
