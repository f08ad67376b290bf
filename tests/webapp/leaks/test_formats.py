"""A name is found in every format of a transcript, also where a time, a tag or a row stands between its two words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.transcribe.formats.overlapping import export
from transcribe.formats import FORMATS, Options, render
from transcribe.formats.export import Chapter
from transcribe.formats.options import Unit
from transcribe.records import Segment, Word
from webapp.leaks.look import Kind
from webapp.leaks.names import parse_names
from webapp.leaks.sweep import Sweep

NAME = "Құндызай Төлегетаева"
SWEEP = Sweep(parse_names(NAME), resembling=False)
SAID = tuple(
    Word(text, 500 * place, 500 * place + 400)
    for place, text in enumerate(f"Бүгін ауылда жаңбыр жауды деді {NAME} біздің тілшіге".split())
)
WHOLE = (Segment("a", 0, 4_500, SAID),)
PARTED = (Segment("a", 0, 3_000, SAID[:6]), Segment("b", 3_000, 4_500, SAID[6:]))
SPEAKER = (Segment("a", 0, 2_500, SAID[:5], speaker=NAME),)
WITHOUT = {"rttm": (WHOLE, PARTED), "ctm": (SPEAKER,), "pdf": (PARTED, SPEAKER)}
"""What a format has no place for: words in RTTM, speakers in CTM. A PDF is one text and takes longest: once will do."""


def is_found(name: str, segments: tuple[Segment, ...], unit: Unit) -> bool:
    made = replace(export(segments), chapters=(Chapter(0, 900, f"Деді {NAME}"),))
    return any(True for _ in SWEEP.bytes(render(name, made, Options(unit=unit))))


@pytest.mark.parametrize("name", FORMATS)
def test_a_name_is_found_in_every_format(name: str) -> None:
    asked = [each for each in (WHOLE, PARTED, SPEAKER) if each not in WITHOUT.get(name, ())]

    assert all(is_found(name, segments, Unit.SENTENCES) for segments in asked)


@pytest.mark.parametrize("name", ["vtt", "srt", "ttml", "ebu-tt-d", "audacity", "ctm"])
@pytest.mark.parametrize("segments", [WHOLE, PARTED])
def test_a_time_between_two_words_hides_no_name(name: str, segments: tuple[Segment, ...]) -> None:
    assert is_found(name, segments, Unit.WORDS)


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_about_somebody_else_is_clean(name: str) -> None:
    other = (Segment("a", 0, 4_500, SAID[:5], speaker="Айгүл"),)
    made = render(name, export(other))

    assert not any(True for _ in SWEEP.bytes(made))


def test_a_pdf_that_cannot_be_read_is_no_clean_one() -> None:
    beginning = render("pdf", export(WHOLE))[:200]

    assert {found.kind for _, found in SWEEP.bytes(beginning)} == {Kind.UNREAD}
