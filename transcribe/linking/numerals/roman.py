"""Roman numerals, in Latin letters or in the Cyrillic ones that look like them: XX ғасыр, ХІХ век."""

from __future__ import annotations

import re

_LETTERS = str.maketrans("ХІМС", "XIMC")
_NUMERAL = re.compile(r"(X{0,3})(IX|IV|V?I{0,3})")
_VALUES = {"I": 1, "V": 5, "X": 10}


def roman_value(text: str) -> int | None:
    """Return the value of I…XXXIX in capitals, ``None`` for any other text."""
    latin = text.translate(_LETTERS)
    if not latin or not _NUMERAL.fullmatch(latin):
        return None
    values = [_VALUES[letter] for letter in latin]
    signed = [-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True)]
    return sum(signed)
