"""Error rates are those of jiwer on the same words, and the words are those that can be heard."""

from __future__ import annotations

import jiwer
import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.records import Span
from tests.transcribe.number_spelling import in_words
from transcribe.normalise import spoken, spoken_words
from transcribe.scoring.score import compare, score, time_error

WORDS = st.lists(st.sampled_from(["теңіз", "сексеуіл", "жер", "ауыл", "су", "sea", "salt", "3"]), max_size=12)


@given(WORDS, WORDS)
def test_rates_are_those_of_jiwer(reference: list[str], hypothesis: list[str]) -> None:
    ours = score(" ".join(reference), " ".join(hypothesis), "kk")
    words = jiwer.process_words(" ".join(reference), " ".join(hypothesis))
    characters = jiwer.process_characters(" ".join(reference), " ".join(hypothesis))
    assert ours.wer == pytest.approx(words.wer)
    assert ours.cer == pytest.approx(characters.cer)
    assert ours.substitutions + ours.insertions + ours.deletions == (
        words.substitutions + words.insertions + words.deletions
    )
    assert ours.insertions - ours.deletions == len(hypothesis) - len(reference)
    assert (ours.reference_words, ours.hypothesis_words) == (len(reference), len(hypothesis))


@given(st.text(), st.sampled_from(["kk", "ru", "en", "und"]))
def test_a_text_is_not_wrong_against_itself_and_normalising_twice_changes_nothing(text: str, language: str) -> None:
    assert score(text, text, language).wer == 0
    once = spoken_words("\n".join(spoken_words(text, language)), language)
    assert spoken_words("\n".join(once), language) == once


@pytest.mark.parametrize(
    ("reference", "hypothesis", "language"),
    [
        ("Ещё один отчёт", "еще один отчет", "ru"),
        ("за́мок", "замок", "ru"),
        ("«Теңіз – қайтпаса да», – дейді ол.", "теңіз қайтпаса да дейді ол", "kk"),
        ("бала-шаға", "бала шаға", "kk"),
        ("сексеуіл iшiнде", "сексеуiл ішінде", "kk"),  # Latin i in a Cyrillic word
        ("Don’t “re-enter” it…", "dont re enter it", "en"),
        ("й ё", "й ё", "ru"),  # composed and decomposed
        ("ҚЫЗЫЛОРДА", "Қызылорда", "kk"),
        ("so\u00adft hy\u200bphen", "soft hyphen", "en"),
        ("3 1 200 adam", "3 1200 adam", "kk"),
        ("1\u00a0200 adam", "1200 adam", "kk"),
        ("2,5 пайыз", "2.5 пайыз", "kk"),
        ("Qazaqstan’ğa", "qazaqstan'ğa", "kk-Latn"),
    ],
)
def test_what_the_ear_cannot_tell_apart_is_no_error(reference: str, hypothesis: str, language: str) -> None:
    assert score(reference, hypothesis, language).wer == 0


@pytest.mark.parametrize(
    ("reference", "hypothesis", "language"),
    [
        ("өрт", "орт", "kk"),
        ("бас", "баш", "kk"),
        ("to'y", "toy", "kk-Latn"),
        ("2.5", "25", "en"),
        ("25", "26", "en"),
        ("25", "twenty-six", "en"),
        ("пять", "пяти", "ru"),  # words are compared as words
        ("5-й", "пять", "ru"),
        ("3 people", "three people", "de"),
        ("123", "one two three", "en"),
    ],
)
def test_what_the_ear_can_tell_apart_is_an_error(reference: str, hypothesis: str, language: str) -> None:
    assert score(reference, hypothesis, language).wer > 0


SAME_NUMBERS = [
    ("at 25 of them", "at twenty-five of them", "en"),
    ("in 1989, he", "in nineteen eighty-nine he", "en"),
    ("the 21st century", "the twenty-first century", "en"),
    ("3,000 people", "three thousand people", "en"),
    ("70%", "seventy per cent", "en"),
    ("жиырма бес адам", "25 адам", "kk"),
    ("3 000 адам", "үш мың адам", "kk"),
    ("2018 жылы", "екі мың он сегізінші жылы", "kk"),
    ("5-ші қабат", "бесінші қабат", "kk"),
    ("70 пайыз", "70 %", "kk"),
    ("двадцать пять человек", "25 человек", "ru"),
    ("25 человек", "двадцати пяти человек", "ru"),
    ("5-й этаж", "пятый этаж", "ru"),
    ("в 2018 году", "в две тысячи восемнадцатом году", "ru"),
    ("жиырма бес, twenty-five, двадцать пять", "25, 25, 25", "und"),
]


@pytest.mark.parametrize(("digits", "words", "language"), SAME_NUMBERS)
def test_digits_and_number_words_compare_equal_either_way(digits: str, words: str, language: str) -> None:
    assert score(digits, words, language).wer == 0
    assert score(words, digits, language).wer == 0


@given(st.integers(0, 999_999_999), st.sampled_from(["en", "kk", "ru"]))
def test_any_whole_number_equals_its_words(number: int, language: str) -> None:
    spelt = in_words(number, language)
    assert score(f"{number} x", f"{spelt} x", language).wer == 0
    assert score(f"{spelt} x", f"{number} x", language).wer == 0
    assert score(f"{spelt} x", f"{number + 1} x", language).wer > 0


@given(WORDS, WORDS)
def test_the_reference_has_as_many_words_whatever_is_compared_with_it(reference: list[str], heard: list[str]) -> None:
    numbered = [*reference, "жиырма", "бес"]
    assert score(" ".join(numbered), " ".join([*heard, "25"]), "kk").reference_words == len(numbered)


def test_lines_that_start_with_a_number_sign_are_skipped() -> None:
    exported = "\ufeff# programme: The reels\n# words by: machine\n\nTape is dying.\n"
    assert score("Tape is dying", exported, "en").wer == 0
    assert score(exported, "Tape is dead", "en").reference_words == 3


@pytest.mark.parametrize(("hypothesis", "wer"), [("", 0.0), ("# only a remark", 0.0), ("thank you", 2.0)])
def test_an_empty_reference_counts_as_one_word(hypothesis: str, wer: float) -> None:
    assert score("", hypothesis, "en").wer == wer


@given(st.lists(st.sampled_from(["25", "twenty-five", "1 200", "—", "don't", "Ёлка,", "5-й", "70%"]), max_size=8))
def test_every_spoken_word_says_where_it_is_written(words: list[str]) -> None:
    places = [(word.first, word.last) for word in spoken(words, "en")]
    assert places == sorted(places)
    assert all(0 <= first <= last < len(words) for first, last in places)


@given(st.lists(st.integers(0, 500), min_size=1, max_size=30), st.integers(-400, 400))
def test_word_times_that_are_all_late_by_the_same_are_off_by_that(gaps_ms: list[int], late_ms: int) -> None:
    starts = [1_000 + sum(gaps_ms[:place]) for place in range(len(gaps_ms))]
    words = [f"w{place}" for place in range(len(gaps_ms))]
    true = [Span(start, start + 50) for start in starts]
    heard = [Span(start + late_ms, start + 50 + late_ms) for start in starts]
    found = time_error(compare(words, words, "en"), true, heard)
    assert found
    assert (found.median_ms, found.within_95_ms, found.words) == (abs(late_ms), abs(late_ms), len(words))


def test_word_times_count_only_for_words_that_both_have() -> None:
    comparison = compare(["at", "twenty-five", "past"], ["at", "25", "to"], "en")
    true = [Span(0, 100), Span(200, 900), Span(900, 1_000)]
    heard = [Span(10, 100), Span(200, 920), Span(0, 5)]
    found = time_error(comparison, true, heard)
    assert found
    assert (found.words, found.median_ms) == (2, 5.0)
    assert time_error(comparison, true, [None, None, None]) is None
