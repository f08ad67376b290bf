"""What people type about a redaction is taken up to each limit, and refused one step beyond it."""

from __future__ import annotations

import dataclasses

import pytest

from media.records import Span
from tests.webapp.gate.test_kept_back import RECORDING
from tests.webapp.redaction.test_apply import person, stretch
from webapp.redaction.checked import (
    check_others,
    check_span,
    check_words,
    clean_authority,
    clean_names,
    clean_reason,
    clean_replacement,
)
from webapp.redaction.errors import BadRedaction
from webapp.redaction.records import MASK, Quote, Where

LETTERS = "бвгдежзийклмнопрстуфхцчшщ"


def names(count: int) -> list[str]:
    return [f"Ай{LETTERS[number % 25]}{LETTERS[number // 25]}а" for number in range(count)]


def test_names_are_kept_once_and_without_what_is_around_them() -> None:
    assert clean_names(["  Айгүл \t Омарова ", "", "Айгүл Омарова", "Ли"]) == ("Айгүл Омарова", "Ли")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ([], "Nobody is named"),
        ([" ", ""], "Nobody is named"),
        (names(51), "at most 50 names"),
        (["А" * 101], "at most 100 characters"),
        (["Я"], "two letters at least"),
        (["…"], "two letters at least"),
        (["А —"], "two letters at least"),
        (["Ай\u0007гүл"], "nobody can see"),
        (["Ай\u200bгүл"], "nobody can see"),
        (["Айгүл\ue000"], "nobody can see"),
    ],
)
def test_names_that_cannot_be_looked_for_are_refused(typed: list[str], said: str) -> None:
    with pytest.raises(BadRedaction, match=said):
        clean_names(typed)


def test_names_up_to_the_limits_are_taken() -> None:
    assert len(clean_names(names(50))) == 50
    assert clean_names(["А" * 100]) == ("А" * 100,)
    assert clean_names(["Ли", "А Б"]) == ("Ли", "А Б")


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        (None, MASK),
        ("", MASK),
        ("[ ]", MASK),
        ("woman, 25", "[woman, 25]"),
        ("[guest]", "[guest]"),
        ("ж" * 38, f"[{'ж' * 38}]"),
    ],
)
def test_what_stands_in_its_place_is_in_brackets(typed: str | None, wanted: str) -> None:
    assert clean_replacement(typed, ("Айгүл",), ()) == wanted


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("ж" * 39, "at most 40 characters"),
        ("Айгүлдің анасы", "holds a name"),
        ("мать Берика", "holds a name"),
        ("wo\u200bman", "nobody can see"),
    ],
)
def test_what_stands_in_its_place_tells_no_name_of_this_or_another(typed: str, said: str) -> None:
    with pytest.raises(BadRedaction, match=said):
        clean_replacement(typed, ("Айгүл",), (stretch(0, 1), person("Берік", redaction_id="x2")))


def test_what_only_resembles_a_name_may_stand_there() -> None:
    assert clean_replacement("Айгерил", ("Айгерім",), ()) == "[Айгерил]"


def test_nobody_is_kept_back_twice_and_no_other_place_tells_them() -> None:
    standing = (person("Айгүл", "Айгүл Омарова"), dataclasses.replace(stretch(0, 1), replacement="[Берік]"))
    for known in (["айгүл"], ["Айгүл", "АЙГҮЛ ОМАРОВА"]):
        with pytest.raises(BadRedaction, match="kept back already"):
            check_others(known, standing)
    with pytest.raises(BadRedaction, match="in the place of another"):
        check_others(["Берік"], standing)
    check_others(["Айгүл", "Сәуле"], standing)
    check_others(["Сәуле"], standing)


def test_what_stands_in_a_place_tells_no_words_that_are_kept_back() -> None:
    village = dataclasses.replace(stretch(0, 1), quote=Quote(Where.TRANSCRIPT, "", "Ақсай ауылынан", "", "", 0))
    for typed, words in (("аксайлық әйел", "Ақсай ауылынан"), ("15 үй", "15")):
        with pytest.raises(BadRedaction, match="or words"):
            clean_replacement(typed, (), (), words)
    with pytest.raises(BadRedaction, match="or words"):
        clean_replacement("Aqsai", ("Берік",), (village,))
    assert clean_replacement("a village", (), (village,), "Ақсай ауылынан") == "[a village]"
    standing = (dataclasses.replace(stretch(0, 1), replacement="[Ақсайдан келген әйел]"),)
    with pytest.raises(BadRedaction, match="in the place of another"):
        check_words("Ақсай ауылынан", standing)
    check_words("үйде бұрын", standing)


def test_a_reason_is_asked_for_and_an_authority_is_not() -> None:
    assert clean_reason(f" {'ж' * 1000}\n") == "ж" * 1000
    for typed, said in (("", "Say why"), (" \n", "Say why"), ("ж" * 1001, "at most 1000")):
        with pytest.raises(BadRedaction, match=said):
            clean_reason(typed)
    assert (clean_authority(None), clean_authority(""), clean_authority("  ")) == (None, None, None)
    assert clean_authority(" her  lawyer ") == "her lawyer"
    with pytest.raises(BadRedaction, match="at most 1000"):
        clean_authority("ж" * 1001)


def test_a_stretch_lies_within_the_sound() -> None:
    check_span(Span(0, 60_000), RECORDING)
    check_span(Span(59_999, 60_000), RECORDING)
    for span, recording, said in (
        (Span(0, 1), None, "has no sound"),
        (Span(5, 5), RECORDING, "has no length"),
        (Span(0, 60_001), RECORDING, "ends at 60.000 s"),
    ):
        with pytest.raises(BadRedaction, match=said):
            check_span(span, recording)
