"""Lines of words on sheets of paper: what fits on one, and where each word stands. Lengths are points."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

LEAST_LINES = 2
"""Of a paragraph, at the foot of a sheet and at the head of the next."""


class Look(enum.Enum):
    PLAIN = enum.auto()
    STRONG = enum.auto()
    QUIET = enum.auto()
    UNSURE = enum.auto()
    ALARM = enum.auto()


@dataclass(frozen=True, slots=True)
class Piece:
    """Neighbouring words of one look on one line."""

    text: str
    look: Look
    x: float
    """From the edge of its column where the line begins."""
    width: float
    is_mirrored: bool = False
    """Whether brackets are drawn the other way round: they stand in a line that is written from the right."""


Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """Lines one below the other."""

    lines: tuple[Line, ...]
    x: float
    """Of its left edge on the sheet."""
    width: float
    size: float
    is_right_to_left: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """What stands together: one column, or some beside each other whose first lines are level."""

    columns: tuple[Column, ...]
    leading: float
    """From line to line."""
    above: float
    """Empty space, but not at the head of a sheet."""
    tag: str = "P"
    """What it is (ISO 32000-1, 14.8.4)."""
    is_ruled: bool = False
    """Whether a line parts it from what is above."""
    chapters: tuple[str, ...] = ()
    """That begin with it."""

    @property
    def line_count(self) -> int:
        return max(len(column.lines) for column in self.columns)


@dataclass(frozen=True, slots=True)
class Part:
    """Lines ``[first, end)`` of a block, on one sheet."""

    block: Block
    first: int
    end: int
    y: float
    """Of the top of its first line."""


Measure = Callable[[str, Look], float]
"""How wide a word is."""


def broken(words: Iterable[tuple[str, Look]], width: float, space: float, measure: Measure) -> tuple[Line, ...]:
    """Return words as lines that are no wider than a column."""
    lines: list[Line] = []
    pieces: list[Piece] = []
    said: list[str] = []
    x = start = 0.0
    look = Look.PLAIN

    def close_piece() -> None:
        if said:
            pieces.append(Piece(" ".join(said), look, start, x - start))
            said.clear()

    for text, its_look in words:
        for part, part_width in _fitting(text, its_look, width, measure):
            gap = space if pieces or said else 0.0
            if x + gap + part_width > width and (pieces or said):
                close_piece()
                lines.append(tuple(pieces))
                pieces, x, gap = [], 0.0, 0.0
            if said and its_look is not look:
                close_piece()
            if not said:
                start, look = x + gap, its_look
            said.append(part)
            x += gap + part_width
    close_piece()
    return (*lines, tuple(pieces)) if pieces else tuple(lines)


def _fitting(text: str, look: Look, width: float, measure: Measure) -> Iterator[tuple[str, float]]:
    """Yield a word, in parts where it is wider than a line."""
    whole = measure(text, look)
    if whole <= width:
        yield text, whole
        return
    part, part_width = "", 0.0
    for letter in text:
        letter_width = measure(letter, look)
        if part and part_width + letter_width > width:
            yield part, part_width
            part, part_width = "", 0.0
        part, part_width = part + letter, part_width + letter_width
    yield part, part_width


def laid(blocks: Sequence[Block], top: float, bottom: float) -> tuple[tuple[Part, ...], ...]:
    """Return what stands on each sheet.

    :param top: where the first line of a sheet begins, ``bottom`` where its last has ended; both from the upper edge.
    """
    sheets: list[list[Part]] = [[]]
    y = top
    for block in blocks:
        first, count = 0, block.line_count
        while first < count:
            above = block.above if sheets[-1] and first == 0 else 0.0
            room = int((bottom - y - above) / block.leading + 1e-6)
            taken = _taken(count - first, room, is_empty=not sheets[-1])
            if not taken:
                sheets.append([])
                y = top
                continue
            sheets[-1].append(Part(block, first, first + taken, y + above))
            y += above + taken * block.leading
            first += taken
    return tuple(map(tuple, sheets))


def _taken(left: int, room: int, *, is_empty: bool) -> int:
    """Return how many lines go on a sheet, none left alone; all that fit where the sheet is empty."""
    if left <= room:
        return left
    taken = min(room, left - LEAST_LINES)
    if taken < min(LEAST_LINES, left):
        return max(1, room) if is_empty else 0
    return taken
