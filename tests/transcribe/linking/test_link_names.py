"""A name is found under any of its spellings, with any ending, and not found where another name stands."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.transcribe.linking.heard import spoken
from transcribe.linking.anchors import AnchorKind, anchors_of
from transcribe.linking.fold import fold
from transcribe.linking.hits import find_hits


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Жақсыбаева", "Zhaksybayeva"),
        ("Әлімова", "Alimova"),
        ("Қызылорда", "Kyzylorda"),
        ("Қызылорда", "Qyzylorda"),
        ("Қостанай", "Qostanaı"),
        ("Вашингтон", "Washington"),
        ("Михаил", "Mikhail"),
        ("Достоевский", "Dostoyevsky"),
        ("Чехов", "Chekhov"),
        ("Ғани", "Ghani"),
        ("Юрий", "Yuri"),
        ("Цой", "Tsoi"),
        ("Алексей", "Aleksey"),
    ],
)
def test_spellings_of_one_name_fold_to_one_key(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text())
@example("𝐀")
def test_a_key_is_lower_case_letters_and_digits_of_ascii(word: str) -> None:
    key = fold(word)
    assert key.isascii()
    assert all(character.isdigit() or character.islower() for character in key)


@pytest.mark.parametrize(
    ("claim", "name", "said"),
    [
        ("He met Serik Omarov.", "Omarov", "Серік Омаровтың айтуынша"),
        ("He met Gulnar Zhaksybayeva.", "Zhaksybayeva", "меңгерушісі Гүлнәр Жақсыбаеваға"),
        ("He met Gulnar Zhaksybayeva.", "Zhaksybayeva", "меңгерушісі Гүлнәр Жақсібаевамен"),  # misheard
        ("It came from Uzbekistan.", "Uzbekistan", "Өзбекстанмен бірлескен"),
        ("It came from Uzbekistan.", "Uzbekistan", "приехали из Узбекистана"),
        ("It came from Germany.", "Germany", "Германиядан келді"),
        ("It came from the United States.", "United States", "Америка Құрама Штаттарынан келді"),
        ("It came on Monday.", "Monday", "дүйсенбіде келді"),
        ("It came in March.", "March", "наурызда келді"),
        ("It came from Moscow.", "Moscow", "Мәскеуден келді"),
        ("It came from Osh.", "Osh", "Оштан келді"),
        ("Ол Мәскеуден келді, Қазақстан туралы айтты.", "Қазақстан", "about Kazakhstan today"),
    ],
)
def test_a_name_is_heard_in_other_scripts_and_cases(claim: str, name: str, said: str) -> None:
    (anchor,) = [anchor for anchor in anchors_of(claim, "en") if anchor.text == name]
    ((hit, *_),) = find_hits([anchor], spoken(said))
    assert anchor.kind is AnchorKind.NAME
    assert hit.strength >= 0.8


@pytest.mark.parametrize(
    ("claim", "name", "said"),
    [
        ("He met Serik Omarov.", "Omarov", "Серік Ахметовтың айтуынша"),
        ("It came from Uzbekistan.", "Uzbekistan", "Қырғызстаннан келді"),
        ("It came from Osh.", "Osh", "осыдан келді"),
        ("It came from Osh.", "Osh", "ошағындағы от"),
        ("He met Dana Alimova.", "Dana", "данышпан келді"),
    ],
)
def test_another_name_is_not_taken_for_it(claim: str, name: str, said: str) -> None:
    (anchor,) = [anchor for anchor in anchors_of(claim, "en") if anchor.text == name]
    assert find_hits([anchor], spoken(said)) == ((),)


def test_a_number_is_shown_as_it_was_written() -> None:
    anchors = anchors_of("“Sixty-two reels,” she says, of some 1,200 (or seventy per cent).", "en")
    assert [anchor.text for anchor in anchors if anchor.number] == ["Sixty-two", "1,200", "seventy"]


def test_a_capital_at_the_start_and_a_general_noun_are_no_names_that_must_be_heard() -> None:
    anchors = anchors_of("Saxaul is a shield, says Dana Alimova of the Institute of Ecology in Almaty.", "en")
    assert {anchor.text: anchor.required for anchor in anchors if anchor.kind is AnchorKind.NAME} == {
        "Saxaul": False,
        "Dana": True,
        "Alimova": True,
        "Institute": False,
        "Ecology": False,
        "Almaty": True,
    }
