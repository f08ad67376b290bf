"""What a word means in a number, in English, Kazakh and Russian, with its endings."""

from __future__ import annotations

from transcribe.linking.numerals.number_part import NumberWord, Part
from transcribe.linking.numerals.number_words_en import english
from transcribe.linking.numerals.number_words_kk import kazakh
from transcribe.linking.numerals.number_words_ru import russian

__all__ = ["NUMBER_LANGUAGES", "NumberWord", "Part", "number_word"]

_READERS = {"en": english, "kk": kazakh, "ru": russian}
NUMBER_LANGUAGES = tuple(_READERS)


def number_word(word: str, language: str) -> NumberWord | None:
    """Return what a word means in a number, ``None`` for any other word.

    :param word: lower case, without punctuation.
    :param language: ``en``, ``kk`` or ``ru``.
    """
    return _READERS[language](word)
