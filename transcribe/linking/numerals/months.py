"""Months by name, with endings: “5 May”, “бесінші мамырда”, “пятого мая”."""

from __future__ import annotations

from functools import lru_cache

from transcribe.linking.names.fold import REMEMBERED
from transcribe.linking.numerals.units import KAZAKH_ENDINGS

_ENGLISH = (
    "january jan", "february feb", "march", "april apr", "may", "june jun", "july jul", "august aug",
    "september sept sep", "october oct", "november nov", "december dec",
)  # fmt: skip
_KAZAKH = [
    "қаңтар",
    "ақпан",
    "наурыз",
    "сәуір",
    "мамыр",
    "маусым",
    "шілде",
    "тамыз",
    "қыркүйек",
    "қазан",
    "қараша",
    "желтоқсан",
]
_RUSSIAN = ("январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр")
_RUSSIAN_ENDINGS = frozenset(("", "а", "у", "е", "ом", "ь", "я", "ю", "ем", "й"))


@lru_cache(maxsize=REMEMBERED)
def month_of(word: str) -> int | None:
    """Return 1…12 for the name of a month, ``None`` for any other word. Lower case."""
    for month, names in enumerate(_ENGLISH, start=1):
        if word in names.split():
            return month
    for month, stem in enumerate(_KAZAKH, start=1):
        if word.startswith(stem) and KAZAKH_ENDINGS.fullmatch(word, len(stem)):
            return month
    for month, stem in enumerate(_RUSSIAN, start=1):
        is_short = len(stem) == len("ма")
        ending = word.removeprefix(stem)
        if word.startswith(stem) and ending in (("й", "я", "ю", "е", "ем") if is_short else _RUSSIAN_ENDINGS):
            return month
    return None
