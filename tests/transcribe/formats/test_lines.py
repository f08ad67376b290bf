"""RTTM, CTM and Audacity labels, a line each, keep every word and millisecond, and say whose words they are."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from tests.transcribe.formats.overlapping import GAP, UNHEARD, export, transcripts
from transcribe.formats import Options, render
from transcribe.formats.export import OWN_MARK, Layer, Passage
from transcribe.formats.options import Text, Unit
from transcribe.formats.rttm import read_rttm
from transcribe.records import MaskedWord, Segment, Word

ENGLISH = Layer("en-machine", "en", "Machine translation, not checked", (Passage(0, 400, "Water"),))


def rows(name: str, segments: tuple[Segment, ...], options: Options | None = None) -> list[str]:
    """Return the lines that are no comments."""
    made = render(name, export(segments), options or Options()).decode()
    return [
        line for line in made.removesuffix("\n").split("\n") if not line.startswith((";;", "0.000000\t0.000000\tm"))
    ]


def ms(seconds: str) -> int:
    whole, fraction = seconds.split(".")
    return int(whole) * 1000 + int(fraction.ljust(3, "0")[:3])


@given(transcripts())
@settings(max_examples=40, deadline=None)
def test_rttm_has_every_turn_to_the_millisecond(segments: tuple[Segment, ...]) -> None:
    turns = read_rttm(render("rttm", export(segments)).decode())

    assert [(turn.span, turn.speaker) for turn in turns] == sorted(
        (each.span, "_".join(each.speaker.split())) for each in segments if each.speaker
    )


@given(transcripts())
@settings(max_examples=40, deadline=None)
def test_ctm_has_every_word_that_was_heard_in_the_order_of_time(segments: tuple[Segment, ...]) -> None:
    fields = [row.split(" ") for row in rows("ctm", segments) if row]

    words = sorted((w for each in segments for w in each.heard_words), key=lambda word: word.start_ms)
    assert [(ms(f[2]), ms(f[2]) + ms(f[3]), f[4]) for f in fields] == [(w.start_ms, w.end_ms, w.text) for w in words]
    assert {(len(f), f[0], f[1]) for f in fields} <= {(5, "p1", "1")}


@given(transcripts())
@settings(max_examples=40, deadline=None)
@pytest.mark.parametrize("unit", list(Unit))
def test_audacity_has_every_word_in_labels(unit: Unit, segments: tuple[Segment, ...]) -> None:
    nameless = tuple(replace(segment, speaker=None) for segment in segments)
    lines = render("audacity", export(nameless), Options(unit=unit)).decode().removesuffix("\n").split("\n")
    first, *labels = (line.split("\t") for line in lines)

    assert first[:2] == ["0.000000", "0.000000"]
    assert " ".join(label[2] for label in labels).split() == [w.text for each in nameless for w in each.heard_words]
    spans = [word for each in nameless for word in each.words] if unit is Unit.WORDS else nameless
    assert [(ms(label[0]), ms(label[1])) for label in labels] == [(each.start_ms, each.end_ms) for each in spans]


@pytest.mark.parametrize(("name", "begins"), [("rttm", ";; "), ("ctm", ";; "), ("audacity", OWN_MARK)])
def test_the_beginning_says_whose_words_they_are(name: str, begins: str) -> None:
    draft = render(name, export((UNHEARD, GAP), for_publication=False)).decode()

    head = "".join(line for line in draft.splitlines(keepends=True) if begins in line)
    assert "DRAFT, NOT FOR PUBLICATION" in head
    assert "Machine words, not checked (faster-whisper 1.2.1, model base)" in head
    assert "Version run 1, 2026-11-24" in head
    assert "Cite me" in head
    assert "DRAFT" not in render(name, export((UNHEARD,))).decode()
    assert "жоқ" not in draft


def test_spaces_part_no_field_in_two() -> None:
    masked = (Segment("s", 0, 900, (MaskedWord("[woman, 25]", 0, 900),), speaker="Айгүл Б."),)

    assert rows("rttm", masked) == [
        "SPKR-INFO p1 1 <NA> <NA> <NA> unknown Айгүл_Б. <NA> <NA>",
        "SPEAKER p1 1 0.000 0.900 <NA> <NA> Айгүл_Б. <NA> <NA>",
    ]
    assert rows("ctm", masked) == ["p1 1 0.000 0.900 [woman,_25]"]
    assert rows("audacity", masked) == ["0.000000\t0.900000\tАйгүл Б.: [woman, 25]"]


def test_confidence_is_told_of_all_words_or_of_none() -> None:
    sure, typed = Word("Су", 0, 400, 0.9, confidence=0.75), Word("бар", 400, 900)

    assert rows("ctm", (Segment("s", 0, 400, (sure,)),)) == ["p1 1 0.000 0.400 Су 0.750"]
    assert rows("ctm", (Segment("s", 0, 900, (sure, typed)),)) == ["p1 1 0.000 0.400 Су", "p1 1 0.400 0.500 бар"]


def test_where_there_is_nothing_to_write_the_file_says_why() -> None:
    translated = replace(export((UNHEARD,)), layers=(ENGLISH,))

    assert "so there are no turns" in render("rttm", export((UNHEARD,))).decode()
    made = render("ctm", translated, Options(text=Text.TRANSLATION)).decode()
    assert all(line.startswith(";;") for line in made.splitlines())
    assert "take the original" in made
