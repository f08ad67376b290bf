"""Text as it is compared: what the ear cannot hear is gone, what it can hear stays."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼʻ`´′＇", "'"))
CYRILLIC_OF_LATIN = str.maketrans("aeopcyxihəⱪ", "аеорсухіһәқ")
"""Letters of one shape: Kazakh keyboards and scanned scripts mix them, ``i`` for ``і`` above all."""
CYRILLIC = re.compile(r"[\u0400-\u052f]")

UNHEARD_MARKS = re.compile(r"(?<=[\u0400-\u052f])[\u0300\u0301]|(?<=i)\u0307")
"""Stress over a Cyrillic vowel, and the dot that casefold leaves of İ."""
GROUPED_BY_MARK = re.compile(r"(?<!\d)\d{1,3}(?:[\u2009']\d{3})+(?!\d)")
GROUPED_BY_COMMA = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:,\d{3})+(?![\d,]|\.\d)")
"""Thousands in English; in Kazakh and Russian the comma begins the fraction."""
GROUP_HEAD, GROUP = re.compile(r"\d{1,3}"), re.compile(r"\d{3}")
"""“1 200” is one number in two words."""
DECIMAL_POINT = re.compile(r"(?<=\d)[.,](?=\d)")
ORDINAL_HYPHEN = re.compile(r"(?<=\d)-(?=(?:й|я|е|го|му|м|х|ми|ю|ші|шы|інші|ыншы|нші|ншы)(?!\w))")
"""“5-й”, “5-ші”: one spoken word."""
QUOTE_MARK = re.compile(r"(?<!\w)'|'(?!\w)")
LETTER_APOSTROPHES = frozenset({"kk", "uz", "uk"})
"""Languages in which an apostrophe is a letter or part of one, as in the Latin Kazakh of 2017."""
DECIMAL_COMMA = frozenset({"kk", "ru", "uk", "uz", "ky", "de", "fr"})


@dataclass(frozen=True, slots=True)
class Spoken:
    """A word as it is compared, and the words of the text that it comes from."""

    text: str
    first: int
    last: int
    """Both included: “1 200” is one spoken word of two, “twenty-five” two of one."""


def spoken(words: Sequence[str], language: str) -> tuple[Spoken, ...]:
    """Return the words as they are compared: NFC, casefolded, without punctuation.

    ё counts as е, hyphenated words as several, don’t as dont; Latin letters inside a Cyrillic word count as the
    Cyrillic ones they look like. Digits stay digits; `transcribe.scoring.same_numbers` compares them with number words.

    :param language: a BCP 47 tag; ``und`` where it is unknown.
    """
    subtag = language.split("-", maxsplit=1)[0].lower()
    pieces = (Spoken(text, place, place) for place, word in enumerate(words) for text in _spoken_word(word, subtag))
    return tuple(_grouped(pieces))


def spoken_words(text: str, language: str) -> tuple[str, ...]:
    """Return the words of a text as they are compared (`spoken`). Lines that start with ``#`` are no words."""
    return tuple(word.text for word in spoken(without_remarks(text).split(), language))


def without_remarks(text: str) -> str:
    """Return the text without the lines that start with ``#``: the head of an exported transcript."""
    return "\n".join(line for line in text.removeprefix("\ufeff").splitlines() if not line.startswith("#"))


def _spoken_word(word: str, subtag: str) -> Iterator[str]:
    folded = _fold(word, subtag)
    folded = QUOTE_MARK.sub(" ", folded) if subtag in LETTER_APOSTROPHES else folded.replace("'", "")
    yield from map(_one_script, folded.split())


def _fold(text: str, subtag: str) -> str:
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text.translate(APOSTROPHES)).casefold())
    text = UNHEARD_MARKS.sub("", text).replace("ё", "е")
    text = ORDINAL_HYPHEN.sub("", text.replace("%", " \ue001 "))
    text = GROUPED_BY_MARK.sub(_digits, text)
    if subtag not in DECIMAL_COMMA:
        text = GROUPED_BY_COMMA.sub(_digits, text)
    text = DECIMAL_POINT.sub("\ue000", text)
    return "".join(map(_audible, text)).replace("\ue000", ".").replace("\ue001", "%")


def _digits(group: re.Match[str]) -> str:
    return re.sub(r"\D", "", group[0])


def _audible(character: str) -> str:
    if character in "'\ue000\ue001" or unicodedata.category(character)[0] in "LMN":
        return character
    return "" if unicodedata.category(character) == "Cf" else " "


def _one_script(word: str) -> str:
    return word.translate(CYRILLIC_OF_LATIN) if CYRILLIC.search(word) else word


def _grouped(pieces: Iterable[Spoken]) -> Iterator[Spoken]:
    """Join “1 200 000” to one number."""
    number: Spoken | None = None
    for piece in pieces:
        if number and GROUP.fullmatch(piece.text):
            number = Spoken(number.text + piece.text, number.first, piece.last)
            continue
        if number:
            yield number
        number = piece if GROUP_HEAD.fullmatch(piece.text) else None
        if number is None:
            yield piece
    if number:
        yield number
