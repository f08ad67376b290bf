"""The words of a text and the letters of a word, as names are looked for in them: what is not seen is not there."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from transcribe.linking.names.fold import CYRILLIC_TABLE, LATIN_TABLE

OWN_LETTERS = frozenset("йёўїѓќѝ")
"""Cyrillic letters with a mark that makes another letter of them."""
WORD = re.compile(r"[^\W_]+", re.UNICODE)
REMEMBERED_WORDS = 1 << 17
# fmt: off
LOOKALIKES = str.maketrans({
    **dict(zip("aceopxyihkmtbnr", "асеорхуіһкмтвпг", strict=True)),
    **dict(zip("αβγδεζικλμνοπρστυφχ", "авгдезіклмпопрстуфх", strict=True)),
    "0": "о", "3": "з", "6": "б", "1": "і",
})
# fmt: on
"""Latin and Greek letters, and digits, to the Cyrillic letters that they are put in the place of."""


def words_of(text: str) -> list[str]:
    """Return the words of a text: letters and digits, without what joins or parts them unseen."""
    return WORD.findall(plain(text))


def written_words_of(text: str) -> list[str]:
    """Return the same words with their capital letters."""
    return WORD.findall(_seen(text))


def plain(text: str) -> str:
    """Return the text in one form (NFKC), lower case, without characters that are not seen (Cf) and odd marks."""
    return _seen(text).casefold()


def _seen(text: str) -> str:
    normal = unicodedata.normalize("NFKC", text)
    if not normal.isascii():
        normal = normal.translate(_BARE)
    return normal


class _Bare(dict[int, str]):
    """Each character without marks that are no part of a letter of Kazakh or Russian: of ӱ, a stroke through it.

    It is found when it is first met, by its number, as `str.translate` asks for it.
    """

    def __missing__(self, number: int) -> str:
        bare = character = chr(number)
        if unicodedata.category(character) in ("Cf", "Mn"):
            bare = ""
        elif _is_cyrillic(character) and character.casefold() not in OWN_LETTERS:
            bare = unicodedata.normalize("NFD", character)[0]
        self[number] = bare
        return bare


_BARE = _Bare()


def with_ie(word: str) -> tuple[str, ...]:
    """Return a word as it is written, and with е for ё, which most people write."""
    return (word, word.replace("ё", "е")) if "ё" in word else (word,)


@lru_cache(maxsize=REMEMBERED_WORDS)
def letters_of(text: str) -> str:
    """Return the letters of a text as Latin ones, one after another, without anything between them."""
    lowered = plain(text).replace("ё", "е")
    written = lowered.translate(LOOKALIKES) if _has_cyrillic(lowered) else lowered
    latin = written.translate(CYRILLIC_TABLE).translate(LATIN_TABLE)
    return "".join(c for c in unicodedata.normalize("NFKD", latin) if c.isascii() and c.isalnum())


def may_only_look(word: str) -> bool:
    """Return whether letters of two scripts are mixed, digits stand among letters, or all letters have a double."""
    has_cyrillic, has_other = _has_cyrillic(word), any(not _is_cyrillic(c) for c in word)
    return (has_cyrillic and has_other) or (not has_cyrillic and not word.isdigit())


def _has_cyrillic(text: str) -> bool:
    return any(map(_is_cyrillic, text))


def _is_cyrillic(character: str) -> bool:
    return "\u0400" <= character <= "\u052f"
