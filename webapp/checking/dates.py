"""Which numbers of a summary are dates."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale

YEARS = range(1000, 2100)
YEAR_DIGITS = 4


def is_date(sentence: str, start: int, end: int) -> bool:
    """Return whether a number, [start, end) of a sentence, is a year or the day of a month."""
    number = sentence[start:end]
    digits = re.findall(r"\d+", number)
    if len(digits) == 1 and len(digits[0]) == YEAR_DIGITS and int(digits[0]) in YEARS:
        return True
    beside = (*_words(sentence[:start])[-1:], *_words(number), *_words(sentence[end:])[:1])
    return any(map(_is_month, beside))


def is_month(name: str) -> bool:
    """Return whether what has a capital is the whole name of a month: linking looks for it as for a place."""
    return name.casefold() in {*_months("en"), *_months("ru"), *_months("kk")}


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _is_month(word: str) -> bool:
    # Kazakh puts its endings after the name of the month: қараша, қарашада.
    return word in _months("en") + _months("ru") or word.startswith(_months("kk"))


@cache
def _months(tag: str) -> tuple[str, ...]:
    forms = Locale(tag).months.values()
    return tuple(sorted({name.casefold() for form in forms for name in form["wide"].values()}))
