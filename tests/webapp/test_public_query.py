"""What a reader types is taken as meant, and what cannot be understood is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.edition.alphabet import KEY_LETTERS, key_bytes, key_of
from webapp.edition.catalogue import FacetKind
from webapp.edition.fold import fold
from webapp.public.finding.latin import KEYS, keys
from webapp.public.finding.query import QUERY_CHARACTERS, QUERY_TERMS, Query, TroubleKind


def asked(text: str) -> str:
    """Return a query as it was understood, in one line."""
    query = Query.parse(text)
    terms = [f'"{term.text}"' if term.is_phrase else term.text for term in query.terms]
    without = [f"not {term.text}" for term in query.without]
    filters = [
        f"{'not ' if each.is_without else ''}{each.kind}{'=' if each.is_whole else '~'}{each.value}"
        for each in query.filters
    ]
    moments = [f"{'<' if moment.is_before else '>'}{moment.date}" for moment in query.moments]
    spans = [f"not >{first.date} <{last.date}" for first, last in query.spans_without]
    return " ".join([*terms, *without, *filters, *moments, *spans])


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("Бір  ЕКІ бір", "бір екі"),
        ("Алма-Ата", "алма ата"),
        ('"бір екі" үш', '"бір екі" үш'),
        ("“бір екі”", '"бір екі"'),
        ("«Бір, екі»", '"бір екі"'),
        ("„бір“", '"бір"'),
        ('бір "екі үш', 'бір "екі үш"'),
        ('""', ""),
        ("бір -екі", "бір not екі"),
        ('бір -"екі үш"', "бір not екі үш"),
        ("бір - екі", "бір екі"),
        ("бір–екі", "бір екі"),
        ("--", ""),
        ("speaker:Гүлнәр", "speaker~гүлнәр"),
        ('speaker:"Гүлнәр Жақсы"', "speaker=гүлнәр жақсы"),
        ("Speaker: Гүлнәр", "speaker~гүлнәр"),
        ("-language:ru бір", "бір not language~ru"),
        ("person:а place:б topic:в series:г broadcaster:д", "person~а place~б topic~в series~г broadcaster~д"),
        ("after:2024-05 before:2025-01-31", ">2024-05 <2025-01-31"),
        ("year:2024", ">2024 <2025"),
        ("year:2020-2024", ">2020 <2025"),
        ("year:2020..2024", ">2020 <2025"),
        ("year:9999", ">9999"),
        ("12:30", "12 30"),
        ("бір: екі", "бір екі"),
        ("speaker:", ""),
        ("бір -after:2024", "бір <2024"),
        ("-before:2024", ">2024"),
        ("-year:2024", "not >2024 <2025"),
        ("-year:2020-2024", "not >2020 <2025"),
    ],
)
def test_query_is_understood(text: str, understood: str) -> None:
    assert asked(text) == understood


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("а " * (QUERY_CHARACTERS // 2) + "аа", TroubleKind.TOO_LONG, ""),
        ("а" * 61, TroubleKind.LONG_WORD, ""),
        (f'"бір {"а" * 61}"', TroubleKind.LONG_WORD, ""),
        ("speaker:", TroubleKind.EMPTY_FIELD, "speaker"),
        (" ".join(f"сөз{number}" for number in range(QUERY_TERMS + 1)), TroubleKind.TOO_MANY, ""),
        ('бір "екі', TroubleKind.OPEN_QUOTE, ""),
        ("colour:red", TroubleKind.UNKNOWN_FIELD, "colour"),
        ("after:2024-13", TroubleKind.NO_DATE, "2024-13"),
        ("before:2023-02-29", TroubleKind.NO_DATE, "2023-02-29"),
        ("after:yesterday", TroubleKind.NO_DATE, "yesterday"),
        ("after:٢٠٢٤", TroubleKind.NO_DATE, "٢٠٢٤"),
        ("after:0000", TroubleKind.NO_DATE, "0000"),
        ("year:2024-05", TroubleKind.NO_DATE, "2024-05"),
        ("speaker:!", TroubleKind.EMPTY_FIELD, "speaker"),
        ("-бір", TroubleKind.ONLY_WITHOUT, ""),
        ("!?…", TroubleKind.NO_LETTERS, ""),
        ('"', TroubleKind.OPEN_QUOTE, ""),
    ],
)
def test_trouble_is_said(text: str, kind: TroubleKind, said: str) -> None:
    (trouble,) = Query.parse(text).troubles
    assert (trouble.kind, trouble.said) == (kind, said)


@given(st.text(st.sampled_from('аb1 "“”«-:!\n') | st.characters(), max_size=60))
def test_whatever_is_typed_is_a_query(text: str) -> None:
    query = Query.parse(text)
    assert len(query.text) <= QUERY_CHARACTERS
    assert all(term.text == fold(term.text) != "" for term in (*query.terms, *query.without))
    assert query.asks or query.troubles or not query.text
    for said, rest in query.narrowings():
        assert said not in Query.parse(rest).tokens or rest.count(said) < query.text.count(said)


def test_a_query_is_narrowed_and_widened() -> None:
    query = Query.parse("ауыл year:2024 place:Арал")
    assert query.narrowed(FacetKind.PERSON, 'Гүлнәр "апай"') == 'person:"Гүлнәр апай" ауыл year:2024 place:Арал'
    assert query.narrowings() == [("year:2024", "ауыл place:Арал"), ("place:Арал", "ауыл year:2024")]


@pytest.mark.parametrize("text", ['ауыл "бір екі', "сөз " * 120])
def test_any_query_can_be_narrowed(text: str) -> None:
    narrowed = Query.parse(Query.parse(text).narrowed(FacetKind.PLACE, "Арал"))
    assert [(each.kind, each.value) for each in narrowed.filters] == [(FacetKind.PLACE, "арал")]


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("Qyzylorda", "Қызылорда"),  # the alphabet of 2021
        ("Kyzylorda", "Қызылорда"),  # as passports have it
        ("Qızılorda", "Қызылорда"),  # with the dotless i
        ("Äuezov", "Әуезов"),
        ("Auezov", "Әуезов"),
        ("şañyraq", "шаңырақ"),
        ("shanyrak", "шаңырақ"),
        ("shangyrak", "шаңырақ"),
        ("Jaqsybaeva", "Жақсыбаева"),
        ("Zhaksybayeva", "Жақсыбаева"),
        ("Gülnär", "Гүлнәр"),
        ("Gulnar", "Гүлнәр"),
        ("ğylym", "ғылым"),
        ("gylym", "ғылым"),
        ("ghylym", "ғылым"),
        ("Qazaqstan", "Қазақстан"),
        ("Kazakhstan", "Қазақстан"),
        ("khalyq", "халық"),
        ("halyq", "халық"),
        ("sekseuil", "сексеуіл"),
        ("sekseuıl", "сексеуіл"),
        ("ūlt", "ұлт"),
        ("ult", "ұлт"),
        ("öner", "өнер"),
        ("ǵasyr", "ғасыр"),  # the alphabet of 2018
        ("chempion", "чемпион"),
        ("tsirk", "цирк"),
        ("yurta", "юрта"),
        ("albom", "альбом"),
        ("qoi", "қой"),
        ("universitet", "университет"),
        ("radio", "радио"),
        ("kosetjai", "көшетжай"),  # an s for ş
        ("kösetjai", "көшетжай"),
        ("sagyn", "шағын"),
        ("himia", "химия"),
        ("Serikshe", "Серікше"),
    ],
)
def test_kazakh_typed_in_latin_letters_finds_cyrillic(latin: str, cyrillic: str) -> None:
    assert any(key in key_of(fold(f"бұл {cyrillic}да")) for key in keys(fold(latin)))


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Кызылорда", "Қызылорда"),
        ("кошетжай", "көшетжай"),
        ("тениз", "теңіз"),
        ("казир", "қазір"),
        ("Жаксыбаева", "Жақсыбаева"),
        ("улгер", "үлгер"),
        ("улт", "ұлт"),
        ("гасыр", "ғасыр"),
        ("ауез", "әуез"),
        ("гаухар", "гауһар"),
        ("Исакова", "Isakova"),
        ("Жаксыбаева", "Zhaksybaeva"),
        ("Қызылорда", "Kyzylorda"),
    ],
)
def test_word_of_another_keyboard_is_found(typed: str, written: str) -> None:
    query = Query.parse(typed)
    assert query.places(["бұл", f"{written}да", "жоқ"]) == {1}


@pytest.mark.parametrize(
    ("typed", "written"), [("мыло", "мило"), ("қошет", "көшет"), ("бар", "bar"), ("көшет", "кошет")]
)
def test_word_stays_what_it_is(typed: str, written: str) -> None:
    assert not Query.parse(typed).places([written])


@pytest.mark.parametrize("word", ["ab", "сөз", "sөз", "日本語", "", "12", "ß"])
def test_other_words_have_no_other_spelling(word: str) -> None:
    assert not any(keys(word))


def test_readings_are_few_and_not_taken_for_words() -> None:
    many = keys("khngcyayuxwtskhngcyayu")
    assert len(many) == KEYS
    assert all(fold(key) != key for key in many)


def test_keys_are_as_long_as_their_text() -> None:
    letters = "".join(KEY_LETTERS.values())
    assert len(key_of(letters)) == len(letters)
    assert len(set(key_of(letters))) == len(KEY_LETTERS)
    assert key_bytes(b"\nabc 12\n") == b"\nabc 12\n"


@pytest.mark.parametrize(
    "term", ["b" * 40 + "ж", "sh" * 190 + "ж", "a1 " * 120 + "ж"], ids=["letters", "digraphs", "words"]
)
def test_word_of_two_alphabets_is_told_at_once(term: str) -> None:
    """One such query stopped the whole site: a regular expression tried every way of parting it."""
    assert keys(term) == ()
