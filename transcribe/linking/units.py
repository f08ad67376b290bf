"""Words for what is counted, in English, Kazakh and Russian, so that 40 hectares are not 40 degrees."""

from __future__ import annotations

PERCENT = "percent"
YEAR = "year"
"""Of a date."""
YEARS = "years"
"""A length of time."""
CURRENCY_SIGNS = frozenset("$€£₸₽")

_STEMS = {
    PERCENT: "% percent процент пайыз",
    "degree": "° degree градус",
    "hectare": "hectare гектар",
    "kilometre": "kilomet километр шақырым",
    "metre": "metre meter метр",
    "kilogram": "kilogram килограмм кило",
    "tonne": "tonne ton тонна",
    "litre": "litre liter литр",
    "dollar": "$ dollar доллар",
    "euro": "€ euro еуро евро",
    "pound": "£ pound фунт",
    "tenge": "₸ tenge теңге тенге",
    "som": "som сом",
    "rouble": "₽ rouble ruble рубл",
    YEARS: "year жыл год лет",
    "month": "month ай месяц",
    "week": "week апта недел",
    "day": "day күн день дня дней",
    "hour": "hour сағат час",
    "minute": "minute минут",
    "second": "seconds секунд",
    "age": "aged жас",
    "person": "people person адам кісі человек",
    "woman": "women woman әйел женщин",
    "man": "men man еркек мужчин",
    "child": "children child бала дет",
    "family": "famil отбасы сем",
}  # fmt: skip
_UNIT_OF_STEM = {stem: unit for unit, stems in _STEMS.items() for stem in stems.split()}
_ENDING = 3
"""A stem of up to so many letters may have an ending of as many: “күнде”, but “ай”, not “айналады”."""


def unit_of(word: str) -> str | None:
    """Return what a word counts, ``None`` where it is no unit. Lower case."""
    for length in range(len(word), 0, -1):
        unit = _UNIT_OF_STEM.get(word[:length])
        if unit and (length > _ENDING or _may_end(word[length:], is_latin=word.isascii())):
            return unit
    return None


def _may_end(ending: str, *, is_latin: bool) -> bool:
    return ending in ("", "s") if is_latin else len(ending) <= _ENDING
