"""Numbers are read from words and digits of three languages as the values that they name."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tests.transcribe.linking.spelling import CASES, english, kazakh, kazakh_in_case, russian, russian_genitive
from transcribe.alignment.numerals import NUMERAL_LANGUAGES, cardinal, ordinal
from transcribe.linking.numerals.numbers import Number, find_numbers
from transcribe.linking.tokens import tokens_of

NUMBERS = st.integers(0, 999_999) | st.integers(0, 2_100)


def numbers(text: str, language: str) -> list[Number]:
    return find_numbers(list(tokens_of(text.split())), language)


def values(text: str, language: str) -> list[Fraction]:
    return [number.value for number in numbers(text, language)]


@settings(deadline=None)
@given(NUMBERS)
def test_english_words_are_read_back(number: int) -> None:
    assert values(english(number), "en") == [number]


@settings(deadline=None)
@given(NUMBERS, st.booleans())
def test_kazakh_words_are_read_back(number: int, names_one: bool) -> None:
    assert values(kazakh(number, names_one=names_one), "kk") == [number]


@settings(deadline=None)
@given(NUMBERS)
def test_russian_words_are_read_back_alone_and_in_a_kazakh_programme(number: int) -> None:
    assert values(russian(number), "ru") == [number]
    assert values(russian(number), "kk") == [number]


@settings(deadline=None)
@given(NUMBERS)
def test_digits_are_read_back_however_they_are_grouped(number: int) -> None:
    for spelt in (f"{number}", f"{number:,}"):
        assert values(spelt, "en") == [number]
    assert values(f"{number:,}".replace(",", " "), "kk") == [number]


@settings(deadline=None)
@given(NUMBERS, st.sampled_from(CASES))
@example(200, "locative")
@example(11, "ablative")
def test_kazakh_words_are_read_back_in_every_case(number: int, case: str) -> None:
    spelt = kazakh_in_case(number, case)
    assume(spelt.split()[-1][:2] != "он")  # онда, оны: “there”, “him”
    assume(number not in (1, 6, 100))  # alone, бірден, алтыны and жүзде are “at once”, “gold” and “on the face”
    assert values(spelt, "kk") == [number]


@settings(deadline=None)
@given(st.integers(1, 999))
def test_russian_words_are_read_back_in_the_genitive(number: int) -> None:
    assert values(russian_genitive(number), "ru") == [number]


@settings(deadline=None)
@given(st.integers(1, 10**12 - 1) | st.integers(1, 3000), st.sampled_from(sorted(NUMERAL_LANGUAGES)))
def test_numbers_up_to_milliards_are_read_back(number: int, language: str) -> None:
    assert values(cardinal(number, language), language) == [number]


@settings(deadline=None)
@given(st.integers(1, 3000), st.sampled_from(sorted(NUMERAL_LANGUAGES)))
@example(40, "kk")
@example(2000, "ru")
def test_ordinals_are_read_back(number: int, language: str) -> None:
    assume((language, number) not in (("en", 100), ("en", 1000)))  # “one hundredth” is a share too
    (read,) = numbers(ordinal(number, language), language)
    assert read.value == number


@settings(deadline=None)
@given(st.integers(1, 10**7), st.sampled_from(["сағаттан", "пайыз", "км", "жаста", "теңге", "адам"]))
def test_a_unit_in_any_ending_leaves_the_number_alone(number: int, unit: str) -> None:
    (read,) = numbers(f"{kazakh(number % 10**6)} {unit}", "kk")
    assert read.value in (number % 10**6, Fraction(number % 10**6, 100))
    assert read.unit


@pytest.mark.parametrize(
    ("text", "language", "value", "unit"),
    [
        ("the 1990s", "en", 1990, "decade"),
        ("in the nineties", "en", 90, "decade"),
        ("nineteen eighties", "en", 1980, "decade"),
        ("тоқсаныншы жылдары", "kk", 90, "decade"),
        ("1990-жылдардың басында", "kk", 1990, "decade"),
        ("90-е годы", "ru", 90, "decade"),
        ("девяностые годы", "ru", 90, "decade"),
        ("сексен алтыншы жылы", "kk", 86, "year"),
        ("в восемьдесят шестом году", "ru", 86, "year"),
        ("две тысячи восьмого года", "ru", 2008, "year"),
        ("екі мың сегізінші жылғы", "kk", 2008, "year"),
        ("two thousand trees", "en", 2000, None),
        ("1,600 saplings", "en", 1600, None),
        ("at 3 p.m.", "en", 3, "clock"),
        ("7.55am", "en", Fraction(95, 12), "clock"),
        ("half past six", "en", Fraction(13, 2), "clock"),
        ("quarter to nine", "en", Fraction(35, 4), "clock"),
        ("сағат үште", "kk", 3, "clock"),
        ("сағат 15:30-да", "kk", Fraction(31, 2), "clock"),
        ("15 сағат", "kk", 15, "hour"),
        ("the 5th of May", "en", 5, "day of a month"),
        ("бесінші мамыр", "kk", 5, "day of a month"),
        ("мамырдың бесінде", "kk", 5, "day of a month"),
        ("қыркүйек айының он екісінде", "kk", 12, "day of a month"),
        ("пятого мая", "ru", 5, "day of a month"),
        ("a 44-year-old woman", "en", 44, "age"),
        ("aged 25", "en", 25, "age"),
        ("жиырма бес жаста", "kk", 25, "age"),
        ("жасы отызда", "kk", 30, "age"),
        ("двадцатипятилетняя", "ru", 25, "age"),
        ("£2.8bn", "en", 2_800_000_000, "pound"),
        ("£125m, three", "en", 125_000_000, "pound"),
        ("125m", "en", 125, "metre"),
        ("1,5 млн теңге", "kk", 1_500_000, "tenge"),
        ("екі млн сом", "kk", 2_000_000, "som"),
        ("жүз елу шақырым", "kk", 150, "kilometre"),
        ("a year and a half", "en", Fraction(3, 2), "years"),
        ("бір жарым жыл", "kk", Fraction(3, 2), "years"),
        ("two and a half million", "en", 2_500_000, None),
        ("екі жарым миллион", "kk", 2_500_000, None),
        ("миллион жарым", "kk", 1_500_000, None),
        ("полтора миллиона", "ru", 1_500_000, None),
        ("два с половиной миллиона", "ru", 2_500_000, None),
        ("полмиллиона", "ru", 500_000, None),
        ("half a million people", "en", 500_000, "person"),
        ("жарты миллион", "kk", 500_000, None),
        ("two point five", "en", Fraction(5, 2), None),
        ("екі бүтін оннан бес", "kk", Fraction(5, 2), None),
        ("две целых пять десятых", "ru", Fraction(5, 2), None),
        ("XX ғасыр", "kk", 20, "century"),
        ("ХІХ ғасырдың", "kk", 19, "century"),
        ("двадцатый век", "ru", 20, "century"),
        ("the 19th century", "en", 19, "century"),
        ("двадцатью семью тоннами", "ru", 27, "tonne"),
        ("two thousand, three hundred and five", "en", 2305, None),
        ("jiyrma bes", "kk", 25, None),
        ("ekı myñ segızınşı", "kk", 2008, "year"),
    ],
)
def test_what_is_counted_is_read_with_the_number(
    text: str, language: str, value: int | Fraction, unit: str | None
) -> None:
    found = numbers(text, language)[0]
    assert (found.value, found.unit) == (value, unit)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("20-30 мың адам", "kk", [20_000, 30_000]),
        ("20 to 30 million", "en", [20_000_000, 30_000_000]),
        ("20-30 per cent", "en", [Fraction(1, 5), Fraction(3, 10)]),
        ("33, 34 and 39 years", "en", [33, 34, 39]),
        ("05.05.2008", "kk", [5, 2008]),
        ("0800 555 111", "kk", [800, 555_111]),
        ("the second half", "en", [2]),
        ("екінші тоқсанда", "kk", [2]),
        ("G20 and MH17", "en", []),
        ("O.K.", "en", []),
        ("он видел семью", "ru", []),
    ],
)
def test_several_numbers_and_none(text: str, language: str, expected: list[int]) -> None:
    assert values(text, language) == expected


def test_a_list_shares_the_unit_of_its_last_number() -> None:
    assert [number.unit for number in numbers("33, 34 and 39 years", "en")] == ["years"] * 3


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
        (("the 1990s", "en"), ("тоқсаныншы жылдары", "kk"), True),
        (("the 1990s", "en"), ("сексенінші жылдары", "kk"), False),
        (("in 1986,", "en"), ("сексен алтыншы жылы", "kk"), True),
        (("in 1986,", "en"), ("сексен жетінші жылы", "kk"), False),
        (("at 3 p.m.", "en"), ("сағат 15:00-де", "kk"), True),
        (("at 3 p.m.", "en"), ("сағат төртте", "kk"), False),
        (("in 1986,", "en"), ("сексен алты", "kk"), False),
        (("1 per cent", "en"), ("бір километр", "kk"), False),
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


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        (("a 44-year-old", "en"), ("44 жаста", "kk"), False),
        (("44 years", "en"), ("44 жаста", "kk"), False),
        (("two men", "en"), ("екі адам", "kk"), False),
        (("30 seconds", "en"), ("отыз минут", "kk"), True),
        (("$5", "en"), ("бес теңге", "kk"), True),
        (("$5", "en"), ("бес", "kk"), False),
        (("400,000 som", "en"), ("400,000 sum", "en"), False),
    ],
)
def test_what_texts_exchange_is_no_other_thing(one: tuple[str, str], other: tuple[str, str], differ: bool) -> None:
    (left,), (right,) = numbers(*one), numbers(*other)
    assert left.counts_other(right) is differ


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
