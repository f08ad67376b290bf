"""Numbers of a text, in digits or words, as exact values: “үш мың”, “три тысячи”, “3,000” and “3 мың” are one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from transcribe.linking.numerals.clock import is_clock, read_clock, same_time
from transcribe.linking.numerals.counted import count_of
from transcribe.linking.numerals.number_grammar import Reading, read_number
from transcribe.linking.numerals.number_words import NUMBER_LANGUAGES, Part, number_word
from transcribe.linking.numerals.roman import roman_value
from transcribe.linking.numerals.units import CLOCK, DAY_OF_MONTH, DECADE, HOUR, PERCENT, YEAR, exchange, unit_of
from transcribe.linking.tokens import Token

HUNDRED = 100
THOUSAND = 1000
DATE = re.compile(r"(?P<day>0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])\.(?P<year>(?:19|20)\d\d)")
PAST_THE_HOUR = {"past": 1, "to": -1}
HOURS = 12
BETWEEN = frozenset(["to", "and", "or", "мен", "бен", "пен", "және", "не", "немесе", "до", "и", "или"])
"""Words between numbers that share what follows the last: 20 to 30 per cent."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number that a text names."""

    value: Fraction
    """Of a share or a percentage the part of one: 70 % is 7/10; of a time of day hours."""
    unit: str | None
    """`PERCENT` for a share, `YEAR` for a date's year; else what is counted, where that is known."""
    first: int
    last: int
    """Tokens, both included, without the unit."""

    def same_as(self, other: Number) -> bool:
        """Return whether two texts can mean one number; a lost “%” does not part them, nor a year's lost century."""
        if self.value == other.value:
            return True
        units = {self.unit, other.unit}
        if CLOCK in units and units <= {CLOCK, HOUR, None}:
            return same_time(self.value, other.value)
        smaller, larger = sorted((self.value, other.value))
        if DECADE in units or units == {YEAR}:
            is_shortened = smaller < HUNDRED and larger >= THOUSAND and larger % HUNDRED == smaller
            return exchange(self.unit, other.unit) and is_shortened
        one_is_share = (self.unit == PERCENT) != (other.unit == PERCENT)
        return one_is_share and None in units and larger == HUNDRED * smaller

    def counts_other(self, other: Number) -> bool:
        """Return whether the two are known to count different things, hectares and degrees."""
        return not exchange(self.unit, other.unit)

    def rivals(self, other: Number) -> bool:
        """Return whether both count the same thing and differ, so that one contradicts the other."""
        return self.unit is not None and self.unit == other.unit and not self.same_as(other)


def find_numbers(tokens: Sequence[Token], language: str) -> list[Number]:
    """Return the numbers of a text in order.

    :param language: primary subtag. A Kazakh text may hold Russian numbers; in a language that is not one of
        `NUMBER_LANGUAGES` digits alone are read.
    """
    languages = ("kk", "ru") if language == "kk" else (language,)
    spoken = [name for name in languages if name in NUMBER_LANGUAGES] or ["digits"]
    numbers: list[Number] = []
    position = 0
    while position < len(tokens):
        date = _date(tokens, position)
        if date:
            numbers += date
            position += 1
            continue
        number = _number_at(tokens, position, spoken)
        if number and not _is_part_of_an_order(tokens, number, numbers):
            numbers.append(number)
        position = number.last + 1 if number else position + 1
    return _shared_units(tokens, numbers, spoken)


def _date(tokens: Sequence[Token], position: int) -> list[Number]:
    """Return the day and the year of a date in digits, 05.05.2008, none for any other word."""
    date = DATE.fullmatch(tokens[position].text)
    if not date:
        return []
    parts = ((date["day"], DAY_OF_MONTH), (date["year"], YEAR))
    return [Number(Fraction(digits), unit, position, position) for digits, unit in parts]


def _number_at(tokens: Sequence[Token], first: int, languages: Sequence[str]) -> Number | None:
    clock = read_clock(tokens, first)
    if clock:
        return Number(clock.hours, CLOCK, first, clock.last)
    roman = roman_value(tokens[first].text)
    if roman is not None:
        unit = count_of(tokens, first, Reading(Fraction(roman), first, ordinal=True))
        return Number(Fraction(roman), unit, first, first) if len(tokens[first].text) > 1 or unit else None
    readings = (read_number(tokens, first, name) for name in languages)
    longest = max((reading for reading in readings if reading), key=lambda reading: reading.last, default=None)
    return _number(longest, tokens, first) if longest else None


def _number(reading: Reading, tokens: Sequence[Token], first: int) -> Number:
    if reading.is_share:
        return _share(reading, tokens, first)
    if is_clock(tokens, first, reading.last, reading.value):
        return Number(reading.value, CLOCK, first, reading.last)
    unit = count_of(tokens, first, reading)
    value = reading.value / HUNDRED if unit == PERCENT else reading.value
    return Number(value, unit, first, reading.last)


def _share(reading: Reading, tokens: Sequence[Token], first: int) -> Number:
    """Join “a year and a half” to one and a half years, “half past six” to a time."""
    after = [token.lower for token in tokens[reading.last + 1 : reading.last + 2]]
    hour = read_number(tokens, reading.last + 2, "en") if after and after[0] in PAST_THE_HOUR else None
    if hour and hour.value <= HOURS:
        return Number(hour.value + PAST_THE_HOUR[after[0]] * reading.value, CLOCK, first, hour.last)
    before = [token.lower for token in tokens[max(0, first - 4) : first]]
    if before[-2:] == ["and", "a"] and before[:1] in (["a"], ["an"], ["one"]) and unit_of(before[1]):
        return Number(1 + reading.value, unit_of(before[1]), first, reading.last)
    return Number(reading.value, PERCENT, first, reading.last)


def _is_part_of_an_order(tokens: Sequence[Token], number: Number, before: Sequence[Number]) -> bool:
    """Return whether it counts nothing: the second half, the third quarter, екінші тоқсан, half-time."""
    after = tokens[number.last + 1].lower if number.last + 1 < len(tokens) else ""
    if number.unit == PERCENT and after == "time":
        return True
    follows = bool(before) and before[-1].last == number.first - 1 and not tokens[number.first].opens
    if not follows:
        return False
    word, order = tokens[number.first].lower, tokens[number.first - 1].lower
    is_order = any((found := number_word(order, name)) and found.ordinal for name in NUMBER_LANGUAGES)
    return is_order and (word in ("half", "quarter") or word.startswith("тоқсан"))


def _shared_units(tokens: Sequence[Token], numbers: Sequence[Number], languages: Sequence[str]) -> list[Number]:
    """Give numbers of a range or a list what follows the last of them: 20-30 мың, 33, 34 and 39 years."""
    shared: list[Number] = []
    for number in reversed(numbers):
        following = shared[-1] if shared else None
        if following and number.unit is None and _joins(tokens, number, following):
            number = _like(number, following, tokens, languages)  # noqa: PLW2901 (it is what is kept)
        shared.append(number)
    return shared[::-1]


def _joins(tokens: Sequence[Token], number: Number, following: Number) -> bool:
    between = tokens[number.last + 1 : following.first]
    if tokens[following.first].opens or any(token.opens for token in between):
        return False
    return len(between) <= 1 and all(token.lower in BETWEEN for token in between)


def _like(number: Number, following: Number, tokens: Sequence[Token], languages: Sequence[str]) -> Number:
    value = number.value
    hyphened = tokens[number.last].word == tokens[following.first].word
    scale = _scale(tokens, following, languages)
    if (hyphened or tokens[number.last + 1].lower == "to") and value < THOUSAND and scale:
        value *= scale
    if following.unit == PERCENT:
        value /= HUNDRED
    return replace(number, value=value, unit=following.unit)


def _scale(tokens: Sequence[Token], number: Number, languages: Sequence[str]) -> Fraction | None:
    """Return the thousand or million that ends a number."""
    words = [number_word(tokens[number.last].lower, name) for name in languages if name in NUMBER_LANGUAGES]
    times = [word.value for word in words if word and word.part is Part.TIMES and word.value >= THOUSAND]
    return times[0] if times and number.last > number.first else None
