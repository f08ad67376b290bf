"""Kazakh number words, in Cyrillic and in the Latin alphabet of 2021, as it is written with and without its signs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache, lru_cache

from transcribe.linking.names.fold import REMEMBERED, fold
from transcribe.linking.numerals.number_part import NumberWord, Part


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


_COUNT = {
    "нөл": 0, "бір": 1, "екі": 2, "үш": 3, "төрт": 4, "бес": 5, "алты": 6, "жеті": 7, "сегіз": 8, "тоғыз": 9, "он": 10,
    "жиырма": 20, "отыз": 30, "қырық": 40, "елу": 50, "алпыс": 60, "жетпіс": 70, "сексен": 80, "тоқсан": 90,
    "біреу": 1, "екеу": 2, "үшеу": 3, "төртеу": 4, "бесеу": 5, "алтау": 6, "жетеу": 7,
}  # fmt: skip
_TIMES = {
    "жүз": 100, "мың": 1000, "миллион": 10**6, "млн": 10**6, "миллиард": 10**9, "млрд": 10**9, "триллион": 10**12,
    "трлн": 10**12,
}  # fmt: skip
_SHARES = {"жарты": Fraction(1, 2), "ширек": Fraction(1, 4)}
_SHORTENED = {"қырқ": 40}
"""Stems that are other before an ordinal's ending: қырқыншы."""
_HALF_MORE = "жарым"
_CASES = (
    "", "ден", "дан", "тен", "тан", "нен", "нан", "ге", "ға", "ке", "қа", "де", "да", "те", "та", "дің", "дың", "тің",
    "тың", "нің", "ның", "ді", "ды", "ті", "ты", "ні", "ны", "мен", "бен", "пен", "дей", "дай", "тей", "тай", "лік",
    "лық", "дік", "дық", "тік", "тық", "дегі", "дағы", "тегі", "тағы", "лап", "леп", "лаған", "леген",
)  # fmt: skip
_NONE_OF_THESE = ("лаған", "леген")
"""“мыңдаған адам” are thousands, and no number."""
_POSSESSED = ("", "н", "не", "на", "нде", "нда", "нен", "нан", "нің", "ның", "мен", "ндегі", "ндағы")
_ORDINAL = re.compile(r"с?[іы]?нш[іы]")
_OTHERS = _set_of(
    """
    онда онан онды оны оның онын онына онымен ондай ондық оным ондағы онмен үшін бірде бірдей бірді бірдің бірлік
    бірден біртай жүзі жүзін жүзіне жүзінде жүзінен жүзінің жүзімен жүзде жүзді жүздің жүздік жүзіндегі алтын
    мыңын алтыны ондап
    """
)
"""Words that only look like a number with an ending: “there”, “him”, “for”, “unity”, “its face”, “gold”."""
_LATIN_OTHERS = frozenset(("min", "ush"))
"""Latin words that are number words only by accident, in a line of English."""


_AFTER_A_NUMBER = ("жүз", "бір", "алты")
"""Beginnings of those that are numbers all the same where a number stands before them: екі жүзде, он бірден."""


def kazakh_within(word: str) -> NumberWord | None:
    """Return what a word means behind a number word."""
    return _cyrillic(word) if word in _OTHERS and word.startswith(_AFTER_A_NUMBER) else kazakh(word)


@lru_cache(maxsize=REMEMBERED)
def kazakh(word: str) -> NumberWord | None:
    if word in _OTHERS:
        return None
    return _latin(word) if word[0].isascii() or word[0] in "äöüūğşñ" else _cyrillic(word)


def _cyrillic(word: str) -> NumberWord | None:
    if word.startswith(_HALF_MORE) and word.removeprefix(_HALF_MORE) in _CASES:
        return NumberWord(Fraction(1, 2), Part.HALF_MORE)
    for stem, value, part in _stems():
        if not word.startswith(stem):
            continue
        ending = word[len(stem) :]
        if ending in _endings():
            return NumberWord(value, part)
        ordinal = _ORDINAL.match(ending)
        if ordinal and part is not Part.SHARE and ending[ordinal.end() :] in _endings():
            return NumberWord(value, part, ordinal=True)
    for stem, forty in _SHORTENED.items():
        ordinal = _ORDINAL.match(word, len(stem)) if word.startswith(stem) else None
        if ordinal and word[ordinal.end() :] in _endings():
            return NumberWord(Fraction(forty), Part.ADD, ordinal=True)
    return None


def _stems() -> Iterator[tuple[str, Fraction, Part]]:
    for words, part in ((_SHARES, Part.SHARE), (_COUNT, Part.ADD), (_TIMES, Part.TIMES)):
        for stem, value in words.items():
            yield stem, Fraction(value), part


@cache
def _endings() -> frozenset[str]:
    possessed = {f"{possessor}{case}" for possessor in ("і", "ы", "сі", "сы") for case in _POSSESSED}
    return frozenset(_CASES) - frozenset(_NONE_OF_THESE) | possessed


def _latin(word: str) -> NumberWord | None:
    """Read Latin letters by the keys of the Cyrillic words: jiyrma, jïırma and zhiyrma are one."""
    return None if word in _LATIN_OTHERS else _by_key().get(fold(word))


@cache
def _by_key() -> dict[str, NumberWord]:
    """Return every form of every number word by its key, bare forms before inflected ones."""
    forms = {stem + ending for stem, _, _ in _stems() for ending in sorted(_endings())}
    forms |= {f"{stem}{ordinal}" for stem, _, _ in _stems() for ordinal in ("інші", "ыншы", "нші", "ншы", "сыншы")}
    forms |= {f"{stem}ыншы" for stem in _SHORTENED} | {_HALF_MORE}
    known = {form: kazakh(form) for form in sorted(forms, key=len, reverse=True)}
    return {fold(form): number for form, number in known.items() if number}
