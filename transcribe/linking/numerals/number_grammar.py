"""Numbers in words and digits: whole ones, shares, decimals, decades and spoken years."""

from __future__ import annotations

from collections.abc import Sequence

from transcribe.linking.numerals.number_part import Part
from transcribe.linking.numerals.number_reading import Grammar, Reading, spoken_year
from transcribe.linking.numerals.number_shares import read_share, with_decimals
from transcribe.linking.tokens import Token

__all__ = ["Reading", "read_number"]


def read_number(tokens: Sequence[Token], first: int, language: str) -> Reading | None:
    """Return the longest number that begins at a token, ``None`` where none does.

    :param language: one of `NUMBER_LANGUAGES`, or any other for digits alone.
    """
    grammar = Grammar(tokens, language)
    share = read_share(grammar, first)
    if share:
        return share
    word = grammar.word(first)
    if word and word.part is Part.DECADE:
        return Reading(word.value, first, is_decade=True)
    reading = grammar.read(first)
    if reading is None:
        return None
    reading = with_decimals(grammar, reading)
    return spoken_year(grammar, reading) if language == "en" else reading
