"""A script is read into words that can be said; what stands beside them is kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcribe.alignment.repeats import Repeats
from transcribe.alignment.script import read_script

TOKENS = st.sampled_from(["Теңіз", "қайтпаса", "–", "«", "да,", "2018", "***", "бала-шаға", "ol.", "Иә!", "%"])


def sentences(script: str) -> list[str]:
    words = read_script(script, "kk")
    return [
        " ".join(word.text for word in words if word.sentence == number)
        for number in sorted({word.sentence for word in words})
    ]


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("Сәлем. Қалайсыз?", ["Сәлем.", "Қалайсыз?"]),
        ("ЖАҢАЛЫҚТАР\nБүгін жаңбыр жауды.", ["ЖАҢАЛЫҚТАР", "Бүгін жаңбыр жауды."]),
        ("Бүгін Алматыда\nжаңбыр жауды.", ["Бүгін Алматыда жаңбыр жауды."]),
        ("Бірінші\n\nекінші", ["Бірінші", "екінші"]),
        ("– Сәлем, – деді ол.\n***\n– Иә.", ["– Сәлем, – деді ол.", "– Иә."]),
        ("# Title: a draft\nTape is dying.", ["Tape is dying."]),
        ("\ufeffОн бес % өсті.\r\nСолай.", ["Он бес % өсті.", "Солай."]),
        ("***\n\n— —", []),
        ("", []),
    ],
)
def test_sentences(script: str, expected: list[str]) -> None:
    assert sentences(script) == expected


@given(st.lists(TOKENS, max_size=20))
def test_every_token_beside_a_word_is_kept_in_order(tokens: list[str]) -> None:
    words = read_script(" ".join(tokens), "ru")
    kept = [token for word in words for token in word.tokens]
    assert [token for token in kept if any(map(str.isalnum, token))] == [
        token for token in tokens if any(map(str.isalnum, token))
    ]
    assert all(sum(any(map(str.isalnum, token)) for token in word.tokens) == 1 for word in words)
    assert all(any(map(str.isalnum, word.tokens[word.main])) for word in words)


def test_digits_take_longer_to_say_than_to_write() -> None:
    number, word = read_script("2018 году", "ru")
    assert number.letters > 4 * word.letters


def test_a_number_keeps_its_digits_in_the_text() -> None:
    number, _ = read_script("2018 жылы", "kk")
    assert (number.text, number.said, number.others) == ("2018", "екі мың он сегізінші", ("екі мың он сегіз",))


def test_what_is_written_apart_and_said_as_one_is_one_word() -> None:
    words = read_script("Бюджет 10 000 000 теңге, 25 % өсті; 5 200 000 ердi.", "kk")
    assert [(word.text, word.said) for word in words if word.text[0].isdigit()] == [
        ("10 000 000", "он миллион"),
        ("25 %", "жиырма бес пайыз"),
        ("5 200 000", "бес миллион екі жүз мың"),
    ]


def test_each_paragraph_has_the_language_that_it_is_written_in() -> None:
    script = """Бүгін қалада қар жауды.

    В городе сегодня выпал снег, и дети вышли на улицу 25 мая 2018 года.

    Жаңалықтар

    Радио

    BBC World Service"""
    words = read_script(script, "kk")
    spoken = {word.sentence: word.language for word in words}
    assert list(spoken.values()) == ["kk", "ru", "kk", "kk", "en"]
    year = next(word for word in words if word.text == "2018")
    assert "две тысячи восемнадцатый" in year.others, "a number is said in the language of its paragraph"
    assert {word.language for word in read_script("Бүгін қар жауды. Да.", "kk")} == {"kk"}
    assert {word.language for word in read_script("Pluie et neige.", "fr")} == {"fr"}
    for latin in ("Alğa qaray bes metr jür, toqta, sosın solğa qaray.", "Alga qaray bes metr jur, toqta, sosyn solga."):
        assert {word.language for word in read_script(latin, "kk")} == {"kk"}, "Kazakh in Latin letters is no English"
    assert {
        word.language
        for word in read_script("He met Müller in Qaraghandy after the war, and wrote a book of it.", "kk")
    } == {"en"}


def test_later_places_of_the_same_words_are_known() -> None:
    words = read_script("Бір екі үш төрт бес. Алты. Бір екі үш төрт алты. Бір, екі үш төрт.", "kk")
    repeats = Repeats(words)
    assert repeats.after(0) == [6, 11]
    assert repeats.after(6) == [11]
    assert repeats.after(11) == repeats.after(12) == repeats.after(1) == []
