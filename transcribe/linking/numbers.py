"""Numbers of a text, in digits or words, as exact values: “үш мың”, “три тысячи”, “3,000” and “3 мың” are one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import takewhile

from transcribe.linking.number_grammar import Reading, read_number
from transcribe.linking.number_words import NUMBER_LANGUAGES
from transcribe.linking.tokens import Token
from transcribe.linking.units import CURRENCY_SIGNS, PERCENT, YEAR, YEARS, unit_of

FIRST_YEAR, LAST_YEAR = 1500, 2100
HUNDRED = 100
UNIT_WITHIN = 2
"""A unit stands at most so many tokens after its number: “forty whole hectares”."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number that a text names."""

    value: Fraction
    """Of a share or a percentage the part of one: 70 % is 7/10."""
    unit: str | None
    """`PERCENT` for a share, `YEAR` for a date's year; else what is counted, where that is known."""
    first: int
    last: int
    """Tokens, both included, without the unit."""

    def same_as(self, other: Number) -> bool:
        """Return whether two texts can mean one number; a lost “%” does not part them."""
        if self.value == other.value:
            return True
        one_is_share = (self.unit == PERCENT) != (other.unit == PERCENT)
        return one_is_share and HUNDRED in (self.value / (other.value or 1), other.value / (self.value or 1))

    def rivals(self, other: Number) -> bool:
        """Return whether both count the same thing and differ, so that one contradicts the other."""
        return self.unit is not None and self.unit == other.unit and not self.same_as(other)


def find_numbers(tokens: Sequence[Token], language: str) -> list[Number]:
    """Return the numbers of a text in order.

    :param language: primary subtag. A Kazakh text may hold Russian numbers; in a language that is not one of
        `NUMBER_LANGUAGES` digits alone are read.
    """
    languages = ("kk", "ru") if language == "kk" else (language,)
    spoken = [name for name in languages if name in NUMBER_LANGUAGES]
    numbers: list[Number] = []
    position = 0
    while position < len(tokens):
        readings = (read_number(tokens, position, name) for name in spoken or ["digits"])
        longest = max((reading for reading in readings if reading), key=lambda reading: reading.last, default=None)
        if longest:
            numbers.append(_number(longest, tokens, position))
        position = longest.last + 1 if longest else position + 1
    return numbers


def _number(reading: Reading, tokens: Sequence[Token], first: int) -> Number:
    if reading.is_share:
        return Number(reading.value, PERCENT, first, reading.last)
    unit = _unit_beside(tokens, first, reading.last)
    if unit == PERCENT:
        return Number(reading.value / HUNDRED, PERCENT, first, reading.last)
    if unit in (None, YEAR, YEARS) and reading.is_whole and FIRST_YEAR <= reading.value <= LAST_YEAR:
        unit = YEAR
    return Number(reading.value, unit, first, reading.last)


def _unit_beside(tokens: Sequence[Token], first: int, last: int) -> str | None:
    if first and tokens[first - 1].text in CURRENCY_SIGNS:
        return unit_of(tokens[first - 1].text)
    after = [token.lower for token in _same_sentence(tokens[last + 1 : last + 1 + UNIT_WITHIN])]
    if after == ["per", "cent"]:
        return PERCENT
    if len(after) == UNIT_WITHIN and after[0] in CURRENCY_SIGNS and after[1][0].isdigit():
        return None
    return next(filter(None, map(unit_of, after)), None)


def _same_sentence(tokens: Sequence[Token]) -> Iterable[Token]:
    return takewhile(lambda token: not token.opens, tokens)
