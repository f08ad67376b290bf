"""Numbers in the words of Kazakh, Russian and English, counted and as ordinals, in the nominative."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

MOST = 10**15 - 1
TEN = 10
TEENS = range(11, 20)
THIS_CENTURY = 20
SAID_IN_TWO = range(11, THIS_CENTURY + 1)
"""Hundreds of the years that English says as two numbers."""

_FEMININE = re.compile(r"\b(?:один|два)$")
"""Before a thousand, in Russian."""


@dataclass(frozen=True, slots=True)
class _Counting:
    """A language's words for numbers; ``ones`` and ``tens`` by digit, the thousands by power."""

    zero: str
    ones: tuple[str, ...]
    """0…19, empty for 0."""
    tens: tuple[str, ...]
    hundreds: tuple[str, ...]
    thousands: tuple[tuple[str, ...], ...]
    """For each power of a thousand its forms: one, or (1, 2…4, 5…) in Russian."""
    tie: str = " "
    """Between tens and ones."""


def _teens(ten: str, ones: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{ten} {one}".strip() for one in ones)


_KK_ONES = ("", "бір", "екі", "үш", "төрт", "бес", "алты", "жеті", "сегіз", "тоғыз")
_RU_ONES = ("", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять")
_RU_TEENS = (
    "десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать"
)
_EN_ONES = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_EN_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"

_COUNTING: Mapping[str, _Counting] = {
    "kk": _Counting(
        "нөл",
        (*_KK_ONES, *_teens("он", _KK_ONES)),
        ("", "он", "жиырма", "отыз", "қырық", "елу", "алпыс", "жетпіс", "сексен", "тоқсан"),
        ("", "жүз", *(f"{one} жүз" for one in _KK_ONES[2:])),
        (("мың",), ("миллион",), ("миллиард",), ("триллион",)),
    ),
    "ru": _Counting(
        "ноль",
        (*_RU_ONES, *_RU_TEENS.split()),
        (
            "",
            "десять",
            "двадцать",
            "тридцать",
            "сорок",
            "пятьдесят",
            "шестьдесят",
            "семьдесят",
            "восемьдесят",
            "девяносто",
        ),
        ("", "сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот", "восемьсот", "девятьсот"),
        (
            ("тысяча", "тысячи", "тысяч"),
            ("миллион", "миллиона", "миллионов"),
            ("миллиард", "миллиарда", "миллиардов"),
            ("триллион", "триллиона", "триллионов"),
        ),
    ),
    "en": _Counting(
        "zero",
        (*_EN_ONES, *_EN_TEENS.split()),
        ("", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"),
        ("", *(f"{one} hundred" for one in _EN_ONES[1:])),
        (("thousand",), ("million",), ("billion",), ("trillion",)),
        tie="-",
    ),
}

NUMERAL_LANGUAGES = frozenset(_COUNTING)

_KK_ORDINALS: Mapping[str, str] = {
    "екі": "екінші",
    "алты": "алтыншы",
    "жеті": "жетінші",
    "жиырма": "жиырмасыншы",
    "қырық": "қырқыншы",
    "он": "оныншы",
    "отыз": "отызыншы",
    "алпыс": "алпысыншы",
    "тоқсан": "тоқсаныншы",
    "тоғыз": "тоғызыншы",
    "мың": "мыңыншы",
    "миллион": "миллионыншы",
    "миллиард": "миллиардыншы",
    "триллион": "триллионыншы",
}
"""The others take -інші."""
_RU_ORDINALS: Mapping[str, str] = {
    "ноль": "нулевой",
    "один": "первый",
    "два": "второй",
    "три": "третий",
    "четыре": "четвёртый",
    "шесть": "шестой",
    "семь": "седьмой",
    "восемь": "восьмой",
    "сорок": "сороковой",
    "пятьдесят": "пятидесятый",
    "шестьдесят": "шестидесятый",
    "семьдесят": "семидесятый",
    "восемьдесят": "восьмидесятый",
    "девяносто": "девяностый",
    "сто": "сотый",
    "двести": "двухсотый",
    "триста": "трёхсотый",
    "четыреста": "четырёхсотый",
    "пятьсот": "пятисотый",
    "шестьсот": "шестисотый",
    "семьсот": "семисотый",
    "восемьсот": "восьмисотый",
    "девятьсот": "девятисотый",
}
"""The others lose their soft sign to -ый; for whole thousands see `_ru_round`."""
_RU_JOINED: Mapping[str, str] = {
    "один": "одно",
    "одна": "одно",
    "две": "двух",
    "два": "двух",
    "три": "трёх",
    "четыре": "четырёх",
    "сорок": "сорока",
    "девяносто": "девяносто",
    "сто": "сто",
    "двести": "двухсот",
    "триста": "трёхсот",
    "четыреста": "четырёхсот",
}
_EN_ORDINALS: Mapping[str, str] = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}


def cardinal(number: int, language: str) -> str:
    """Return a number in words. :param number: 0…`MOST`. :param language: one of `NUMERAL_LANGUAGES`."""
    counting = _COUNTING[language]
    groups = [group for group in _groups(number, language) if group]
    return " ".join(reversed(groups)) or counting.zero


def ordinal(number: int, language: str) -> str:
    """Return which one of a row it is, in words, masculine in Russian. :param number: 0…`MOST`."""
    if language == "ru" and number and number % 1000 == 0:
        return _ru_round(number)
    *before, last = cardinal(number, language).split(" ")
    if language == "kk":
        return " ".join([*before, _KK_ORDINALS.get(last, f"{last}інші")])
    if language == "ru":
        return " ".join([*before, _RU_ORDINALS.get(last, f"{last[:-1]}ый")])
    return " ".join([*before, _en_ordinal(last)])


def year(number: int, language: str) -> str:
    """Return a year as it is read aloud: 1905 is “nineteen oh five” in English, an ordinal in the others."""
    if language != "en":
        return ordinal(number, language)
    hundreds, rest = divmod(number, 100)
    if hundreds not in SAID_IN_TWO or (hundreds == THIS_CENTURY and rest < TEN):
        return cardinal(number, language)
    if not rest:
        return f"{cardinal(hundreds, language)} hundred"
    return f"{cardinal(hundreds, language)} {'oh ' if rest < TEN else ''}{cardinal(rest, language)}"


def _groups(number: int, language: str) -> Iterator[str]:
    """Yield what is said of each three digits, the lowest first."""
    counting = _COUNTING[language]
    yield _below_thousand(number % 1000, counting, feminine=False)
    for forms in counting.thousands:
        number //= 1000
        group = number % 1000
        if not group:
            yield ""
            continue
        feminine = forms[0] == "тысяча"
        # A lone thousand is “мың”, “тысяча”; a million is “бір миллион” in Kazakh, “миллион” or “один миллион”.
        alone = group == 1 and number == 1 and forms[0] in ("мың", "тысяча")
        count = "" if alone else _below_thousand(group, counting, feminine=feminine)
        yield f"{count} {_form(forms, group)}".strip()


def _form(forms: tuple[str, ...], group: int) -> str:
    if len(forms) == 1:
        return forms[0]
    if group % 100 in TEENS:
        return forms[2]
    return {1: forms[0], 2: forms[1], 3: forms[1], 4: forms[1]}.get(group % 10, forms[2])


def _below_thousand(number: int, counting: _Counting, *, feminine: bool) -> str:
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    if rest < len(counting.ones):
        low = counting.ones[rest]
    else:
        low = counting.tie.join(filter(None, (counting.tens[tens], counting.ones[ones])))
    if feminine:
        low = _FEMININE.sub(lambda one: {"один": "одна", "два": "две"}[one[0]], low)
    return " ".join(filter(None, (counting.hundreds[hundreds], low)))


def _ru_round(number: int) -> str:
    """Return 2000 as “двухтысячный”, 1 003 000 as “миллион трёхтысячный”."""
    power, rest = 0, number
    while rest % 1000 == 0:
        rest //= 1000
        power += 1
    stem = ("тысячный", "миллионный", "миллиардный", "триллионный")[power - 1]
    above, group = divmod(rest, 1000)
    joined = "" if group == 1 else "".join(map(_ru_joined, cardinal(group, "ru").split(" ")))
    before = cardinal(above * 1000 ** (power + 1), "ru") if above else ""
    return f"{before} {joined}{stem}".strip()


def _ru_joined(word: str) -> str:
    if word in _RU_JOINED:
        return _RU_JOINED[word]
    for ending, joined in (("сот", "сот"), ("десят", "десяти")):
        if word.endswith(ending):
            return f"{_ru_joined(word.removesuffix(ending))}{joined}"
    return "восьми" if word == "восемь" else f"{word[:-1]}и"


def _en_ordinal(word: str) -> str:
    before, tie, last = word.rpartition("-")
    if last in _EN_ORDINALS:
        return f"{before}{tie}{_EN_ORDINALS[last]}"
    return f"{before}{tie}{last[:-1]}ieth" if last.endswith("y") else f"{before}{tie}{last}th"
