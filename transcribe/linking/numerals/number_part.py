"""What number words do in a number, whatever their language."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from fractions import Fraction


class Part(enum.Enum):
    """What a word does in a number."""

    ADD = "adds its value"
    TIMES = "multiplies what stands before it"
    SHARE = "is a share of one"
    DENOMINATOR = "divides"
    HALF_MORE = "adds half of what was counted last: two and a half, екі жарым"
    DECADE = "names ten years: the nineties"


@dataclass(frozen=True, slots=True)
class NumberWord:
    value: Fraction
    part: Part
    ordinal: bool = False
    """Nothing follows an ordinal: “twenty-first” ends its number."""


def adds(value: int | Fraction, *, ordinal: bool = False) -> NumberWord:
    return NumberWord(Fraction(value), Part.ADD, ordinal)
