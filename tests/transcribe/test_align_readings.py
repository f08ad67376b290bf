"""What is said for numbers and abbreviations: checked by the grammar that reads number words back."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from transcribe.alignment.numerals import MOST, NUMERAL_LANGUAGES, cardinal, ordinal, year
from transcribe.alignment.readings import MOST_READINGS, readings
from transcribe.linking.numerals.number_grammar import read_number
from transcribe.linking.numerals.number_words import number_word
from transcribe.linking.tokens import tokens_of

LANGUAGES = st.sampled_from(sorted(NUMERAL_LANGUAGES))
NUMBERS = st.integers(0, MOST) | st.integers(0, 3_000) | st.integers(1, 999).map(lambda number: number * 1000)
GRAMMAR_MOST = 10**12 - 1
"""The grammar that reads them back was written for summaries, which name no trillions."""


@given(NUMBERS.map(lambda number: number % (GRAMMAR_MOST + 1)), LANGUAGES)
@example(1_001, "kk")
@example(21_012, "ru")
@example(1_100_000, "en")
def test_a_number_in_words_is_read_back_as_that_number(number: int, language: str) -> None:
    tokens = list(tokens_of(cardinal(number, language).split()))
    reading = read_number(tokens, 0, language)
    assert reading is not None
    assert reading.value == number
    assert reading.last == len(tokens) - 1


@given(st.integers(0, 999_999), LANGUAGES)
def test_only_the_end_of_an_ordinal_differs_from_the_number(number: int, language: str) -> None:
    counted, in_a_row = cardinal(number, language).split(), ordinal(number, language).split()
    assert in_a_row[-1] != counted[-1]
    if language != "ru" or number % 1000:
        assert in_a_row[:-1] == counted[:-1]


@pytest.mark.parametrize("number", [1, 2, 3, 4, 6, 7, 10, 20, 30, 50, 60, 70, 80, 90])
@pytest.mark.parametrize("language", ["kk", "ru"])
def test_an_ordinal_is_known_to_be_one(number: int, language: str) -> None:
    word = number_word(ordinal(number, language).replace("ё", "е"), language)
    assert word is not None
    assert word.ordinal
    assert word.value == number


@pytest.mark.parametrize(
    ("number", "language", "said"),
    [
        (2_000, "ru", "двухтысячный"),
        (58_000, "ru", "пятидесятивосьмитысячный"),
        (1_003_000, "ru", "один миллион трёхтысячный"),
        (140_891, "ru", "сто сорок тысяч восемьсот девяносто первый"),
        (1_000, "kk", "мыңыншы"),
        (140, "kk", "жүз қырқыншы"),
        (21, "en", "twenty-first"),
        (12, "en", "twelfth"),
    ],
)
def test_ordinals(number: int, language: str, said: str) -> None:
    assert ordinal(number, language) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1905, "nineteen oh five"),
        (1900, "nineteen hundred"),
        (1998, "nineteen ninety-eight"),
        (2006, "two thousand six"),
        (2018, "twenty eighteen"),
        (1066, "one thousand sixty-six"),
    ],
)
def test_english_years(number: int, said: str) -> None:
    assert year(number, "en") == said


@pytest.mark.parametrize(
    ("written", "after", "said"),
    [
        ("2006", "жылы", "екі мың алтыншы"),
        ("2006", "адам", "екі мың алты"),
        ("«1905-жылы»,", "", "«мың тоғыз жүз бесінші-жылы»,"),
        ("15-ші", "", "он бесінші"),
        ("25%,", "", "жиырма бес пайыз,"),
        ("XX", "ғасырда", "жиырмасыншы"),
        ("ХІХ", "ғасыр", "он тоғызыншы"),
        ("І", "орын", "бірінші"),
        ("І", "деген", "І"),
        ("2,5", "млн", "екі бүтін оннан бес"),
        ("2006-да", "", "екі мың алтыда"),
        ("10.000", "теңге", "он мың"),
        ("18:30", "", "он сегіз отыз"),
        ("2010–2015", "жылдары", "екі мың оныншы екі мың он бесінші"),
        ("12", "желтоқсан", "он екінші"),
        ("млн", "теңге", "миллион"),
        ("км.", "", "километр"),
        ("т.б.", "", "тағы басқа"),
        ("ҚР", "Үкіметі", "Қазақстан Республикасы"),
        ("0", "", "нөл"),
        ("007", "", "007"),
        ("ел", "болды", "ел"),
    ],
)
def test_the_likeliest_reading_in_kazakh(written: str, after: str, said: str) -> None:
    assert readings(written, after, "kk")[0] == said


@pytest.mark.parametrize(
    ("written", "after", "language", "said"),
    [
        ("АҚШ", "", "kk", "Америка Құрама Штаттары"),
        ("БҰҰ", "", "kk", "Біріккен Ұлттар Ұйымы"),
        ("2,5", "млн", "kk", "екі жарым"),
        ("1986", "года", "ru", "тысяча девятьсот восемьдесят шестой"),
        ("5-й", "", "ru", "пятый"),
        ("20%", "", "ru", "двадцать процентов"),
        ("США,", "", "ru", "Соединённые Штаты,"),
        ("1905", "", "en", "nineteen oh five"),
        ("$5", "", "en", "five dollars"),
        ("1,000", "", "en", "one thousand"),
        ("21st", "", "en", "twenty-first"),
    ],
)
def test_other_readings(written: str, after: str, language: str, said: str) -> None:
    assert said in readings(written, after, language)


@given(st.text(max_size=12), st.text(max_size=5), st.sampled_from(["kk", "kk-KZ", "ru", "en", "uz", "und"]))
def test_every_word_has_a_few_different_readings(written: str, after: str, language: str) -> None:
    ways = readings(written, after, language)
    assert 1 <= len(ways) <= MOST_READINGS
    assert len(set(ways)) == len(ways)
    assert language[:2] in NUMERAL_LANGUAGES or ways == (written,)
