"""What is said for a written word: numbers in words, abbreviations in full, with the alternatives.

The script keeps what is written; a reading is only what is looked for in the sound. Whisper knows digits as Russian and
English say them, so there the written form comes first; it does not in Kazakh, and a CTC model spells no digit at all.
"""

from __future__ import annotations

import re

from transcribe.alignment.abbreviations import ABBREVIATIONS
from transcribe.alignment.numerals import NUMERAL_LANGUAGES, cardinal, ordinal, year

MOST_READINGS = 4
EDGES = re.compile(r"^([\"'“”«»„‘’(\[]*)(.*?)([\"'“”«»„‘’)\],;:!?…]*)$", re.DOTALL)
"""What stands around a word, and the word; a point may belong to it."""
GROUPED = {
    "kk": re.compile(r"[1-9]\d{0,2}(?:[ \u00a0\u202f.]\d{3}){1,4}"),
    "ru": re.compile(r"[1-9]\d{0,2}(?:[ \u00a0\u202f.]\d{3}){1,4}"),
    "en": re.compile(r"[1-9]\d{0,2}(?:[ \u00a0\u202f,]\d{3}){1,4}"),
}
"""Thousands; in English a comma parts them, in the others a point or a space."""
WHOLE = re.compile(r"0|[1-9]\d{0,14}")
DECIMAL = re.compile(r"(\d{1,15})[.,](\d{1,3})")
CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
RANGE = re.compile(r"(\d{1,15})[-–—](\d{1,15})")
SUFFIXED = re.compile(r"(\d{1,15}|[IVXІХ]+)-?([^\W\d_]+)")
SIGNED = re.compile(r"([$€£₸₽№]?)(\d[\d\u00a0.,]*?)(%|°C?|[$€£₸₽]|)")
ROMAN = re.compile(r"(?=.)(X{0,3})(IX|IV|V?I{0,3})")
LATIN_OF_CYRILLIC = str.maketrans("ІХ", "IX")
ROMAN_ONES = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
YEARS = range(1100, 2100)

YEAR_WORDS = {"kk": ("жыл", "ж."), "ru": ("год", "г."), "en": ()}
"""What follows a year in these languages begins so."""
ROW_WORDS = {
    "kk": (
        *("ғасыр", "ғ.", "тоқсан", "орын", "сынып", "қаңтар", "ақпан", "наурыз", "сәуір"),
        *("мамыр", "маусым", "шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан"),
    ),
    "ru": (
        *("век", "в.", "вв.", "квартал", "мест", "класс", "январ", "феврал", "март"),
        *("апрел", "мая", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр"),
    ),
    "en": ("century",),
}
"""What follows the number of one in a row begins so."""
ORDINAL_SUFFIX = {
    "kk": re.compile(r"(?:і|ы)?нш[іы]\w*|ш[іы]\w*"),
    "ru": re.compile(r"(?:[оыи]?й|ая|ое|ое|[ыи]е|ы?х|ого|его|го|ому|ему|му|[ыи]?м|ой|ю|ую|я|е|и)"),
    "en": re.compile(r"st|nd|rd|th"),
}
_PARTS_KK = ("оннан", "жүзден", "мыңнан")


def readings(written: str, after: str, language: str) -> tuple[str, ...]:
    """Return what may be said for a written word, the likeliest first, at most `MOST_READINGS`; often only itself.

    :param written: as in the script, its punctuation with it; a number with spaces in it is one word.
    :param after: the word that follows, empty at the end.
    :param language: a BCP 47 tag.
    """
    tongue = language.split("-", maxsplit=1)[0]
    found = EDGES.match(written)
    if tongue not in NUMERAL_LANGUAGES or found is None:
        return (written,)
    before, word, behind = found.groups()
    said = _said(word, after.lstrip("\"'“«„‘(["), tongue)
    if not said:
        return (written,)
    written_first = tongue != "kk" and any(map(str.isdigit, word))
    every = dict.fromkeys([*([word] if written_first else ()), *said])
    return tuple(f"{before}{each}{behind}" for each in every)[:MOST_READINGS]


def _said(word: str, after: str, tongue: str) -> tuple[str, ...]:
    table, bare = ABBREVIATIONS[tongue], word.removesuffix(".")
    for written in (word, bare, f"{bare}."):
        if written in table:
            return table[written]
    ways = (_number, _ordinal, _signed, _fraction, _clock, _range, _roman, _suffixed)
    return next(filter(None, (way(bare, after, tongue) for way in ways)), ())


def _number(bare: str, after: str, tongue: str) -> tuple[str, ...]:
    """Whole numbers: counted, a year, or one of a row, by what follows."""
    digits = re.sub(r"\D", "", bare) if GROUPED[tongue].fullmatch(bare) else bare
    if not WHOLE.fullmatch(digits):
        return ()
    number = int(digits)
    counted = cardinal(number, tongue)
    if number in YEARS and after.startswith(YEAR_WORDS[tongue]) and digits == bare:
        return (year(number, tongue), counted)
    if after.lower().startswith(ROW_WORDS[tongue]):
        return (ordinal(number, tongue), counted)
    if tongue == "en" and number in YEARS and digits == bare:
        return (year(number, tongue), counted)
    return (counted, ordinal(number, tongue))


def _ordinal(bare: str, after: str, tongue: str) -> tuple[str, ...]:
    """“15-ші”, “5-й”, “1905-жылы”: one of a row."""
    found = SUFFIXED.fullmatch(bare)
    number = _value(found[1]) if found else None
    if found is None or number is None:
        return ()
    if ORDINAL_SUFFIX[tongue].fullmatch(found[2]):
        return (ordinal(number, tongue),)
    if found[2].startswith((*YEAR_WORDS[tongue], *ROW_WORDS[tongue])):
        return (f"{ordinal(number, tongue)}-{found[2]}", f"{cardinal(number, tongue)}-{found[2]}")
    return ()


def _signed(bare: str, after: str, tongue: str) -> tuple[str, ...]:
    """“25%”, “$5”, “№7”, “10°C”."""
    found = SIGNED.fullmatch(bare)
    if found is None or not (found[1] or found[3]):
        return ()
    numbers = _number(found[2], "", tongue) or _fraction(found[2], "", tongue)
    names = ABBREVIATIONS[tongue].get(found[1] or found[3], ())
    if found[1] == "№":
        return tuple(f"{name} {number}" for name in names for number in numbers)
    return tuple(f"{number} {name}" for number in numbers[:1] for name in names)


def _fraction(bare: str, after: str, tongue: str) -> tuple[str, ...]:
    """“2,5”: two whole and of ten five in Kazakh, two whole five tenths in Russian, two point five in English."""
    found = DECIMAL.fullmatch(bare)
    if found is None:
        return ()
    whole, part = cardinal(int(found[1]), tongue), cardinal(int(found[2]), tongue)
    if tongue == "kk":
        tenths = f"{whole} бүтін {_PARTS_KK[len(found[2]) - 1]} {part}"
        return (tenths, f"{whole} жарым") if found[2] == "5" else (tenths,)
    if tongue == "ru":
        return (f"{whole} и {part}", f"{whole} целых {part}", f"{whole} с половиной")
    return (f"{whole} point {' '.join(cardinal(int(digit), tongue) for digit in found[2])}",)


def _clock(bare: str, after: str, tongue: str) -> tuple[str, ...]:
    """“18:30”."""
    found = CLOCK.fullmatch(bare)
    if found is None:
        return ()
    hour, minute = cardinal(int(found[1]), tongue), cardinal(int(found[2]), tongue)
    return (f"{hour} {minute}",) if int(found[2]) else (f"{hour} {minute} {minute}", hour)


def _range(bare: str, after: str, tongue: str) -> tuple[str, ...]:
    """“2010–2015”: both ends, each as it would be said alone."""
    found = RANGE.fullmatch(bare)
    if found is None:
        return ()
    ends = [_number(end, after, tongue) for end in found.groups()]
    return tuple(" ".join(pair) for pair in zip(*ends, strict=True)) if all(ends) else ()


def _roman(bare: str, after: str, tongue: str) -> tuple[str, ...]:
    """“XX ғасыр”; one letter alone is a number only before a word that asks for one."""
    number = _value(bare)
    if number is None or bare.isdigit():
        return ()
    if len(bare) == 1 and not after.lower().startswith(ROW_WORDS[tongue]):
        return ()
    return (ordinal(number, tongue), cardinal(number, tongue))


def _suffixed(bare: str, after: str, tongue: str) -> tuple[str, ...]:
    """“2006-да”, “АҚШ-тың”, “5-ке”: with an ending, as Kazakh writes it."""
    stem, hyphen, ending = bare.rpartition("-")
    if not hyphen or not ending.isalpha() or tongue != "kk":
        return ()
    return tuple(f"{each}{'' if stem != each else '-'}{ending}" for each in _said(stem, "", tongue))


def _value(numeral: str) -> int | None:
    """Return the number of digits or of a Roman numeral up to 39, ``None`` for other words."""
    if WHOLE.fullmatch(numeral):
        return int(numeral)
    found = ROMAN.fullmatch(numeral.translate(LATIN_OF_CYRILLIC))
    return 10 * len(found[1]) + ROMAN_ONES.index(found[2]) if found else None
