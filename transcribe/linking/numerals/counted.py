"""What a number counts: the words beside it."""

from __future__ import annotations

from collections.abc import Sequence

from transcribe.linking.numerals.months import month_of
from transcribe.linking.numerals.number_reading import Reading
from transcribe.linking.numerals.number_words_ru import counted_in
from transcribe.linking.numerals.units import AGE, CURRENCY_SIGNS, DAY_OF_MONTH, DECADE, PERCENT, YEAR, YEARS, unit_of
from transcribe.linking.tokens import Token

FIRST_YEAR, LAST_YEAR = 1500, 2100
HUNDRED = 100
TEN = 10
UNIT_WITHIN = 2
"""A unit stands at most so many tokens after its number: “forty whole hectares”."""
LAST_DAY = 31
DATED = frozenset(["жылы", "жылғы", "году", "ж", "жылдың"])
"""Forms in which a year is a date's, after a number without an ordinal's ending."""
YEARS_OF = ("жылдар", "годы", "годов", "годах", "годам", "годами")
"""Plurals that make a decade of a round number: 90-жылдар, 90-е годы."""
OF_ORDINALS = (YEARS, "century", "day", "month", "week")
"""What is counted through with ordinals; of “second-degree” nothing is."""
GENITIVES = ("дың", "дің", "тың", "тің", "ның", "нің")
LONGER_THAN_A_SIGN = 2


def count_of(tokens: Sequence[Token], first: int, reading: Reading) -> str | None:
    """Return the unit of the number that stands at ``first``…``reading.last``, ``None`` where it has none."""
    last = reading.last
    if reading.is_decade or _is_decade(tokens, first, reading):
        return DECADE
    if reading.is_whole and 0 < reading.value <= LAST_DAY and _is_day(tokens, first, last):
        return DAY_OF_MONTH
    compound = counted_in(tokens[last].lower)
    if compound:
        return AGE if compound.startswith("летн") else unit_of(compound)
    unit = _unit_beside(tokens, first, last)
    if unit in (None, YEARS) and _is_year(tokens, first, reading, unit):
        return YEAR
    if unit == YEARS and _is_age(tokens, last):
        return AGE
    return unit if not reading.ordinal or unit in OF_ORDINALS else None


def _unit_beside(tokens: Sequence[Token], first: int, last: int) -> str | None:
    if first and tokens[first - 1].text in CURRENCY_SIGNS:
        return unit_of(tokens[first - 1].text)
    if _lower(tokens, first - 1) in ("aged", "жасы") and not _word(tokens, last + 1):
        return AGE
    after = _following(tokens, last)
    if after[:2] == ["per", "cent"]:
        return PERCENT
    units = (unit_of(word) for place, word in enumerate(after) if place == 0 or len(word) > LONGER_THAN_A_SIGN)
    return next(filter(None, units), None)


def _following(tokens: Sequence[Token], last: int) -> list[str]:
    """Return up to `UNIT_WITHIN` words after a number, as far as the sentence and the next number."""
    after: list[str] = []
    for token in tokens[last + 1 : last + 1 + UNIT_WITHIN]:
        if token.opens or token.text[0].isdigit() or (token.text in CURRENCY_SIGNS and after):
            break
        after.append(token.lower)
    followed = tokens[last + 1 : last + 1 + UNIT_WITHIN]
    if len(followed) == UNIT_WITHIN and followed[0].text in CURRENCY_SIGNS and followed[1].text[0].isdigit():
        return []
    return after


def _is_decade(tokens: Sequence[Token], first: int, reading: Reading) -> bool:
    """Return whether it is 1990s, 90-жылдар, девяностые годы."""
    value, following = reading.value, _word(tokens, reading.last + 1)
    is_round = reading.is_whole and value % TEN == 0 and (TEN < value < HUNDRED or FIRST_YEAR <= value <= LAST_YEAR)
    if not is_round:
        return False
    glued = following == "s" and tokens[reading.last + 1].word == tokens[reading.last].word
    plural = following.startswith(YEARS_OF) and (reading.ordinal or tokens[reading.last].text[0].isdigit())
    return glued or plural


def _is_day(tokens: Sequence[Token], first: int, last: int) -> bool:
    after = _word(tokens, last + 1)
    if after == "of":
        after = _word(tokens, last + 2)
    return month_of(after) is not None or (_is_month_before(tokens, first) and not unit_of(after))


def _is_month_before(tokens: Sequence[Token], first: int) -> bool:
    """“May 5” and “мамырдың бесі”, where nothing ends between the two."""
    if not first or tokens[first].opens:
        return False
    before = tokens[first - 1].lower
    if before == "айының":
        return month_of(_lower(tokens, first - 2)) is not None
    return month_of(before) is not None and (before.isascii() or before.endswith(GENITIVES))


def _is_year(tokens: Sequence[Token], first: int, reading: Reading, unit: str | None) -> bool:
    value, written = reading.value, tokens[first].text
    if not reading.is_whole:
        return False
    dated = unit == YEARS and (reading.ordinal or _word(tokens, reading.last + 1) in DATED)
    if FIRST_YEAR <= value <= LAST_YEAR:
        in_digits = first == reading.last and written.isdigit()
        return dated or in_digits or (unit is None and value % HUNDRED != 0 and not written[0].isdigit())
    return dated and TEN <= value < HUNDRED and (reading.ordinal or value > LAST_DAY)


def _is_age(tokens: Sequence[Token], last: int) -> bool:
    """Return whether it is “44-year-old”, “44 years old”, “44 years of age”."""
    after = [_lower(tokens, last + offset) for offset in (2, 3)]
    return after[0] in ("old", "olds") or after == ["of", "age"]


def _word(tokens: Sequence[Token], index: int) -> str:
    """Return a word that follows in the same sentence, “” where none does."""
    return _lower(tokens, index) if index < len(tokens) and not tokens[index].opens else ""


def _lower(tokens: Sequence[Token], index: int) -> str:
    return tokens[index].lower if 0 <= index < len(tokens) else ""
