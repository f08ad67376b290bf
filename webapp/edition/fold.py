"""How text is folded for search: the index and the query must do it alike."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass


def fold(text: str) -> str:
    """Return lower-case words with one space between them: NFC, casefold, ё → е, punctuation gone."""
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold()).replace("ё", "е")
    return " ".join("".join(_letter(character) for character in folded).split())


def _letter(character: str) -> str:
    # Marks (Mn, Mc) belong to the letter before; format characters (Cf: soft hyphen, zero width) to nothing.
    category = unicodedata.category(character)
    if category[0] in "LNM":
        return character
    return "" if category == "Cf" else " "


@dataclass(frozen=True, slots=True)
class FoldedWords:
    """Words folded and joined, with the way back from a place in the text to the word."""

    text: str
    starts: tuple[int, ...]
    """Where each word begins in ``text``, in code points."""

    def places(self, term: str, *, at_word_start: bool) -> set[int]:
        """Return the indices of all words that an occurrence of ``term`` touches."""
        found: set[int] = set()
        position = self.text.find(term)
        while position >= 0:
            if not at_word_start or position == 0 or self.text[position - 1] == " ":
                end = position + len(term)
                for index, start in enumerate(self.starts):
                    word_end = self.starts[index + 1] if index + 1 < len(self.starts) else len(self.text)
                    if start < end and position < word_end:
                        found.add(index)
            position = self.text.find(term, position + 1)
        return found


def fold_words(words: Iterable[str]) -> FoldedWords:
    """Return the words folded and joined by single spaces."""
    text = ""
    starts: list[int] = []
    for word in words:
        folded = fold(word)
        if folded and text:
            text += " "
        starts.append(len(text))
        text += folded
    return FoldedWords(text, tuple(starts))
