"""Which way a text is written."""

from __future__ import annotations

import unicodedata

RIGHT_TO_LEFT = frozenset(("R", "AL"))
STRONG = frozenset(("L", *RIGHT_TO_LEFT))


def is_right_to_left(text: str) -> bool:
    """Return whether its first letter is of a script that is (Unicode annex 9, rules P2 and P3)."""
    if text.isascii():
        return False
    kinds = (unicodedata.bidirectional(letter) for letter in text)
    return next((kind for kind in kinds if kind in STRONG), "L") in RIGHT_TO_LEFT
