"""Text as it is compared: what the ear cannot hear is gone, what it can hear stays."""

from __future__ import annotations

import re
import unicodedata

APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼʻ`´′＇", "'"))
CYRILLIC_OF_LATIN = str.maketrans("aeopcyxihəⱪ", "аеорсухіһәқ")
"""Letters of one shape: Kazakh keyboards and scanned scripts mix them, ``i`` for ``і`` above all."""
CYRILLIC = re.compile(r"[\u0400-\u052f]")

UNHEARD_MARKS = re.compile(r"(?<=[\u0400-\u052f])[\u0300\u0301]|(?<=i)\u0307")
"""Stress over a Cyrillic vowel, and the dot that casefold leaves of İ."""
GROUPED_DIGITS = re.compile(r"(?<!\d)\d{1,3}(?:[ \u00a0\u202f\u2009']\d{3})+(?!\d)")
DECIMAL_POINT = re.compile(r"(?<=\d)[.,](?=\d)")
QUOTE_MARK = re.compile(r"(?<!\w)'|'(?!\w)")
LETTER_APOSTROPHES = frozenset({"kk", "uz", "uk"})
"""Languages in which an apostrophe is a letter or part of one, as in the Latin Kazakh of 2017."""


def spoken_words(text: str, language: str) -> tuple[str, ...]:
    """Return the words of a text as they are compared: NFC, casefolded, without punctuation.

    ё counts as е, hyphenated words as several, don’t as dont; Latin letters inside a Cyrillic word count as the
    Cyrillic ones they look like. Digits stay digits: 3 and “three” differ. Lines that start with ``#`` are no words.
    """
    keeps_apostrophes = language.split("-", maxsplit=1)[0].lower() in LETTER_APOSTROPHES
    folded = _fold(without_remarks(text))
    folded = QUOTE_MARK.sub(" ", folded) if keeps_apostrophes else folded.replace("'", "")
    return tuple(_one_script(word) for word in folded.split())


def without_remarks(text: str) -> str:
    """Return the text without the lines that start with ``#``: the head of an exported transcript."""
    return "\n".join(line for line in text.removeprefix("\ufeff").splitlines() if not line.startswith("#"))


def _fold(text: str) -> str:
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text.translate(APOSTROPHES)).casefold())
    text = UNHEARD_MARKS.sub("", text).replace("ё", "е")
    text = DECIMAL_POINT.sub("\ue000", GROUPED_DIGITS.sub(lambda group: re.sub(r"\D", "", group[0]), text))
    return "".join(_audible(character) for character in text).replace("\ue000", ".")


def _audible(character: str) -> str:
    if character in "'\ue000" or unicodedata.category(character)[0] in "LMN":
        return character
    return "" if unicodedata.category(character) == "Cf" else " "


def _one_script(word: str) -> str:
    return word.translate(CYRILLIC_OF_LATIN) if CYRILLIC.search(word) else word
