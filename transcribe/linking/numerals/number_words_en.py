"""English number words."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from transcribe.linking.names.fold import REMEMBERED
from transcribe.linking.numerals.number_part import NumberWord, Part, adds

_COUNT = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "fourty": 40,
}  # fmt: skip
_ORDER = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30, "fortieth": 40,
    "fiftieth": 50, "sixtieth": 60, "seventieth": 70, "eightieth": 80, "ninetieth": 90,
}  # fmt: skip
_SHARES = {"half": Fraction(1, 2), "halves": Fraction(1, 2), "quarter": Fraction(1, 4)}
_PARTS = {"thirds": 3, "quarters": 4, "fifths": 5, "sixths": 6, "eighths": 8, "tenths": 10, "hundredths": 100}
_TIMES = {
    "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12, "dozen": 12,
    "k": 1000, "mn": 10**6, "mln": 10**6, "bn": 10**9, "bln": 10**9, "tn": 10**12, "trn": 10**12,
}  # fmt: skip
_DECADES = {
    "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80,
    "nineties": 90,
}  # fmt: skip


@lru_cache(maxsize=REMEMBERED)
def english(word: str) -> NumberWord | None:
    if word in _COUNT:
        return adds(_COUNT[word])
    if word in _ORDER:
        return adds(_ORDER[word], ordinal=True)
    for words, part in ((_SHARES, Part.SHARE), (_PARTS, Part.DENOMINATOR), (_TIMES, Part.TIMES)):
        if word in words:  # “hundreds of people” are no number
            return NumberWord(Fraction(words[word]), part)
    if word in _DECADES:
        return NumberWord(Fraction(_DECADES[word]), Part.DECADE)
    stem = word.removesuffix("th")
    return NumberWord(Fraction(_TIMES[stem]), Part.TIMES, True) if stem != word and stem in _TIMES else None
