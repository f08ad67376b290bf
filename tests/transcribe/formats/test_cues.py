"""Cues keep to the figures of a published guide as far as speech lets them, and end where phrases do."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transcribe.formats.overlapping import export, transcripts
from transcribe.formats.cues import Cue, Measure, cues, cut
from transcribe.formats.guides import BBC, NETFLIX, Guide
from transcribe.formats.options import Options
from transcribe.records import Segment, Word

GUIDES = st.sampled_from([NETFLIX, BBC])


def said(text: str, start_ms: int = 0, each_ms: int = 400) -> Segment:
    """Return words, each for as long, one after the other."""
    words = tuple(
        Word(word, start_ms + place * each_ms, start_ms + (place + 1) * each_ms)
        for place, word in enumerate(text.split())
    )
    return Segment(f"s{start_ms}", start_ms, words[-1].end_ms, words)


def cues_of(*segments: Segment, guide: Guide = NETFLIX, **wished: int) -> tuple[Cue, ...]:
    return cues(export(segments), Options(guide=guide, **wished))  # type: ignore[arg-type]


@given(transcripts(), GUIDES, st.integers(1, 3), st.integers(20, 60))
@settings(max_examples=80, deadline=None)
def test_no_cue_overlaps_none_is_empty_and_lines_keep_their_length(
    segments: tuple[Segment, ...], guide: Guide, lines: int, characters: int
) -> None:
    measure = Measure.of(Options(guide=guide, lines=lines, characters=characters), "kk")
    made = cut(segments, measure)
    for cue, following in itertools.pairwise(made):
        assert cue.start_ms < cue.end_ms <= following.start_ms
    assert all(cue.words and cue.lines and len(cue.lines) <= lines for cue in made)
    assert all(len(line) <= characters for cue in made for line in cue.lines)
    assert sorted(w.text for cue in made for w in cue.words) == sorted(w.text for s in segments for w in s.words)


def test_what_fits_on_one_line_stays_on_one() -> None:
    (cue,) = cues_of(said("Бүгін ауылда жаңбыр жауды."))
    assert cue.lines == ("Бүгін ауылда жаңбыр жауды.",)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "When the rain had stopped, the whole village went down to the sea.",
            ("When the rain had stopped,", "the whole village went down to the sea."),
        ),
        (
            "Мы долго говорили с Гульнарой Жаксыбаевой о море и о воде.",
            ("Мы долго говорили", "с Гульнарой Жаксыбаевой о море и о воде."),
        ),
        (
            "Көшеттерді теңіз жағасына отырғызу үшін ауыл тұрғындары келді.",
            ("Көшеттерді теңіз жағасына отырғызу үшін", "ауыл тұрғындары келді."),
        ),
    ],
)
def test_lines_break_between_phrases(text: str, lines: tuple[str, ...]) -> None:
    (cue,) = cues_of(said(text, each_ms=300), characters=42)
    assert cue.lines == lines


def test_mark_that_stands_alone_begins_no_line() -> None:
    (cue,) = cues_of(said("Оларға бұл туралы айтылмаған — ешкім білмеген ғой .", each_ms=300), characters=30)
    assert cue.lines == ("Оларға бұл туралы айтылмаған —", "ешкім білмеген ғой .")


def test_cue_ends_with_a_sentence_rather_than_full() -> None:
    first, second = cues_of(
        said(
            "The sea went away many years ago and it took the fish. Nobody in the village thought that it would.",
            each_ms=250,
        )
    )
    assert " ".join(first.lines).endswith("took the fish.")
    assert " ".join(second.lines).startswith("Nobody")


def test_no_crumb_is_left_over() -> None:
    made = cues_of(
        said("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen so", each_ms=250)
    )
    assert min(len(" ".join(cue.lines)) for cue in made) > 10


def test_cue_stays_long_enough_and_no_longer_than_the_guide_says() -> None:
    (short,) = cues_of(said("Иә.", each_ms=200))
    assert (short.start_ms, short.end_ms) == (0, NETFLIX.minimum_ms)
    hurried = said("Оларға бұл туралы ештеңе айтылмаған болатын", each_ms=100)
    (netflix,), (bbc,) = cues_of(hurried), cues_of(hurried, guide=BBC)
    assert netflix.end_ms == 600 + NETFLIX.hang_ms
    assert bbc.end_ms == 600 + BBC.hang_ms
    (quiet,) = cues_of(said("Оларға бұл туралы айтылмаған", each_ms=300))
    assert quiet.end_ms == 28 * 1000 // NETFLIX.speed
    slow = cues_of(said(" ".join(["сөз"] * 8), each_ms=2_000))
    assert all(cue.end_ms - cue.start_ms <= NETFLIX.maximum_ms + NETFLIX.hang_ms for cue in slow)


@pytest.mark.parametrize(
    ("guide", "pause_ms", "gap_ms"),
    [(NETFLIX, 0, 84), (NETFLIX, 300, 84), (NETFLIX, 900, 900), (BBC, 900, 0), (BBC, 1_200, 1_200)],
)
def test_short_pauses_are_closed(guide: Guide, pause_ms: int, gap_ms: int) -> None:
    first = said("Бүгін ауылда жаңбыр", each_ms=800)
    before, after = cues_of(first, said("жауды деді", first.end_ms + pause_ms), guide=guide)
    assert after.start_ms - before.end_ms == gap_ms


def test_who_speak_at_once_are_shown_in_turn_each_long_enough() -> None:
    one, other = said("Мен айтып отырмын ғой", 0, 500), said("Жоқ жоқ", 700, 200)
    before, after = cues_of(one, other)
    assert before.end_ms - before.start_ms >= NETFLIX.minimum_ms
    assert after.start_ms == before.end_ms
    assert after.end_ms - after.start_ms >= NETFLIX.minimum_ms


def test_russian_has_shorter_lines_and_english_more_speed() -> None:
    assert Measure.of(Options(), "ru").characters == 39
    assert Measure.of(Options(), "en-GB").speed == 20
    assert Measure.of(Options(characters=50, speed=9, lines=3), "ru") == Measure(3, 50, 9, 833, 7_000, 84, 500, 500)
