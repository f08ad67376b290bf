"""Error rates are those of jiwer on the same words, and the words are those that can be heard."""

from __future__ import annotations

import jiwer
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcribe.normalise import spoken_words
from transcribe.score import score

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
    [("три", "3", "ru"), ("өрт", "орт", "kk"), ("бас", "баш", "kk"), ("to'y", "toy", "kk-Latn"), ("2.5", "25", "en")],
)
def test_what_the_ear_can_tell_apart_is_an_error(reference: str, hypothesis: str, language: str) -> None:
    assert score(reference, hypothesis, language).wer > 0


def test_lines_that_start_with_a_number_sign_are_skipped() -> None:
    exported = "\ufeff# programme: The reels\n# words by: machine\n\nTape is dying.\n"
    assert score("Tape is dying", exported, "en").wer == 0
    assert score(exported, "Tape is dead", "en").reference_words == 3


@pytest.mark.parametrize(("hypothesis", "wer"), [("", 0.0), ("# only a remark", 0.0), ("thank you", 2.0)])
def test_an_empty_reference_counts_as_one_word(hypothesis: str, wer: float) -> None:
    assert score("", hypothesis, "en").wer == wer
