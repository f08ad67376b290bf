"""How text is folded for search: the index and the query must do it alike."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

KEPT_FOLDED = 1 << 16
"""How many words a process remembers folded: most of what is said is said with few words."""
LOOKALIKES = str.maketrans("aceopxyihkmt", "асеорхуіһкмт")
LATIN_LETTER = re.compile("[a-z]")
MIXED_SCRIPTS = re.compile(r"(?=.*[Ѐ-ӿ])(?=.*[a-z])[^a-z]*(?:[aceopxyihkmt][^a-z]*)*")
"""A Cyrillic word in which somebody typed Latin letters that look the same, and no others."""


def fold(text: str) -> str:
    """Return lower-case words with one space between them: NFC, casefold, ё → е, punctuation gone.

    Latin letters in a Cyrillic word become the Cyrillic ones that look like them.
    """
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold()).replace("ё", "е")
    if folded.isalpha() and not folded.isascii() and " " not in folded:
        return _one_script(folded)
    words = "".join(_letter(character) for character in folded).split()
    return " ".join(_one_script(word) for word in words)


def _letter(character: str) -> str:
    # Marks (Mn, Mc) belong to the letter before; format characters (Cf: soft hyphen, zero width) to nothing.
    category = unicodedata.category(character)
    if category[0] in "LNM":
        return character
    return "" if category == "Cf" else " "


def _one_script(word: str) -> str:
    if word.isascii() or not LATIN_LETTER.search(word) or not MIXED_SCRIPTS.fullmatch(word):
        return word
    return word.translate(LOOKALIKES)


@dataclass(frozen=True, slots=True)
class FoldedWords:
    """Words folded and joined, with the way back from a place in the text to the word."""

    text: str
    starts: tuple[int, ...]
    """Where each word begins in ``text``, in code points."""

    def places(self, term: str, *, at_word_start: bool) -> set[int]:
        """Return the indices of all words that an occurrence of ``term`` touches."""
        return self.places_in(self.text, term, at_word_start=at_word_start)

    def places_in(self, text: str, term: str, *, at_word_start: bool) -> set[int]:
        """Return the same for other letters of the same words.

        :param text: as long as the words' own.
        """
        found: set[int] = set()
        for position in occurrences(text, term, at_word_start=at_word_start):
            first = bisect_right(self.starts, position) - 1
            last = bisect_right(self.starts, position + len(term) - 1) - 1
            found.update(range(first, last + 1))
        return found


def occurrences(text: str, term: str, *, at_word_start: bool) -> Iterator[int]:
    """Yield where a term stands in folded text, in code points."""
    position = text.find(term)
    while position >= 0:
        if not at_word_start or position == 0 or text[position - 1] in " \n":
            yield position
        position = text.find(term, position + 1)


def fold_words(words: Iterable[str]) -> FoldedWords:
    """Return the words folded and joined by single spaces."""
    folded = [folded_word(word) for word in words]
    lengths = (len(word) + 1 if word else 0 for word in folded)
    text = " ".join(word for word in folded if word)
    starts = (min(start, len(text)) for start in accumulate(lengths, initial=0))
    return FoldedWords(text, tuple(starts)[:-1])


@lru_cache(maxsize=KEPT_FOLDED)
def folded_word(word: str) -> str:
    """Return `fold` of a word, remembered."""
    return fold(word)
