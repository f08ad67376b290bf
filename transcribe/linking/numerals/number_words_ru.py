"""Russian number words: cardinals in all cases, ordinals, compounds such as двадцатипятилетний."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache, lru_cache

from transcribe.linking.names.fold import REMEMBERED
from transcribe.linking.numerals.number_part import NumberWord, Part, adds

_FORMS = {
    0: "ноль ноля нуль нуля",
    1: "один одна одно одного одной одному одну одним одном",
    2: "два две двух двум двумя двое двоих",
    3: "три трех трем тремя трое троих",
    4: "четыре четырех четырем четырьмя четверо четверых",
    5: "пять пяти пятью пятеро пятерых",
    6: "шесть шести шестью шестеро шестерых",
    7: "семь семи семеро семерых",  # “семью” is nearly always a family
    8: "восемь восьми восемью восьмью восьмеро",
    9: "девять девяти девятью",
    10: "десять десяти десятью",
    40: "сорок сорока",
    90: "девяносто девяноста",
    100: "сто ста",
    200: "двести двухсот двумстам двухстах двумястами",
    300: "триста трехсот тремстам трехстах тремястами",
    400: "четыреста четырехсот четыремстам четырехстах четырьмястами",
}
_ONE_AND_A_HALF = frozenset(("полтора", "полторы", "полутора"))
_TEENS = ("один", "две", "три", "четыр", "пят", "шест", "сем", "восем", "девят")
_TIMES = {
    "тысяч": 1000, "тыс": 1000, "миллион": 10**6, "млн": 10**6, "миллиард": 10**9, "млрд": 10**9,
    "триллион": 10**12, "трлн": 10**12,
}  # fmt: skip
_TIMES_ENDINGS = frozenset(("", "а", "и", "у", "ей", "ам", "ами", "ах", "ы", "ов", "ом", "е", "ью"))
_ORDINAL_STEMS = {
    1: "перв", 2: "втор", 3: "треть", 4: "четверт", 5: "пят", 6: "шест", 7: "седьм", 8: "восьм", 9: "девят",
    10: "десят", 20: "двадцат", 30: "тридцат", 40: "сороков", 50: "пятидесят", 60: "шестидесят", 70: "семидесят",
    80: "восьмидесят", 90: "девяност", 100: "сот",
}  # fmt: skip
_ORDINAL_ENDING = re.compile(r"(?:ый|ой|ий|ая|ое|ого|ому|ым|ом|ую|ые|ых|ыми|его|ему|им|ем|ей|их|ими|я|е|ю|и)")
_SHARES = {
    "половина": Fraction(1, 2), "половины": Fraction(1, 2), "половину": Fraction(1, 2), "половине": Fraction(1, 2),
    "половиной": Fraction(1, 2), "треть": Fraction(1, 3), "трети": Fraction(1, 3), "третью": Fraction(1, 3),
    "четверть": Fraction(1, 4), "четверти": Fraction(1, 4), "четвертью": Fraction(1, 4),
}  # fmt: skip
_HALF_OF = re.compile(
    r"пол(?=года|часа|дня|месяца|тонны|процента|литра|километра|метра|гектара|миллион|миллиард|тысяч)"
)
_COMPOUND = re.compile(
    r"(?P<count>.{3,}?)(?P<counted>лет|летн\w+|летие|летия|летию|месячн\w+|недельн\w+|дневн\w+|часов(?:ой|ая|ое|ого|ую|ые|ых)"
    r"|минутн\w+|процентн\w+|километров\w+|метров\w+|тонн\w+|этажн\w+|кратн\w+|градусн\w+)"
)
_THOUSANDTH = re.compile(r"(?P<count>.*)тысячн(?P<ending>\w+)")
_HUNDREDTH = re.compile(r"(?P<count>двух|трех|четырех|пяти|шести|семи|восьми|девяти)сот(?P<ending>\w+)")


def russian_within(word: str) -> NumberWord | None:
    """Return what a word means behind a number word: двадцатью семью is no family."""
    return adds(7) if word == "семью" else None


@lru_cache(maxsize=REMEMBERED)
def russian(word: str) -> NumberWord | None:
    word = word.replace("ё", "е")
    if word in _SHARES:
        return NumberWord(_SHARES[word], Part.SHARE)
    if word in _ONE_AND_A_HALF:
        return adds(Fraction(3, 2))
    if word in _cardinals():
        return adds(_cardinals()[word])
    times = _times(word)
    if times:
        return NumberWord(Fraction(times), Part.TIMES)
    if _HALF_OF.match(word):
        whole = _times(word.removeprefix("пол"))
        return adds(Fraction(whole, 2)) if whole else NumberWord(Fraction(1, 2), Part.SHARE)
    ordinal = _ordinal(word)
    if ordinal:
        return ordinal
    compound = _COMPOUND.fullmatch(word)
    count = _joined(compound["count"]) if compound else None
    return adds(count, ordinal=True) if count else None


def counted_in(word: str) -> str:
    """Return what a compound such as “двадцатипятилетняя” counts, as the end of the word; “” for any other word."""
    compound = _COMPOUND.fullmatch(word.replace("ё", "е"))
    return compound["counted"] if compound and _joined(compound["count"]) else ""


def _times(word: str) -> int | None:
    fitting = (value for stem, value in _TIMES.items() if word.startswith(stem) and word[len(stem) :] in _TIMES_ENDINGS)
    return next(fitting, None)


def _ordinal(word: str) -> NumberWord | None:
    if word == "третий":
        return adds(3, ordinal=True)
    for stem, value in _ordinal_stems():
        if word.startswith(stem) and _ORDINAL_ENDING.fullmatch(word, len(stem)):
            return adds(value, ordinal=True)
    for pattern, times in ((_HUNDREDTH, 100), (_THOUSANDTH, 1000)):
        compound = pattern.fullmatch(word)
        if not compound or not _ORDINAL_ENDING.fullmatch(compound["ending"]):
            continue
        if not compound["count"]:
            return NumberWord(Fraction(times), Part.TIMES, ordinal=True)
        count = _joined(compound["count"])
        return adds(count * times, ordinal=True) if count else None
    return None


@cache
def _ordinal_stems() -> tuple[tuple[str, int], ...]:
    teens = [(f"{stem}надцат", 11 + unit) for unit, stem in enumerate(_TEENS)]
    return (*teens, *((stem, value) for value, stem in _ORDINAL_STEMS.items()))


@lru_cache(maxsize=REMEMBERED)
def _joined(words: str) -> int | None:
    """Return the sum of number words written as one: “двадцатипяти”, ``None`` where it is none."""
    if words in _cardinals():
        return _cardinals()[words]
    for cut in range(len(words) - 2, 2, -1):
        head, rest = _cardinals().get(words[:cut]), _joined(words[cut:])
        if head and rest and 0 < rest < (100 if head >= 100 else 10) and head % 10 == 0 and head > 10:  # noqa: PLR2004
            return head + rest
    return None


@cache
def _cardinals() -> dict[str, int]:
    forms = {form: value for value, spelt in _FORMS.items() for form in spelt.split()}
    for unit, stem in enumerate(_TEENS):
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
