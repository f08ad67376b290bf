"""Kazakh typed in Latin letters, so that it finds Kazakh written in Cyrillic.

Both are brought to a key (`webapp.edition.alphabet`). The alphabet of 2021 (``Qyzylorda``, ``şañyraq``), the one of
2018 (``ǵ``, ``ń``) and what people type without either (``Kyzylorda``, ``Zhaksybayeva``) may have several.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice, product

SHORTEST = 3
"""Fewer letters stand in almost every programme in some reading of them."""
KEYS = 8
"""How many readings of one word are looked for."""
WEIGHED = 64
"""Of how many those are the likeliest."""

READINGS: dict[str, tuple[str, ...]] = {
    "shch": ("X",), "sh": ("X",), "ş": ("X",), "ś": ("X",), "ch": ("Q",), "ç": ("Q",), "zh": ("J",), "j": ("J",),
    "ž": ("J",), "kh": ("H", "K"), "gh": ("G",), "ğ": ("G",), "ǵ": ("G",), "ng": ("NG", "N"), "ñ": ("N",),
    "ń": ("N",), "ŋ": ("N",), "ts": ("C", "TS"), "c": ("C", "K"), "ya": ("@", "IA"), "ia": ("@", "IA", "I@"),
    "yu": ("&", "IU"), "iu": ("&", "IU"), "ye": ("E", "IE"), "yo": ("E", "IO"), "x": ("H", "KS"), "w": ("U", "V"),
    "q": ("K",), "k": ("K",), "y": ("I",), "i": ("I",), "ı": ("I",), "í": ("I",), "u": ("U",), "ü": ("U",),
    "ū": ("U",), "ú": ("U",), "ý": ("U",), "o": ("O",), "ö": ("O",), "ó": ("O",), "a": ("A",), "ä": ("A",),
    "á": ("A",), "e": ("E",), "é": ("E",), "b": ("B",), "v": ("V",), "g": ("G",), "d": ("D",), "z": ("Z",),
    "m": ("M",), "n": ("N",), "p": ("P",), "r": ("R",), "s": ("S", "X"), "t": ("T",), "f": ("F",), "h": ("H",),
    "l": ("L",),
}  # fmt: skip
"""Latin letters → what they may stand for, the likeliest first."""
LATIN = re.compile("|".join(sorted(READINGS, key=len, reverse=True)))
LATIN_WORDS = frozenset("".join(READINGS)) | frozenset("0123456789 ")
SOFTENING = tuple("bvgdzmnpstfhkqcjwx")
"""Letters before which an l is often written with a soft sign: ``albom``, альбом."""


@lru_cache(maxsize=1 << 10)
def keys(term: str) -> tuple[str, ...]:
    """Return the keys of folded Latin words, the likeliest first; nothing where they are too short or not Latin."""
    if len(term) < SHORTEST or not LATIN_WORDS.issuperset(term):
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
    weighed = islice(product(*map(enumerate, readings)), WEIGHED)
    likeliest = sorted(weighed, key=lambda key: sum(order for order, _ in key))
    chosen = dict.fromkeys("".join(reading for _, reading in key) for key in likeliest)
    return tuple(key for key in chosen if len(key) >= SHORTEST)[:KEYS]
