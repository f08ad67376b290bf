"""Shares and decimals: a third of them, төрттен бір, two point five, екі бүтін оннан бес, две целых пять десятых."""

from __future__ import annotations

import re
from fractions import Fraction

from transcribe.linking.numerals.number_reading import Grammar, Reading
from transcribe.linking.numerals.number_sum import THOUSAND
from transcribe.linking.numerals.number_words import NumberWord, Part

TEN = 10
AFTER_SHARE = frozenset(("of", "in", "as", "since", "more", "less", "fewer"))
BEFORE_SHARE = frozenset(("by", "than", "about", "nearly", "almost"))
ABLATIVE = re.compile(r".*(?:[дт][ае]н|н[ае]н)")
GENITIVE = re.compile(r".*[дтн][іы]ң")
POSSESSED = re.compile(r".*[іы]")
"""Kazakh fractions: төрттен бір, of four one; үштің бірі, one of three."""
POINTS = {"en": ("point",), "kk": ("бүтін",), "ru": ("целых", "целая", "целую", "целой")}
OF_A = frozenset(("of", "a", "an"))
TWO = 2


def read_share(grammar: Grammar, first: int) -> Reading | None:
    """Return the share of one, or of a million, that begins at a token, ``None`` where none does."""
    word, following = grammar.word(first), grammar.word(first + 1)
    if word is None or word.value == 0:
        return None
    if word.part is Part.SHARE:
        return _share_of_scale(grammar, first, word) or Reading(word.value, first, is_share=True)
    if grammar.language == "kk" and _divides(grammar, first):
        return _kazakh_share(grammar, first, word)
    if word.part is not Part.ADD or following is None:
        return _ordinal_share(grammar, first, word)
    if following.part is Part.SHARE and not word.ordinal:
        return Reading(word.value * following.value, first + 1, is_share=True)
    if following.part is Part.DENOMINATOR:
        return Reading(word.value / following.value, first + 1, is_share=True)
    is_one_third = word.value == 1 and following.ordinal and following.value > TWO
    if grammar.language == "en" and is_one_third and not word.ordinal:
        return Reading(1 / following.value, first + 1, is_share=True)
    return None


def with_decimals(grammar: Grammar, whole: Reading) -> Reading:
    """Add what is said after the point, and the million that may follow."""
    at = whole.last + 1
    if whole.ordinal or grammar.lower(at) not in POINTS.get(grammar.language, ()):
        return whole
    decimals = _said_decimals(grammar, at + 1) if grammar.language != "en" else _digit_by_digit(grammar, at + 1)
    if decimals is None:
        return whole
    scale = grammar.word(decimals.last + 1)
    times = scale.value if scale and scale.part is Part.TIMES and scale.value >= THOUSAND else None
    value = (whole.value + decimals.value) * (times or 1)
    return Reading(value, decimals.last + 1 if times else decimals.last)


def _divides(grammar: Grammar, first: int) -> bool:
    word, following = grammar.lower(first), grammar.lower(first + 1)
    return bool(ABLATIVE.fullmatch(word) or (GENITIVE.fullmatch(word) and POSSESSED.fullmatch(following)))


def _kazakh_share(grammar: Grammar, first: int, word: NumberWord) -> Reading | None:
    """Read төрттен бір and жүзден он екі; of жүзден бес миллион only the five can be a part."""
    parts = (grammar.read(first + 1), _one_word(grammar, first + 1))
    fitting = (part for part in parts if part and not part.ordinal and 0 < part.value < word.value)
    part = next(fitting, None)
    return Reading(part.value / word.value, part.last, is_share=True) if part else None


def _one_word(grammar: Grammar, index: int) -> Reading | None:
    word = grammar.word(index)
    return Reading(word.value, index, ordinal=word.ordinal) if word and word.part is Part.ADD else None


def _share_of_scale(grammar: Grammar, first: int, share: NumberWord) -> Reading | None:
    """Read half a million, quarter of a million, жарты миллион."""
    at = first + 1
    while grammar.lower(at) in OF_A:
        at += 1
    scale = grammar.word(at)
    fits = scale and scale.part is Part.TIMES and not scale.ordinal and (at > first + 1 or grammar.language != "en")
    return Reading(share.value * scale.value, at) if scale and fits else None


def _ordinal_share(grammar: Grammar, first: int, word: NumberWord) -> Reading | None:
    """Read “a third of them”, “by a third”, but not “a third man”."""
    if grammar.language != "en" or not word.ordinal or word.value <= TWO or grammar.lower(first - 1) != "a":
        return None
    is_share = grammar.lower(first + 1) in AFTER_SHARE or grammar.lower(first - 2) in BEFORE_SHARE
    return Reading(1 / word.value, first, is_share=True) if is_share else None


def _digit_by_digit(grammar: Grammar, at: int) -> Reading | None:
    """Read the “one four” of “three point one four”."""
    digits = ""
    while (word := grammar.word(at)) and word.part is Part.ADD and word.value < TEN and not word.ordinal:
        digits += str(word.value)
        at += 1
    return Reading(Fraction(int(digits), 10 ** len(digits)), at - 1) if digits else None


def _said_decimals(grammar: Grammar, at: int) -> Reading | None:
    """Read “оннан бес” and “пять десятых”; a bare “бес” is tenths."""
    share = read_share(grammar, at)
    if share and share.is_share:
        return share
    part = grammar.read(at)
    if part is None:
        return None
    below = grammar.word(part.last + 1)
    if below and below.ordinal and below.value in (TEN, TEN**2, TEN**3):
        return Reading(part.value / below.value, part.last + 1)
    is_digit = grammar.language == "kk" and 0 < part.value < TEN
    return Reading(part.value / TEN, part.last) if is_digit else None
