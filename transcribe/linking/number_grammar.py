"""How number words follow each other: two hundred and five, екі жүз бес, двести пять."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from transcribe.linking.number_words import NUMBER_LANGUAGES, NumberWord, Part, number_word
from transcribe.linking.tokens import Token

GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,3}(?:\.\d{3}){2,}")
DIGITS = re.compile(r"\d+(?:[.,]\d+)?")
GROUP = re.compile(r"\d{3}")
HUNDRED = 100
THOUSAND = 1000
TEN = 10
CENTURIES = range(15, 22)
"""First halves of years that are spoken in two: nineteen eighty-nine."""
AFTER_SHARE = frozenset(("of", "in", "as", "since", "more", "less", "fewer"))
BEFORE_SHARE = frozenset(("by", "than", "about", "nearly", "almost"))
ABLATIVE = re.compile(r".*(?:[дт][ае]н|н[ае]н)")
"""Kazakh fractions: төрттен бір, of four one."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A number and the last token that belongs to it."""

    value: Fraction
    last: int
    is_share: bool = False

    @property
    def is_whole(self) -> bool:
        return self.value.denominator == 1


def read_number(tokens: Sequence[Token], first: int, language: str) -> Reading | None:
    """Return the longest number that begins at a token, ``None`` where none does.

    :param language: one of `NUMBER_LANGUAGES`, or any other for digits alone.
    """
    grammar = _Grammar(tokens, language)
    share = _share(grammar, first)
    if share:
        return share
    reading = grammar.read(first)
    return _spoken_year(grammar, reading) if reading and language == "en" else reading


class _Grammar:
    """One language's reading of one text."""

    def __init__(self, tokens: Sequence[Token], language: str) -> None:
        self.tokens = tokens
        self.language = language

    def word(self, index: int) -> NumberWord | None:
        if index >= len(self.tokens) or self.language not in NUMBER_LANGUAGES:
            return None
        return number_word(self.tokens[index].lower, self.language)

    def lower(self, index: int) -> str:
        return self.tokens[index].lower if 0 <= index < len(self.tokens) else ""

    def read(self, first: int) -> Reading | None:
        """Sum the words up from ``first`` on, for as long as each fits below the one before."""
        sum_ = _Sum(self.language)
        last = None
        index = first
        while index < len(self.tokens):
            taken = self._take(sum_, index)
            if not taken:
                break
            last = index + taken - 1
            index += taken
            if sum_.closed:
                break
        return Reading(sum_.value, last) if last is not None else None

    def _take(self, sum_: _Sum, index: int) -> int:
        """Return how many tokens were added to the sum, 0 where they do not fit."""
        digits, length = self._digits(index)
        if digits is not None:
            return length if sum_.add(digits, room=1) else 0
        word = self.word(index)
        if word is None:
            follows = self.lower(index) == "and" and sum_.after_times and self.word(index + 1)
            return 2 if follows and follows.part is Part.ADD and sum_.take(follows) else 0
        return 1 if sum_.take(word) else 0

    def _digits(self, index: int) -> tuple[Fraction | None, int]:
        """Return the value of digits and how many tokens they fill: “3 000” is two in Kazakh and Russian."""
        text = self.lower(index)
        if GROUPED.fullmatch(text):
            return Fraction(re.sub(r"\D", "", text)), 1
        if not DIGITS.fullmatch(text):
            return None, 0
        length = 1
        if self.language != "en" and len(text) <= len("999"):
            while GROUP.fullmatch(self.lower(index + length)):
                text += self.lower(index + length)
                length += 1
        return Fraction(text.replace(",", ".")), length


class _Sum:
    """A number in the making."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._total = Fraction(0)
        self._below: Fraction | None = None
        """What stands since the last thousand or million."""
        self._room = THOUSAND
        """The next word to add must be smaller than this: after a ten ten, after a hundred a hundred."""
        self._scale: Fraction | None = None
        self.after_times = False
        self.closed = False

    @property
    def value(self) -> Fraction:
        return self._total + (self._below or 0)

    def take(self, word: NumberWord) -> bool:
        """Add a word, if it fits."""
        if word.part is Part.ADD:
            fits = self.add(word.value, room=self._room_after(int(word.value)))
        elif word.part is Part.TIMES:
            fits = self._multiply(word.value)
        else:
            return False
        self.closed = fits and word.ordinal
        return fits

    def add(self, value: Fraction, *, room: int) -> bool:
        """Add digits or a word that stands for its value."""
        if self._below is not None and not 0 < value < self._room:
            return False
        if self._scale is not None and (value >= self._scale or value == 0):
            return False
        self._below = (self._below or 0) + value
        self._room = room
        self.after_times = False
        return True

    def _room_after(self, value: int) -> int:
        if value >= HUNDRED:
            return HUNDRED
        is_ten = value % TEN == 0 and value > 0 and (value > TEN or self._language == "kk")
        return TEN if is_ten else 1

    def _multiply(self, times: Fraction) -> bool:
        if times < THOUSAND:
            limit = TEN if self._language == "kk" else HUNDRED
            if self._below is not None and not 0 < self._below < limit:
                return False
            self._below = (self._below or 1) * times
            self._room = HUNDRED if times == HUNDRED else 1
        else:
            nothing_to_multiply = self._below is None and self._scale is not None
            if nothing_to_multiply or self._below == 0 or (self._scale is not None and times >= self._scale):
                return False
            self._total += (self._below if self._below is not None else 1) * times
            self._below, self._room, self._scale = None, THOUSAND, times
        self.after_times = True
        return True


def _share(grammar: _Grammar, first: int) -> Reading | None:
    word, following = grammar.word(first), grammar.word(first + 1)
    if word is None or word.value == 0:
        return None
    if word.part is Part.SHARE:
        return Reading(word.value, first, is_share=True)
    if word.part is not Part.ADD or following is None:
        return _ordinal_share(grammar, first, word)
    if grammar.language == "kk" and ABLATIVE.fullmatch(grammar.lower(first)):
        is_part = following.part is Part.ADD and 0 < following.value < word.value
        return Reading(following.value / word.value, first + 1, is_share=True) if is_part else None
    if following.part is Part.SHARE and not word.ordinal:
        return Reading(word.value * following.value, first + 1, is_share=True)
    if following.part is Part.DENOMINATOR:
        return Reading(word.value / following.value, first + 1, is_share=True)
    is_one_third = word.value == 1 and following.ordinal and following.value > 1 + 1
    if grammar.language == "en" and is_one_third and not word.ordinal:
        return Reading(1 / following.value, first + 1, is_share=True)
    return None


def _ordinal_share(grammar: _Grammar, first: int, word: NumberWord) -> Reading | None:
    """Read “a third of them”, “by a third”, but not “a third man”."""
    if grammar.language != "en" or not word.ordinal or word.value <= 1 + 1 or grammar.lower(first - 1) != "a":
        return None
    is_share = grammar.lower(first + 1) in AFTER_SHARE or grammar.lower(first - 2) in BEFORE_SHARE
    return Reading(1 / word.value, first, is_share=True) if is_share else None


def _spoken_year(grammar: _Grammar, century: Reading) -> Reading:
    """Join “nineteen eighty-nine” and “twenty oh five” to one year."""
    if century.value not in CENTURIES or grammar.lower(century.last).isdigit():
        return century
    at = century.last + 1
    if grammar.lower(at) in ("oh", "o"):
        unit = grammar.word(at + 1)
        if unit and unit.part is Part.ADD and 0 < unit.value < TEN:
            return Reading(century.value * HUNDRED + unit.value, at + 1)
        return century
    years = grammar.read(at)
    spoken = years and not grammar.lower(at)[0].isdigit() and TEN <= years.value < HUNDRED
    return Reading(century.value * HUNDRED + years.value, years.last) if years and spoken else century
