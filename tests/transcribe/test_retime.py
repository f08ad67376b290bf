"""The arithmetic of times when a person changes words."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.records import Span
from transcribe.errors import BadEdit
from transcribe.records import Doubt, Word
from transcribe.retime import MAX_CHARACTERS, clean_text, retime

SPAN = Span(1_000, 5_000)
WORDS = (
    Word("Сексеуіл", 1_000, 1_800, 0.9),
    Word("—", 1_800, 1_900, 0.3),
    Word("шөлдің", 2_000, 2_600, 0.5, Doubt.LOW_PROBABILITY),
    Word("ағашы.", 2_600, 3_400, 0.8),
    Word("Ол", 3_600, 3_800, 0.7),
)


def typed(text: str) -> list[tuple[str, int, int, float | None]]:
    return [(word.text, word.start_ms, word.end_ms, word.probability) for word in retime(WORDS, text.split(), SPAN)]


def test_words_that_stay_are_kept_whole() -> None:
    assert retime(WORDS, [word.text for word in WORDS], SPAN) == WORDS


def test_a_word_in_the_place_of_another_takes_its_time() -> None:
    assert typed("Сексеуіл — даланың ағашы. Ол") == [
        ("Сексеуіл", 1_000, 1_800, 0.9),
        ("—", 1_800, 1_900, 0.3),
        ("даланың", 2_000, 2_600, None),
        ("ағашы.", 2_600, 3_400, 0.8),
        ("Ол", 3_600, 3_800, 0.7),
    ]


def test_a_word_with_other_case_or_punctuation_keeps_its_time_but_is_a_persons() -> None:
    assert typed("сексеуіл шөлдің ағашы, ол")[:3] == [
        ("сексеуіл", 1_000, 1_800, None),
        ("шөлдің", 2_000, 2_600, 0.5),
        ("ағашы,", 2_600, 3_400, None),
    ]


def test_two_words_in_the_place_of_one_share_its_time_by_length() -> None:
    assert typed("Сексеуіл — кең далалы ағашы. Ол")[2:4] == [
        ("кең", 2_000, 2_200, None),
        ("далалы", 2_200, 2_600, None),
    ]


def test_a_word_between_others_stands_between_them() -> None:
    assert typed("Сексеуіл — шөлдің ағашы. Бірақ Ол")[4:] == [("Бірақ", 3_400, 3_600, None), ("Ол", 3_600, 3_800, 0.7)]


def test_words_at_both_ends_take_what_is_left_of_the_segment() -> None:
    words = retime(WORDS[2:4], ["Бұл", "шөлдің", "ағашы.", "Иә"], SPAN)
    assert [(word.start_ms, word.end_ms) for word in words] == [
        (1_000, 2_000),
        (2_000, 2_600),
        (2_600, 3_400),
        (3_400, 5_000),
    ]


def test_of_a_repeated_word_the_one_that_was_typed_over_goes() -> None:
    twice = (Word("Жоқ", 0, 100, 0.2), Word("жоқ", 500, 600, 0.9))
    assert retime(twice, ["жоқ"], Span(0, 1_000)) == (twice[1],)


def test_all_words_may_go_and_come_again() -> None:
    assert retime(WORDS, [], SPAN) == ()
    assert retime((), ["Сексеуіл"], SPAN) == (Word("Сексеуіл", 1_000, 5_000),)


texts = st.lists(st.sampled_from(("су", "Су", "су,", "жер", "—", "аспан", "x")), max_size=12)


@st.composite
def segments(draw: st.DrawFn) -> tuple[tuple[Word, ...], Span]:
    words: list[Word] = []
    time_ms = start_ms = draw(st.integers(0, 10_000))
    for text in draw(texts):
        word_start_ms = time_ms + draw(st.integers(0, 500))
        time_ms = word_start_ms + draw(st.integers(0, 900))
        words.append(Word(text, word_start_ms, time_ms, draw(st.floats(0, 1))))
    return tuple(words), Span(start_ms, time_ms + draw(st.integers(0, 500)))


@given(segments(), texts)
def test_times_stay_in_order_and_within_the_segment(segment: tuple[tuple[Word, ...], Span], new: list[str]) -> None:
    words, span = segment
    retimed = retime(words, new, span)
    assert [word.text for word in retimed] == new
    times = [time_ms for word in retimed for time_ms in (word.start_ms, word.end_ms)]
    assert times == sorted(times)
    assert all(span.start_ms <= time_ms <= span.end_ms for time_ms in times)


@given(segments(), texts)
def test_a_probability_is_only_ever_the_machines_own(segment: tuple[tuple[Word, ...], Span], new: list[str]) -> None:
    words, span = segment
    for word in retime(words, new, span):
        assert word in words or word.probability is None
        assert word in words or word.doubt is None


@given(segments(), st.integers(0, 12), texts)
def test_what_stands_before_and_after_a_change_is_kept(
    segment: tuple[tuple[Word, ...], Span], cut: int, new: list[str]
) -> None:
    words, span = segment
    new = [f"жаңа-{text}" for text in new]
    head, tail = words[:cut], words[cut:]
    retimed = retime(words, [word.text for word in head] + new + [word.text for word in tail], span)
    assert retimed[: len(head)] == head
    assert retimed[len(head) + len(new) :] == tail


def test_text_is_composed_and_single_spaced() -> None:
    decomposed = unicodedata.normalize("NFD", "Ёлка  й\u00a0\n\tсу ")
    assert clean_text(decomposed) == "Ёлка й су"


@pytest.mark.parametrize("character", ["\0", "\x07", "\x1b", "\x1c", "\x7f", "\x85", "\u202e", "\u2066", "\ud800"])
def test_control_characters_are_refused(character: str) -> None:
    with pytest.raises(BadEdit, match=f"U\\+{ord(character):04X}"):
        clean_text(f"су{character}жер")


def test_an_endless_segment_is_refused() -> None:
    assert clean_text("а" * MAX_CHARACTERS)
    with pytest.raises(BadEdit, match="shorten"):
        clean_text("а" * (MAX_CHARACTERS + 1))
