"""Numbers are read from words and digits of three languages as the values that they name."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transcribe.linking.spelling import english, kazakh, russian
from transcribe.linking.numbers import Number, find_numbers
from transcribe.linking.tokens import tokens_of

NUMBERS = st.integers(0, 999_999) | st.integers(0, 2_100)


def numbers(text: str, language: str) -> list[Number]:
    return find_numbers(list(tokens_of(text.split())), language)


def values(text: str, language: str) -> list[Fraction]:
    return [number.value for number in numbers(text, language)]


@given(NUMBERS)
def test_english_words_are_read_back(number: int) -> None:
    assert values(english(number), "en") == [number]


@given(NUMBERS, st.booleans())
def test_kazakh_words_are_read_back(number: int, names_one: bool) -> None:
    assert values(kazakh(number, names_one=names_one), "kk") == [number]


@given(NUMBERS)
def test_russian_words_are_read_back_alone_and_in_a_kazakh_programme(number: int) -> None:
    assert values(russian(number), "ru") == [number]
    assert values(russian(number), "kk") == [number]


@given(NUMBERS)
def test_digits_are_read_back_however_they_are_grouped(number: int) -> None:
    for spelt in (f"{number}", f"{number:,}"):
        assert values(spelt, "en") == [number]
    assert values(f"{number:,}".replace(",", " "), "kk") == [number]


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("twenty-first", "en", 21),
        ("nineteen eighty-nine", "en", 1989),
        ("twenty oh five", "en", 2005),
        ("two thousand and eighteen", "en", 2018),
        ("twelve hundred", "en", 1200),
        ("4.5 million", "en", 4_500_000),
        ("the 1,200th visitor", "en", 1200),
        ("three dozen eggs", "en", 36),
        ("екі мың он сегізінші жылы", "kk", 2018),
        ("жиырмасыншы ғасыр", "kk", 20),
        ("3 мың түп", "kk", 3000),
        ("жүзден астам", "kk", 100),
        ("қырыққа жуық", "kk", 40),
        ("үшеуі", "kk", 3),
        ("2018-жылы", "kk", 2018),
        ("3,5 млн", "ru", Fraction(7, 2) * 10**6),
        ("тысяча девятьсот восемьдесят девятый год", "ru", 1989),
        ("в двух тысячах километрах", "ru", 2000),
        ("ста пятидесяти человек", "ru", 150),
        ("двадцатого мая", "ru", 20),
    ],
)
def test_forms_that_people_say(text: str, language: str, value: Fraction) -> None:
    assert values(text, language) == [value]


@pytest.mark.parametrize(
    ("text", "language", "share"),
    [
        ("seventy per cent", "en", Fraction(7, 10)),
        ("70 %", "en", Fraction(7, 10)),
        ("70%", "en", Fraction(7, 10)),
        ("a quarter", "en", Fraction(1, 4)),
        ("two thirds", "en", Fraction(2, 3)),
        ("one third of them", "en", Fraction(1, 3)),
        ("a third of them", "en", Fraction(1, 3)),
        ("fell by a third", "en", Fraction(1, 3)),
        ("three quarters", "en", Fraction(3, 4)),
        ("more than half", "en", Fraction(1, 2)),
        ("жетпіс пайызы", "kk", Fraction(7, 10)),
        ("төрттен біріне", "kk", Fraction(1, 4)),
        ("үштен екісі", "kk", Fraction(2, 3)),
        ("жартысынан көбі", "kk", Fraction(1, 2)),
        ("двадцать пять процентов", "ru", Fraction(1, 4)),
        ("четверть", "ru", Fraction(1, 4)),
    ],
)
def test_shares_of_one_are_equal_however_they_are_said(text: str, language: str, share: Fraction) -> None:
    assert [(number.value, number.unit) for number in numbers(text, language)] == [(Fraction(share), "percent")]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("оның үшін онда", "kk"),
        ("алтын бетінде жүзінде", "kk"),
        ("он сказал", "ru"),
        ("hundreds of people, thousands of miles", "en"),
        ("жүздеген адам", "kk"),
        ("the second-hand person", "xx"),
    ],
)
def test_words_that_only_look_like_numbers_are_none(text: str, language: str) -> None:
    assert values(text, language) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("40 hectares", "en"), ("қырық гектар", "kk"), True),
        (("40 hectares", "en"), ("сорок гектаров", "ru"), True),
        (("70 per cent", "en"), ("жетпіс", "kk"), True),
        (("40 hectares", "en"), ("он төрт гектар", "kk"), False),
        (("a quarter", "en"), ("үштен бірі", "kk"), False),
    ],
)
def test_numbers_of_two_languages_are_compared(one: tuple[str, str], other: tuple[str, str], same: bool) -> None:
    (left,), (right,) = numbers(*one), numbers(*other)
    assert left.same_as(right) is same
    assert right.same_as(left) is same


def test_only_what_counts_the_same_contradicts() -> None:
    hectares, degrees = numbers("14 hectares and 40 degrees", "en")
    (forty_hectares,) = numbers("қырық гектар", "kk")
    assert hectares.rivals(forty_hectares)
    assert not degrees.rivals(forty_hectares)
    assert not forty_hectares.rivals(forty_hectares)


def test_a_unit_is_not_taken_from_the_next_sentence() -> None:
    (year,) = numbers("Nobody had opened them since nineteen eighty-nine. Some were labelled.", "en")
    assert year.unit == "year"
    assert year.value == 1989


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("five three", "en", [5, 3]),
        ("eleven two", "en", [11, 2]),
        ("он бір екі", "kk", [11, 2]),
        ("двадцать тридцать", "ru", [20, 30]),
    ],
)
def test_words_that_do_not_fit_below_each_other_are_several_numbers(
    text: str, language: str, expected: list[int]
) -> None:
    assert values(text, language) == expected
