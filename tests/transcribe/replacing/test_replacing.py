"""Find and replace touches nothing but what was found: proven on made-up passages, and on the letters of Kazakh."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transcribe.texts import segment
from transcribe.errors import BadEdit
from transcribe.records import Doubt, Segment, Word
from transcribe.replacing.find import Wanted, find, wanted
from transcribe.replacing.put import put, put_text

LETTERS = st.sampled_from("аәкқАә-éİßx.")
WORDS = st.lists(st.text(LETTERS, min_size=1, max_size=4), min_size=1, max_size=8)
TEXTS = st.lists(st.text(LETTERS, min_size=1, max_size=3), min_size=1, max_size=3).map(" ".join)


def said(words: list[str]) -> Segment:
    made = tuple(Word(word, 100 + 300 * n, 300 + 300 * n, 0.5) for n, word in enumerate(words))
    return Segment("s", 0, 300 * len(words) + 200, made, doubts=(Doubt.LOOP,))


@st.composite
def sought(draw: st.DrawFn) -> Wanted:
    text = unicodedata.normalize("NFC", draw(TEXTS))
    return Wanted(text, draw(st.booleans()), draw(st.booleans()), draw(st.booleans()))


@settings(max_examples=150, deadline=None)
@given(WORDS, sought(), st.one_of(st.just(""), TEXTS))
def test_only_what_was_found_changes(words: list[str], what: Wanted, by: str) -> None:
    before = said(words)
    places = find(before.text, what)
    if not places:
        return
    after = put(before, places, by, "Айгүл")
    assert after.text == " ".join(put_text(before.text, places, by).split())
    times = [(word.start_ms, word.end_ms) for word in after.words]
    assert times == sorted(times)
    assert all(0 <= start <= end <= before.end_ms for start, end in times)
    at, kept = 0, []
    for word in before.words:
        end = at + len(word.text)
        if not any(start < end and stop > at for start, stop in places):
            kept.append(word)
        at = end + 1
    left = iter(after.words)
    assert all(word in left for word in kept), "a word beside the places is not what it was, or not where it was"
    assert (after.doubts, after.edited_by) == ((Doubt.LOOP,), "Айгүл")


@settings(max_examples=150, deadline=None)
@given(WORDS, sought())
def test_places_do_not_overlap_and_say_what_is_sought(words: list[str], what: Wanted) -> None:
    text = " ".join(words)
    places = find(text, what)
    ends = [0, *(end for _, end in places)]
    assert all(start >= before for before, (start, _) in zip(ends, places, strict=False))
    if what.match_case and not what.fold_kazakh:
        assert all(unicodedata.normalize("NFC", text[start:end]) == what.text for start, end in places)


@settings(max_examples=100, deadline=None)
@given(WORDS)
def test_putting_the_same_back_changes_no_word(words: list[str]) -> None:
    before = said(words)
    what = Wanted(unicodedata.normalize("NFC", words[0]), True, True, False)
    places = [place for place in find(before.text, what) if before.text[slice(*place)] == what.text]
    assert put(before, places, what.text, "Айгүл").words == before.words


@pytest.mark.parametrize(
    ("text", "options", "found"),
    [
        ("Алматы алматы Алматыда", {"whole_words": True}, ["Алматы", "алматы"]),
        ("Алматы алматы Алматыда", {"match_case": True}, ["Алматы", "Алматы"]),
        ("Кызылорда Қызылорда қызылорда", {"fold_kazakh": True}, []),
        ("Алматы, «Алматы»!", {"whole_words": True}, ["Алматы", "Алматы"]),
        ("Алма-Алматы", {"whole_words": True}, ["Алматы"]),
    ],
)
def test_words_and_parts_of_words(text: str, options: dict[str, bool], found: list[str]) -> None:
    asked = {"whole_words": False, "match_case": False, "fold_kazakh": False} | options
    assert [text[start:end] for start, end in find(text, wanted("Алматы", **asked))] == found


def test_letters_of_a_russian_keyboard() -> None:
    text = "Қызылорда Кызылорда КЫЗЫЛОРДА Өскемен"
    options = {"whole_words": True, "match_case": False}
    assert len(find(text, wanted("Кызылорда", fold_kazakh=True, **options))) == 3
    assert len(find(text, wanted("қызылорда", fold_kazakh=False, **options))) == 1
    assert find("Оскемен", wanted("Өскемен", fold_kazakh=True, **options)) == ((0, 7),)


def test_letters_in_pieces_are_found_whole() -> None:
    pieces = unicodedata.normalize("NFD", "Самый йод")
    options = {"whole_words": True, "match_case": False, "fold_kazakh": False}
    ((start, end),) = find(pieces, wanted("йод", **options))
    assert unicodedata.normalize("NFC", pieces[start:end]) == "йод"
    assert find("Straße", wanted("strasse", **options)) == ((0, 6),)
    assert find("Straße", wanted("stras", **options | {"whole_words": False})) == ()


@pytest.mark.parametrize("typed", ["", "  ", "a\u202eb", "a" * 201, "a" * 20_000])
def test_what_cannot_be_sought_is_refused(typed: str) -> None:
    with pytest.raises(BadEdit):
        wanted(typed, whole_words=True, match_case=False, fold_kazakh=False)


def test_several_words_for_one_share_its_time() -> None:
    before = segment("s", "бір екі үш")
    after = put(before, find(before.text, Wanted("екі", True, True, False)), "екі жарым", "Айгүл")
    assert [word.text for word in after.words] == ["бір", "екі", "жарым", "үш"]
    assert (after.words[0], after.words[3]) == (before.words[0], before.words[2])
    assert after.words[1].start_ms >= before.words[1].start_ms
    assert after.words[2].end_ms <= before.words[2].start_ms


@pytest.mark.parametrize(
    ("text", "sought", "by", "match_case", "put_in"),
    [
        ("Сексеуіл мен сексеуіл", "сексеуіл", "сексеуілді", False, "Сексеуілді мен сексеуілді"),
        ("СЕКСЕУІЛ", "сексеуіл", "жыңғыл", False, "ЖЫҢҒЫЛ"),
        ("ҚР заңы", "ҚР", "республика", False, "Республика заңы"),
        ("Сексеуіл", "Сексеуіл", "жыңғыл", True, "жыңғыл"),
    ],
)
def test_capitals_are_carried_over_where_they_do_not_matter(
    text: str, sought: str, by: str, *, match_case: bool, put_in: str
) -> None:
    what = Wanted(sought, True, match_case, False)
    assert put_text(text, find(text, what), by, what) == put_in
    assert put(said(text.split()), find(text, what), by, "Айгүл", what).text == put_in
