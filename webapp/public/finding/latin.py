"""Kazakh typed in Latin letters, so that it finds Kazakh written in Cyrillic.

Both are brought to one key, a letter of it for each Cyrillic letter: letters that Latin spellings do not tell apart
(қ and к, ы, і, и and й) have the same. Keys are capital letters and signs, which folded text never holds, so that
they are never taken for Latin words. The 2021 alphabet (``Qyzylorda``, ``şañyraq``), the one of 2018 (``ǵ``, ``ń``) and
what people type without either (``Kyzylorda``, ``shanyrak``, ``Zhaksybayeva``) may give several keys.
"""

from __future__ import annotations

import re
from itertools import product

from webapp.edition.alphabet import encode

SHORTEST = 3
"""Fewer Latin letters begin almost every programme in some reading of them."""
KEYS = 8
"""How many readings of one word are looked for."""

CYRILLIC = {
    "A": "аә", "B": "б", "V": "в", "G": "гғ", "D": "д", "E": "еэ", "J": "ж", "Z": "з", "I": "ийіы", "K": "кқ",
    "L": "л", "M": "м", "N": "нң", "O": "оө", "P": "п", "R": "р", "S": "с", "T": "т", "U": "уұү", "F": "ф",
    "H": "хһ", "C": "ц", "Q": "ч", "X": "шщ", "'": "ьъ", "&": "ю", "@": "я",
}  # fmt: skip
"""A letter of a key → the Cyrillic letters that it stands for."""
LETTERS = {letter: key for key, letters in CYRILLIC.items() for letter in letters}

READINGS: dict[str, tuple[str, ...]] = {
    "shch": ("X",), "sh": ("X",), "ş": ("X",), "ś": ("X",), "ch": ("Q",), "ç": ("Q",), "zh": ("J",), "j": ("J",),
    "ž": ("J",), "kh": ("H", "K"), "gh": ("G",), "ğ": ("G",), "ǵ": ("G",), "ng": ("NG", "N"), "ñ": ("N",),
    "ń": ("N",), "ŋ": ("N",), "ts": ("C", "TS"), "c": ("C", "K"), "ya": ("@", "IA"), "ia": ("@", "IA"),
    "yu": ("&", "IU"), "iu": ("&", "IU"), "ye": ("E", "IE"), "yo": ("E", "IO"), "x": ("H", "KS"), "w": ("U", "V"),
    "q": ("K",), "k": ("K",), "y": ("I",), "i": ("I",), "ı": ("I",), "í": ("I",), "u": ("U",), "ü": ("U",),
    "ū": ("U",), "ú": ("U",), "ý": ("U",), "o": ("O",), "ö": ("O",), "ó": ("O",), "a": ("A",), "ä": ("A",),
    "á": ("A",), "e": ("E",), "é": ("E",), "b": ("B",), "v": ("V",), "g": ("G",), "d": ("D",), "z": ("Z",),
    "m": ("M",), "n": ("N",), "p": ("P",), "r": ("R",), "s": ("S",), "t": ("T",), "f": ("F",), "h": ("H",),
    "l": ("L",),
}  # fmt: skip
"""Latin letters → what they may stand for, the likeliest first."""
LATIN = re.compile("|".join(sorted(READINGS, key=len, reverse=True)))
LATIN_WORDS = re.compile(rf"(?:(?:{LATIN.pattern}|\d)+ ?)+")
SOFTENING = tuple("bvgdzmnpstfhkqcjwx")
"""Letters before which an l is often written with a soft sign: ``albom``, альбом."""

_text_table = str.maketrans(LETTERS)
_byte_table = bytes.maketrans(b"".join(encode(letter) for letter in LETTERS), "".join(LETTERS.values()).encode("ascii"))


def keys(term: str) -> tuple[str, ...]:
    """Return the keys of folded Latin words, the likeliest first; nothing where they are too short or not Latin."""
    if len(term) < SHORTEST or not LATIN_WORDS.fullmatch(term):
        return ()
    readings: list[tuple[str, ...]] = []
    position = 0
    for unit in LATIN.finditer(term):
        readings += [(other,) for other in term[position : unit.start()]]
        position = unit.end()
        readings.append(READINGS[unit[0]])
        if unit[0] == "l" and term[position : position + 1] in SOFTENING:
            readings.append(("", "'"))
    readings += [(other,) for other in term[position:]]
    chosen: list[str] = []
    for key in product(*readings):
        if len(chosen) == KEYS:
            break
        chosen.append("".join(key))
    return tuple(dict.fromkeys(chosen))


def keyed(folded: str) -> str:
    """Return folded text with the key's letter for each Cyrillic one: as long as it was."""
    return folded.translate(_text_table)


def keyed_bytes(encoded: bytes) -> bytes:
    """Return the same of text in the bytes of `webapp.edition.alphabet`."""
    return encoded.translate(_byte_table)
