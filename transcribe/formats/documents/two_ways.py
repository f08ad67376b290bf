"""Lines in which some words are written from the left and some from the right.

That is a part of the algorithm of Unicode annex 9: one line is one paragraph, and nothing is embedded in what is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from transcribe.formats.documents.sheet import Column, Line, Look, Piece

ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufefe]")
ALIKE = re.compile(f" |{ARABIC.pattern}+|(?:(?!{ARABIC.pattern})[^ ])+")
"""Letters that are written the same way, and the space between words."""

Width = Callable[[str, Look], float]


def is_arabic(text: str) -> bool:
    """Return whether a letter is Arabic."""
    return not text.isascii() and ARABIC.search(text) is not None


def placed(line: Line, column: Column, space: float, width_of: Width) -> Line:
    """Return the pieces of a line where they stand on paper, in the order of reading; each is of one script.

    :param space: between two words.
    """
    from_right = column.is_right_to_left
    if not from_right and not any(is_arabic(piece.text) for piece in line):
        return line
    items = [(part, piece.look) for piece in _parted(line) for part in ALIKE.findall(piece.text)]
    made: list[tuple[int, Piece]] = []
    x = 0.0
    for number in _in_sight([text for text, _ in items], from_right=from_right):
        text, look = items[number]
        width = space if text == " " else width_of(text, look)
        if text != " ":
            is_mirrored = from_right and not any(map(str.isalnum, text))
            left = column.width - x - width if from_right else x
            made.append((number, Piece(text, look, left, width, is_mirrored)))
        x += width
    return tuple(piece for _, piece in sorted(made, key=lambda told: told[0]))


def _parted(line: Line) -> Iterator[Piece]:
    """Yield the pieces of a line with a space between two."""
    for number, piece in enumerate(line):
        if number:
            yield replace(piece, text=" ")
        yield piece


def _in_sight(words: Sequence[str], *, from_right: bool) -> Iterator[int]:
    """Yield the numbers of words as they are met from the edge where a line begins: those of the other way turned."""
    waiting: list[int] = []
    turned = 0
    before: bool | None = None
    for number, word in enumerate(words):
        way = _way(word, before)
        before = before if way is None else way
        if way is not None and way != from_right:
            waiting.append(number)
            turned = len(waiting)
        elif way is None and waiting:
            waiting.append(number)
        else:
            yield from (*reversed(waiting[:turned]), *waiting[turned:])
            waiting, turned = [], 0
            yield number
    yield from (*reversed(waiting[:turned]), *waiting[turned:])


def _way(word: str, before: bool | None) -> bool | None:
    """Return whether a word is written from the right; ``None`` for marks and spaces, which go with what is around.

    :param before: the same of the word before: numbers go with it.
    """
    if is_arabic(word):
        return True
    if any(map(str.isalpha, word)):
        return False
    return before if any(map(str.isdigit, word)) else None
