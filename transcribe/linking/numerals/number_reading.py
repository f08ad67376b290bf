"""How number words follow each other: two hundred and five, екі жүз бес, двести пять."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from transcribe.linking.numerals.number_sum import HUNDRED, TEN, Sum
from transcribe.linking.numerals.number_words import NUMBER_LANGUAGES, NumberWord, Part, number_word
from transcribe.linking.numerals.number_words_kk import kazakh_within
from transcribe.linking.numerals.number_words_ru import russian_within
from transcribe.linking.numerals.units import CURRENCY_SIGNS
from transcribe.linking.tokens import Token

GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,3}(?:\.\d{3}){2,}")
DIGITS = re.compile(r"\d+(?:[.,]\d+)?")
GROUP = re.compile(r"\d{3}")
AFTER_DIGITS = {
    "en": re.compile(r"st|nd|rd|th"),
    "kk": re.compile(r"(?:[іы]н|н)?ш[іы]"),
    "ru": re.compile(r"[йяемхю]|ый|ой|ий|ая|го|ого|му|ому|ым|ом|ые|ых|ым|ую"),
}
"""What makes an ordinal of digits: 21st, 5-ші, 90-е."""
AND_A_PART = {
    ("and", "a", "half"): Fraction(1, 2),
    ("and", "half"): Fraction(1, 2),
    ("and", "a", "quarter"): Fraction(1, 4),
    ("с", "половиной"): Fraction(1, 2),
    ("с", "четвертью"): Fraction(1, 4),
}
SHORTENED = frozenset(("k", "mn", "mln", "bn", "bln", "tn", "trn", "млн", "млрд", "трлн", "тыс"))
"""Thousands and millions that need a number before them."""
WITHIN = {"kk": kazakh_within, "ru": russian_within}
CENTURIES = range(15, 22)
"""First halves of years that are spoken in two: nineteen eighty-nine."""
MILLION = Fraction(10**6)


@dataclass(frozen=True, slots=True)
class Reading:
    """A number and the last token that belongs to it."""

    value: Fraction
    last: int
    is_share: bool = False
    ordinal: bool = False
    is_decade: bool = False
    """Said as one: “the nineties”."""

    @property
    def is_whole(self) -> bool:
        return self.value.denominator == 1


class Grammar:
    """One language's reading of one text."""

    def __init__(self, tokens: Sequence[Token], language: str) -> None:
        """:param language: one of `NUMBER_LANGUAGES`, or any other for digits alone."""
        self.tokens = tokens
        self.language = language

    def word(self, index: int) -> NumberWord | None:
        if not 0 <= index < len(self.tokens) or self.language not in NUMBER_LANGUAGES:
            return None
        return number_word(self.tokens[index].lower, self.language)

    def lower(self, index: int) -> str:
        return self.tokens[index].lower if 0 <= index < len(self.tokens) else ""

    def glued(self, index: int) -> bool:
        """Return whether a token is part of the same word as the one before: 21st, 5-ші, £2.8bn."""
        return 0 < index < len(self.tokens) and self.tokens[index].word == self.tokens[index - 1].word

    def read(self, first: int) -> Reading | None:
        """Sum the words up from ``first`` on, for as long as each fits below the one before."""
        sum_ = Sum(self.language)
        index = first
        if self.lower(first) in SHORTENED:
            return None
        while index < len(self.tokens) and not sum_.closed:
            taken = 0 if index > first and self._is_apart(index) else self._take(sum_, index)
            if not taken:
                break
            index += taken
        return Reading(sum_.value, index - 1, ordinal=sum_.closed) if index > first else None

    def _take(self, sum_: Sum, index: int) -> int:
        """Return how many tokens were added to the sum, 0 where they do not fit."""
        digits, length = self._digits(index)
        if digits is not None:
            if not sum_.add(digits, room=1):
                return 0
            sum_.closed = self._ends_as_ordinal(index + length)
            return length + sum_.closed
        for words, part in AND_A_PART.items():
            if all(self.lower(index + at) == word for at, word in enumerate(words)):
                return len(words) if sum_.take(NumberWord(part, Part.HALF_MORE)) else 0
        word = self.word(index) or self._within(sum_, index) or self._millions(index)
        if word is None:
            follows = self.lower(index) == "and" and sum_.after_times and self.word(index + 1)
            return 2 if follows and follows.part is Part.ADD and sum_.take(follows) else 0
        return 1 if sum_.take(word) else 0

    def _within(self, sum_: Sum, index: int) -> NumberWord | None:
        """Return what a word means that is a number only where another stands before it."""
        within = WITHIN.get(self.language) if sum_.value else None
        return within(self.lower(index)) if within else None

    def _is_apart(self, index: int) -> bool:
        """Return whether a comma ends the number before: “£125m, three years”, but “two thousand, three hundred”."""
        token = self.tokens[index]
        return token.opens or (token.apart and self.lower(index + 1) != "hundred")

    def _ends_as_ordinal(self, index: int) -> bool:
        ending = AFTER_DIGITS.get(self.language)
        return bool(ending and self.glued(index) and ending.fullmatch(self.lower(index)))

    def _millions(self, index: int) -> NumberWord | None:
        """Read the m of £125m; without a sign of money it is metres."""
        is_money = index > 1 and self.lower(index) == "m" and self.tokens[index - 2].text in CURRENCY_SIGNS
        return NumberWord(MILLION, Part.TIMES) if is_money and self.glued(index) else None

    def _digits(self, index: int) -> tuple[Fraction | None, int]:
        """Return the value of digits and how many tokens they fill: “3 000” is two in Kazakh and Russian."""
        text = self.lower(index)
        if GROUPED.fullmatch(text):
            return Fraction(re.sub(r"\D", "", text)), 1
        if not DIGITS.fullmatch(text):
            return None, 0
        length = 1
        if self.language != "en" and len(text) <= len("999") and not text.startswith("0"):
            while GROUP.fullmatch(self.lower(index + length)) and not self.glued(index + length):
                text += self.lower(index + length)
                length += 1
        return Fraction(text.replace(",", ".")), length


def spoken_year(grammar: Grammar, century: Reading) -> Reading:
    """Join “nineteen eighty-nine” and “twenty oh five” to one year."""
    if century.value not in CENTURIES or century.ordinal or grammar.lower(century.last).isdigit():
        return century
    at = century.last + 1
    if grammar.lower(at) in ("oh", "o"):
        unit = grammar.word(at + 1)
        if unit and unit.part is Part.ADD and 0 < unit.value < TEN:
            return Reading(century.value * HUNDRED + unit.value, at + 1)
        return century
    decade = grammar.word(at)
    if decade and decade.part is Part.DECADE:
        return Reading(century.value * HUNDRED + decade.value, at, is_decade=True)
    years = grammar.read(at)
    spoken = years and not grammar.lower(at)[0].isdigit() and TEN <= years.value < HUNDRED
    return Reading(century.value * HUNDRED + years.value, years.last) if years and spoken else century
