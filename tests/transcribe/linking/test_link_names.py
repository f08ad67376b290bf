"""A name is found under any of its spellings, with any ending, and not found where another name stands."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.transcribe.linking.heard import spoken
from transcribe.linking.anchors import AnchorKind, anchors_of
from transcribe.linking.hits import find_hits
from transcribe.linking.names.fold import fold


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
        ("Ерлан", "Yerlan"),
        ("Тоқаев", "Tokayev"),
        ("Тоқаев", "Toqaev"),
        ("Шыңғыс", "Şyñğys"),
        ("Жұмабек", "Jumabek"),
        ("Уәлихан", "Walikhan"),
    ],
)
def test_spellings_of_one_name_fold_to_one_key(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("Диана", "Dana"), ("Айна", "Anna"), ("Майра", "Mara")])
def test_other_names_have_other_keys(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@settings(deadline=None)
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
        ("the Aral district", "Aral", "Арал ауданында"),
        ("Omarov's son came.", "Omarov", "Омаровтың ұлы"),
        ("He met Dinara there.", "Dinara", "видел Динару"),
        ("He met Dina there.", "Dina", "видел Дину"),
        ("He met James Wright.", "James", "Джеймспен кездесті"),
        ("He met James Wright.", "Wright", "Райтпен кездесті"),
        ("He met Roger Waters.", "Waters", "Уотерспен кездесті"),
        ("the UN said", "UN", "БҰҰ-ның айтуынша"),
        ("the United Nations said", "United Nations", "БҰҰ-ның айтуынша"),
        ("the U.N. said", "U.N", "Біріккен Ұлттар Ұйымы"),
        ("the IOM said", "IOM", "ХКҰ мәліметінше"),
        ("the IOM said", "IOM", "по данным МОМ"),
        ("the EU said", "EU", "Еуропалық одақта"),
        ("in Frunze then", "Frunze", "Бішкекте"),
        ("in Tselinograd then", "Tselinograd", "Нұр-Сұлтанда"),
        ("in Shymkent then", "Shymkent", "Чимкентте"),
        ("in Qyzylorda now", "Qyzylorda", "Қызылордада"),
        ("in East Kazakhstan", "East Kazakhstan", "Шығыс Қазақстанда"),
        ("the Uzbeks came", "Uzbeks", "өзбектер келді"),
        ("an Indonesian said", "Indonesian", "индонезиялықтар"),
        ("a German said", "German", "неміс айтты"),
        ("out of Russia now", "Russia", "из России"),
        ("on 2 Oct. then", "Oct", "қазанның екісі"),
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
        ("He met Dana Alimova.", "Dana", "Дина келді"),
        ("He met Dina there.", "Dina", "дінге келді"),
        ("He met Serik Omarov.", "Serik", "Берік келді"),
        ("He met Marat Omarov.", "Marat", "Мұрат келді"),
        ("He met Nurlan Omarov.", "Nurlan", "Нұржан келді"),
        ("He met Marat Umarov.", "Umarov", "Омаров келді"),
        ("It came on Thursday.", "Thursday", "сейсенбіде келді"),
        ("then in January", "January", "жан бітті"),
        ("the US said", "US", "ұсынды"),
    ],
)
def test_another_name_is_not_taken_for_it(claim: str, name: str, said: str) -> None:
    (anchor,) = [anchor for anchor in anchors_of(claim, "en") if anchor.text == name]
    assert find_hits([anchor], spoken(said)) == ((),)


@pytest.mark.parametrize(
    ("claim", "name"),
    [("Prime minister Theresa May came.", "May"), ("He met Kim Jong Un.", "Un"), ("the WHO and who", "who")],
)
def test_what_only_looks_like_a_month_or_initials_is_none(claim: str, name: str) -> None:
    assert not [anchor for anchor in anchors_of(claim, "en") if anchor.text == name and anchor.is_place]


@pytest.mark.parametrize(
    ("claim", "language", "said"),
    [
        ("Серік Омаровтың үйінде", "kk", "at Omarov now"),
        ("встретил Марата Омарова там", "ru", "Омаровпен кездесті"),
        ("тогда в Германии", "ru", "Германиядан келді"),
        ("сонда Германиядан келді", "kk", "немцы пришли"),
        ("сонда Мәскеуден келді", "kk", "из Москвы"),
        ("тогда в Чимкенте", "ru", "Шымкентте"),
    ],
)
def test_kazakh_and_russian_summaries_name_in_cases_too(claim: str, language: str, said: str) -> None:
    anchors = anchors_of(claim, language)
    hits = find_hits(anchors, spoken(said))
    assert [hit for found in hits for hit in found if hit.strength >= 0.8]


def test_terms_of_the_newsroom_are_names_without_a_capital() -> None:
    claim = "They sang aitys near the Saxaul station and kept kurak."
    terms = ["айтыс", "Құрақ", "Сексеуіл станциясы", "аз"]
    (aitys, kurak) = [
        anchor for anchor in anchors_of(claim, "en", terms) if anchor.text in ("aitys", "kurak") and anchor.required
    ]
    assert aitys.kind is kurak.kind is AnchorKind.NAME
    assert all(find_hits([aitys, kurak], spoken("айтыста құрақты көрді")))
    assert not [anchor for anchor in anchors_of(claim, "en") if anchor.text == "aitys" and anchor.required]


def test_a_number_word_in_a_name_and_words_of_a_headline_need_not_be_heard() -> None:
    (four,) = [anchor for anchor in anchors_of("rain in the Four Corners then", "en") if anchor.number]
    assert not four.required
    headline = anchors_of("Hurricane Threatening Many Farmers With Flooding", "en")
    assert not [anchor.text for anchor in headline if anchor.required]


@pytest.mark.parametrize(
    ("claim", "word", "said"),
    [
        ("The police arrested them.", "police", "тәртіп сақшылары"),
        ("The police arrested them.", "arrested", "тұтқынға алды"),
        ("She opened new hospitals.", "hospitals", "аурухана салынды"),
        ("A bridge over it.", "bridge", "построили мост"),
    ],
)
def test_plain_words_of_the_news_are_heard_in_translation(claim: str, word: str, said: str) -> None:
    (anchor,) = [anchor for anchor in anchors_of(claim, "en") if anchor.text == word]
    assert anchor.kind is AnchorKind.WORD
    assert find_hits([anchor], spoken(said))[0]


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
