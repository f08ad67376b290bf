"""Number words of English, Kazakh and Russian, with their endings."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache


class Part(enum.Enum):
    """What a word does in a number."""

    ADD = "adds its value"
    TIMES = "multiplies what stands before it"
    SHARE = "is a share of one"
    DENOMINATOR = "divides"


@dataclass(frozen=True, slots=True)
class NumberWord:
    value: Fraction
    part: Part
    ordinal: bool = False
    """Nothing follows an ordinal: “twenty-first” ends its number."""


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


_ENGLISH = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_ENGLISH_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30, "fortieth": 40,
    "fiftieth": 50, "sixtieth": 60, "seventieth": 70, "eightieth": 80, "ninetieth": 90,
}  # fmt: skip
_ENGLISH_SHARES = {"half": Fraction(1, 2), "halves": Fraction(1, 2), "quarter": Fraction(1, 4)}
_ENGLISH_PARTS = {"thirds": 3, "quarters": 4, "fifths": 5, "tenths": 10}
_ENGLISH_TIMES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "dozen": 12}

_KAZAKH = {
    "нөл": 0, "бір": 1, "екі": 2, "үш": 3, "төрт": 4, "бес": 5, "алты": 6, "жеті": 7, "сегіз": 8, "тоғыз": 9, "он": 10,
    "жиырма": 20, "отыз": 30, "қырық": 40, "елу": 50, "алпыс": 60, "жетпіс": 70, "сексен": 80, "тоқсан": 90,
}  # fmt: skip
_KAZAKH_TIMES = {"жүз": 100, "мың": 1000, "миллион": 10**6, "миллиард": 10**9}
_KAZAKH_GROUPS = {"біреу": 1, "екеу": 2, "үшеу": 3, "төртеу": 4, "бесеу": 5, "алтау": 6, "жетеу": 7}
_KAZAKH_ENDING = re.compile(
    r"(?:ден|дан|тен|тан|нен|нан|ге|ға|ке|қа|де|да|те|та|дің|дың|тің|тың|нің|ның|ді|ды|ті|ты|ні|ны|мен|бен|пен"
    r"|(?:с?[іы])(?:н|не|на|нде|нда|нен|нан|нің|ның|мен)?|дей|дай|тей|тай|лік|лық|дік|дық|тік|тық)?"
)
_KAZAKH_ORDINAL = re.compile(r"с?[іы]?нш[іы]")
_KAZAKH_OTHERS = _set_of(
    "онда онан онды оны онын онына онымен оның ондай ондық оным онды үшін бірде бірдей бірді бірдің бірде бірлік "
    "бірден жүзі жүзін жүзіне жүзінде жүзінен жүзінің жүзімен жүзде жүзді жүздің жүздік алтыны алтын мыңын"
)
"""Words that only look like a number with an ending: “there”, “him”, “for”, “unity”, “its face”, “gold”."""
_KAZAKH_SHARES = {"жарты": Fraction(1, 2), "жартысы": Fraction(1, 2), "ширек": Fraction(1, 4)}

_RUSSIAN_FORMS = {
    0: "ноль ноля нуль нуля",
    1: "один одна одно одного одной одному одну одним одном",
    2: "два две двух двум двумя двое двоих",
    3: "три трех трем тремя трое троих",
    4: "четыре четырех четырем четырьмя четверо четверых",
    5: "пять пяти пятью пятеро",
    6: "шесть шести шестью шестеро",
    7: "семь семи семью семеро",
    8: "восемь восьми восемью восьмью",
    9: "девять девяти девятью",
    10: "десять десяти десятью",
    40: "сорок сорока",
    90: "девяносто девяноста",
    100: "сто ста",
    200: "двести двухсот двумстам двухстах двумястами",
    300: "триста трехсот тремстам трехстах тремястами",
    400: "четыреста четырехсот четыремстам четырехстах четырьмястами",
}
_RUSSIAN_TEENS = ("один", "две", "три", "четыр", "пят", "шест", "сем", "восем", "девят")
_RUSSIAN_TIMES = {"тысяч": 1000, "тыс": 1000, "миллион": 10**6, "млн": 10**6, "миллиард": 10**9, "млрд": 10**9}
_RUSSIAN_TIMES_ENDINGS = ("", "а", "и", "у", "ей", "ам", "ами", "ах", "ы", "ов", "ом", "е")
_RUSSIAN_ORDINAL_STEMS = {
    1: "перв", 2: "втор", 3: "треть", 4: "четверт", 5: "пят", 6: "шест", 7: "седьм", 8: "восьм", 9: "девят",
    10: "десят", 20: "двадцат", 30: "тридцат", 40: "сороков", 50: "пятидесят", 60: "шестидесят", 70: "семидесят",
    80: "восьмидесят", 90: "девяност", 100: "сот", 1000: "тысячн",
}  # fmt: skip
_RUSSIAN_ORDINAL_ENDING = re.compile(r"(?:ый|ой|ий|ая|ое|ого|ому|ым|ом|ую|ые|ых|ыми|его|ему|им|ем|ей|их|ими|я|е|ю|и)")
_RUSSIAN_SHARES = {
    "половина": Fraction(1, 2), "половины": Fraction(1, 2), "половину": Fraction(1, 2), "половине": Fraction(1, 2),
    "треть": Fraction(1, 3), "трети": Fraction(1, 3), "четверть": Fraction(1, 4), "четверти": Fraction(1, 4),
}  # fmt: skip


def number_word(word: str, language: str) -> NumberWord | None:
    """Return what a word means in a number, ``None`` for any other word.

    :param word: lower case, without punctuation.
    :param language: ``en``, ``kk`` or ``ru``.
    """
    return _READERS[language](word)


def _adds(value: int, *, ordinal: bool = False) -> NumberWord:
    return NumberWord(Fraction(value), Part.ADD, ordinal)


@cache
def _english(word: str) -> NumberWord | None:
    if word in _ENGLISH:
        return _adds(_ENGLISH[word])
    if word in _ENGLISH_ORDINALS:
        return _adds(_ENGLISH_ORDINALS[word], ordinal=True)
    if word in _ENGLISH_SHARES:
        return NumberWord(_ENGLISH_SHARES[word], Part.SHARE)
    if word in _ENGLISH_PARTS:
        return NumberWord(Fraction(_ENGLISH_PARTS[word]), Part.DENOMINATOR)
    if word in _ENGLISH_TIMES:  # “hundreds of people” are no number
        return NumberWord(Fraction(_ENGLISH_TIMES[word]), Part.TIMES)
    stem = word.removesuffix("th")
    return NumberWord(Fraction(_ENGLISH_TIMES[stem]), Part.TIMES, True) if stem in _ENGLISH_TIMES else None


@cache
def _kazakh(word: str) -> NumberWord | None:
    if word in _KAZAKH_OTHERS:
        return None
    for stem, share in _KAZAKH_SHARES.items():
        if word.startswith(stem) and _KAZAKH_ENDING.fullmatch(word, len(stem)):
            return NumberWord(share, Part.SHARE)
    for stems, part in ((_KAZAKH_GROUPS, Part.ADD), (_KAZAKH, Part.ADD), (_KAZAKH_TIMES, Part.TIMES)):
        for stem, value in stems.items():
            if not word.startswith(stem):
                continue
            if _KAZAKH_ENDING.fullmatch(word, len(stem)):
                return NumberWord(Fraction(value), part)
            ordinal = _KAZAKH_ORDINAL.match(word, len(stem))
            if ordinal and _KAZAKH_ENDING.fullmatch(word, ordinal.end()):
                return NumberWord(Fraction(value), part, True)
    return None


@cache
def _russian(word: str) -> NumberWord | None:
    word = word.replace("ё", "е")
    if word in _RUSSIAN_SHARES:
        return NumberWord(_RUSSIAN_SHARES[word], Part.SHARE)
    if word in _russian_cardinals():
        return _adds(_russian_cardinals()[word])
    for stem, value in _RUSSIAN_TIMES.items():
        if word.removeprefix(stem) in _RUSSIAN_TIMES_ENDINGS and word.startswith(stem):
            return NumberWord(Fraction(value), Part.TIMES)
    ordinal = _russian_ordinal(word)
    return _adds(ordinal, ordinal=True) if ordinal else None


def _russian_ordinal(word: str) -> int | None:
    teens = {f"{stem}надцат": 11 + unit for unit, stem in enumerate(_RUSSIAN_TEENS)}
    for stem, value in [*teens.items(), *((stem, value) for value, stem in _RUSSIAN_ORDINAL_STEMS.items())]:
        if word.startswith(stem) and _RUSSIAN_ORDINAL_ENDING.fullmatch(word, len(stem)):
            return value
    return 3 if word == "третий" else None


@cache
def _russian_cardinals() -> dict[str, int]:
    forms = {form: value for value, spelt in _RUSSIAN_FORMS.items() for form in spelt.split()}
    for unit, stem in enumerate(_RUSSIAN_TEENS):
        forms |= _soft(f"{stem}надцат", 11 + unit)
    forms |= _soft("двадцат", 20) | _soft("тридцат", 30)
    for value, stem in ((50, "пят"), (60, "шест"), (70, "сем"), (80, "восем")):
        oblique = stem.replace("восем", "восьм")
        forms |= {f"{stem}ьдесят": value, f"{oblique}идесяти": value, f"{stem}ьюдесятью": value}
    for value, stem in ((500, "пят"), (600, "шест"), (700, "сем"), (800, "восем"), (900, "девят")):
        oblique = stem.replace("восем", "восьм")
        forms |= {f"{stem}ьсот": value} | {f"{oblique}и{ending}": value for ending in ("сот", "стам", "стах")}
        forms[f"{stem}ьюстами"] = value
    return forms


def _soft(stem: str, value: int) -> dict[str, int]:
    return dict.fromkeys((f"{stem}ь", f"{stem}и", f"{stem}ью"), value)


_READERS = {"en": _english, "kk": _kazakh, "ru": _russian}
NUMBER_LANGUAGES = tuple(_READERS)
