"""Whole numbers in words, by the school grammars of three languages: an oracle for reading them."""

from __future__ import annotations

from collections.abc import Callable

from transcribe.alignment.numerals import cardinal

EN_ONES = (
    *["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
    *(f"{stem}teen" for stem in ["thir", "four", "fif", "six", "seven", "eigh", "nine"]),
)
EN_TENS = ["", "", *(f"{stem}ty" for stem in ["twen", "thir", "for", "fif", "six", "seven", "eigh", "nine"])]
RU_ONES = (
    *["ноль", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять", "десять"],
    *(f"{stem}надцать" for stem in ["один", "две", "три", "четыр", "пят", "шест", "сем", "восем", "девят"]),
)
RU_TENS = ["", "", "двадцать", "тридцать", "сорок", *(f"{stem}десят" for stem in ("пять", "шесть", "семь", "восемь"))]
RU_TENS.append("девяносто")
RU_HUNDREDS = ["-", "сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот", "восемьсот", "девятьсот"]


def in_words(number: int, language: str) -> str:
    """Return a number below a thousand million in words."""
    if language == "kk":
        return cardinal(number, "kk")
    return _spelt(number, _english if language == "en" else _russian, language) or (
        "zero" if language == "en" else "ноль"
    )


def _spelt(number: int, below_thousand: Callable[[int, bool], str], language: str) -> str:
    millions, thousands, ones = number // 10**6, number // 1000 % 1000, number % 1000
    names = (
        ("million", "thousand")
        if language == "en"
        else (_plural(millions, "миллион", "миллиона", "миллионов"), _plural(thousands, "тысяча", "тысячи", "тысяч"))
    )
    parts = []
    if millions:
        parts += [below_thousand(millions, False), names[0]]
    if thousands:
        parts += [below_thousand(thousands, True), names[1]]
    return " ".join([*parts, below_thousand(ones, False)]).strip()


def _english(number: int, _: bool) -> str:
    hundred = f"{EN_ONES[number // 100]} hundred" if number >= 100 else ""
    return " ".join(filter(None, [hundred, _tens(number % 100, EN_ONES, EN_TENS, "-")]))


def _russian(number: int, is_feminine: bool) -> str:
    hundred = RU_HUNDREDS[number // 100] if number >= 100 else ""
    words = " ".join(filter(None, [hundred, _tens(number % 100, RU_ONES, RU_TENS, " ")]))
    if is_feminine and number % 100 // 10 != 1 and number % 10 in (1, 2):
        words = words.removesuffix("один").removesuffix("два") + ("одна" if number % 10 == 1 else "две")
    return words


def _tens(number: int, ones: list[str], tens: list[str], hyphen: str) -> str:
    if number < 20:
        return ones[number] if number else ""
    return tens[number // 10] + (hyphen + ones[number % 10] if number % 10 else "")


def _plural(number: int, one: str, few: str, many: str) -> str:
    if number % 100 // 10 == 1 or number % 10 not in (1, 2, 3, 4):
        return many
    return one if number % 10 == 1 else few
