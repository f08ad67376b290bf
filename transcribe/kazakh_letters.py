"""Kazakh written in Latin letters, for those who read them more easily. The words of the record are the Cyrillic ones.

The alphabet is the one of 31 letters that was presented in January 2021 and confirmed in April of that year. It has no
letters for some that Cyrillic has in words from elsewhere: these become two (``ts``, ``tş``, ``şş``, ``io``, ``iu``,
``ia``), or nothing (``ъ``, ``ь``), as is the custom while its spelling rules are not law. The way back is not offered:
``и`` and ``й`` are one letter here.
"""

from __future__ import annotations

import unicodedata
from typing import Final

LANGUAGE: Final = "kk-Latn"

_LOWER: Final = {
    "а": "a", "ә": "ä", "б": "b", "в": "v", "г": "g", "ғ": "ğ", "д": "d", "е": "e", "ё": "io", "ж": "j", "з": "z",
    "и": "i", "й": "i", "к": "k", "қ": "q", "л": "l", "м": "m", "н": "n", "ң": "ñ", "о": "o", "ө": "ö", "п": "p",
    "р": "r", "с": "s", "т": "t", "у": "u", "ұ": "ū", "ү": "ü", "ф": "f", "х": "h", "һ": "h", "ц": "ts", "ч": "tş",
    "ш": "ş", "щ": "şş", "ъ": "", "ы": "y", "і": "ı", "ь": "", "э": "e", "ю": "iu", "я": "ia",
}  # fmt: skip


def _capital(latin: str) -> str:
    """Return Latin letters as capitals; Python knows no language in which ``i`` and ``ı`` are two letters."""
    return latin.replace("i", "İ").upper()


LETTERS: Final[dict[str, tuple[str, str]]] = {
    **{cyrillic: (latin, latin) for cyrillic, latin in _LOWER.items()},
    **{cyrillic.upper(): (_capital(latin[:1]) + latin[1:], _capital(latin)) for cyrillic, latin in _LOWER.items()},
}
"""Each Cyrillic letter, small and capital → as it is written in a word, and in a word of capitals (``İa``, ``İA``)."""


def is_kazakh(language: str) -> bool:
    """:param language: a BCP 47 tag."""
    return language.partition("-")[0].lower() == "kk"


def to_latin(text: str) -> str:
    """Return a text with each of the 42 letters in Latin; all else is left as it is."""
    text = unicodedata.normalize("NFC", text)
    return "".join(
        LETTERS[letter][_is_among_capitals(text, place)] if letter in LETTERS else letter
        for place, letter in enumerate(text)
    )


def _is_among_capitals(text: str, place: int) -> bool:
    """Return whether the letter after a place is a capital; the one before, where no letter comes after."""
    after, before = text[place + 1 : place + 2], text[max(0, place - 1) : place]
    return after.isupper() if after.isalpha() else before.isupper()
