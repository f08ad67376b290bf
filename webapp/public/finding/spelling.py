"""One word in the letters of several keyboards, and in which letters it is looked for.

Beside the word as it was typed these are: Kazakh typed in Latin letters (`webapp.public.finding.latin`), Kazakh typed
on a Russian keyboard, which lacks nine of its letters (``кошетжай``, көшетжай), and a name in Cyrillic that is written
in Latin letters (``Исакова``, Isakova).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from webapp.edition.alphabet import PLAIN_LETTERS, encode, key_bytes, key_of, plain_bytes, plain_of
from webapp.public.finding.latin import SHORTEST, keys

INSIDE_LETTERS = 3
"""Letters below which a word is looked for at the beginnings of words alone."""
INSIDE_OTHER_LETTERS = 5
"""The same in another spelling than was typed: few letters of English stand inside many words of Kazakh."""
SHORTEST_IN_LATIN = 5
"""Shorter words of Cyrillic are words of English too often: бар, bar."""

KAZAKH_ALONE = frozenset("".join(PLAIN_LETTERS.values()))
LATIN_OF = {
    "а": "a", "ә": "a", "б": "b", "в": "v", "г": "g", "ғ": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i",
    "й": "y", "к": "k", "қ": "k", "л": "l", "м": "m", "н": "n", "ң": "n", "о": "o", "ө": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ұ": "u", "ү": "u", "ф": "f", "х": "kh", "һ": "h", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ъ": "", "ы": "y", "і": "i", "ь": "", "э": "e", "ю": "yu", "я": "ya",
}  # fmt: skip
"""A letter of Cyrillic → how English writes it in names."""
CYRILLIC_WORDS = frozenset(LATIN_OF) | frozenset("0123456789 ")
_latin_table = str.maketrans(LATIN_OF)


class Letters(StrEnum):
    """What the words of the edition are brought to before they are compared."""

    WRITTEN = "as they are written"
    PLAIN = "as on a Russian keyboard"
    KEY = "as a key"


IN_TEXT: dict[Letters, Callable[[str], str]] = {Letters.PLAIN: plain_of, Letters.KEY: key_of}
IN_BYTES: dict[Letters, Callable[[bytes], bytes]] = {Letters.PLAIN: plain_bytes, Letters.KEY: key_bytes}


@dataclass(frozen=True, slots=True)
class Spelling:
    """Words in one spelling."""

    text: str
    letters: Letters
    at_word_start: bool
    """Whether they must begin a word."""

    @property
    def encoded(self) -> bytes:
        return self.text.encode("ascii") if self.letters is Letters.KEY else encode(self.text)


@lru_cache(maxsize=1 << 10)
def spellings(folded: str, *, is_phrase: bool) -> tuple[Spelling, ...]:
    """Return the spellings in which folded words are looked for, as they were typed first."""
    at_word_start = is_phrase or len(folded) < INSIDE_OTHER_LETTERS
    return (
        Spelling(folded, Letters.WRITTEN, is_phrase or len(folded) < INSIDE_LETTERS),
        *(Spelling(text, letters, at_word_start) for text, letters in _others(folded)),
        *(Spelling(text, Letters.WRITTEN, at_word_start=True) for text in _in_latin(folded)),
    )


def _others(folded: str) -> Iterator[tuple[str, Letters]]:
    for key in keys(folded):
        yield key, Letters.KEY
    if len(folded) >= SHORTEST and KAZAKH_ALONE.isdisjoint(folded) and not PLAIN_LETTERS.keys().isdisjoint(folded):
        yield folded, Letters.PLAIN


def _in_latin(folded: str) -> Iterator[str]:
    if len(folded) >= SHORTEST_IN_LATIN and CYRILLIC_WORDS.issuperset(folded):
        latin = " ".join(folded.translate(_latin_table).split())
        if latin and latin != folded:
            yield latin
