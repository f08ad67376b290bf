"""Units, sources and staleness of a translation; its files say what they are."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest
import webvtt
from hypothesis import given
from hypothesis import strategies as st

from media.records import Programme, Span
from transcribe.engines.protocol import CHUNK_MOST_MS, TranslatedStretch
from transcribe.engines.whisper_translate import between_timestamps
from transcribe.formats.translation import RENDER, TranslationExport, render_translation
from transcribe.records import Doubt, Segment, Word
from transcribe.translation.from_speech import from_stretches
from transcribe.translation.from_text import from_texts, sentences_of
from transcribe.translation.protocol import TranslatedText
from transcribe.translation.records import LABEL, Translated, TranslatedSegment, Translation, is_stale, sources_sha256
from transcribe.translation.units import Unit, sentence_units, sound_units, windows

MADE_BY = Translated("text", "ctranslate2", "4.8", "kk-en", "ab" * 32)


def segment(number: int, text: str, start_ms: int, end_ms: int, **more: str) -> Segment:
    words = tuple(Word(word, start_ms, end_ms, 0.9) for word in text.split())
    return Segment(f"s{number}", start_ms, end_ms, words, **more)


SEGMENTS = (
    segment(0, "Сексеуіл – қалқан,", 0, 2_000, language="kk"),
    segment(1, "бірақ ем емес. Оған су керек.", 2_100, 5_000, language="kk"),
    segment(2, "Хлеба мало.", 5_200, 6_500, language="ru"),
    segment(3, "", 6_600, 9_000),
    segment(4, "Су жоқ", 9_500, 10_000, language="kk"),
    segment(5, "деді ол.", 13_000, 14_000, language="kk"),
)


def test_sentences_go_over_segments_but_not_over_languages_or_long_pauses() -> None:
    units = list(sentence_units(SEGMENTS, "kk"))
    assert [[each.segment_id for each in unit.segments] for unit in units] == [["s0", "s1"], ["s2"], ["s4"], ["s5"]]
    assert [unit.language for unit in units] == ["kk", "ru", "kk", "kk"]
    assert sentences_of(units[0]) == ("Сексеуіл – қалқан, бірақ ем емес.", "Оған су керек.")


def test_a_translated_unit_keeps_the_times_and_ids_of_its_segments() -> None:
    unit = next(sentence_units(SEGMENTS, "kk"))
    made = from_texts(unit, [TranslatedText("Saxaul is a shield.", -0.2), TranslatedText("It needs water.", -1.5)])
    assert (made.start_ms, made.end_ms, made.source_ids) == (0, 5_000, ("s0", "s1"))
    assert made.text == "Saxaul is a shield. It needs water."
    assert made.doubts == (Doubt.LOW_PROBABILITY,)
    looped = replace(unit, segments=(replace(SEGMENTS[0], doubts=(Doubt.LOOP,)),))
    assert from_texts(looped, [TranslatedText("Saxaul.", -0.2)]).doubts == (Doubt.LOOP,), "a loop stays one in English"


def test_a_translation_is_stale_when_its_own_words_change_and_only_then() -> None:
    unit = next(sentence_units(SEGMENTS, "kk"))
    made = from_texts(unit, [TranslatedText("Saxaul.", -0.2)])
    now = {each.segment_id: each for each in SEGMENTS}
    assert not is_stale(made, now)
    assert not is_stale(made, now | {"s2": segment(2, "Хлеба нет.", 5_200, 6_500)})
    assert not is_stale(made, now | {"s0": replace(SEGMENTS[0], speaker="Гүлнәр")})
    assert is_stale(made, now | {"s1": segment(1, "бірақ ем. Оған су керек.", 2_100, 5_000)})
    assert is_stale(made, {key: each for key, each in now.items() if key != "s0"})


def test_what_whisper_says_belongs_to_the_segments_that_are_spoken_then() -> None:
    unit = Unit(SEGMENTS[:2], "kk")
    window = Span(0, 5_200)
    said = [
        TranslatedStretch(0, 1_500, "Saxaul", -0.3, 0.1, 1.1),
        TranslatedStretch(1_500, 9_000, "is is is", -1.3, 0.7, 3.0),
    ]
    first, second = from_stretches(unit, window, said)
    assert (first.source_ids, first.doubts) == (("s0",), ())
    assert (second.start_ms, second.end_ms, second.source_ids) == (1_500, 5_200, ("s0", "s1"))
    assert second.doubts == (Doubt.LOOP, Doubt.NO_SPEECH, Doubt.LOW_PROBABILITY)
    assert first.source_sha256 == sources_sha256(SEGMENTS[:1])


lengths = st.lists(st.tuples(st.integers(0, 90_000), st.integers(0, 4_000), st.booleans()), min_size=1, max_size=15)


@given(lengths)
def test_every_segment_with_words_is_in_one_unit_whose_windows_a_model_hears(
    parts: list[tuple[int, int, bool]],
) -> None:
    segments, now_ms = [], 0
    for number, (long_ms, pause_ms, has_words) in enumerate(parts):
        now_ms += pause_ms
        segments.append(segment(number, "сөз" if has_words else "", now_ms, now_ms + long_ms))
        now_ms += long_ms
    spoken = [each.segment_id for each in segments if each.words]
    for grouped in (sound_units, sentence_units):
        assert [each.segment_id for unit in grouped(segments, "kk") for each in unit.segments] == spoken
    for unit in sound_units(segments, "kk"):
        heard = windows(unit)
        assert all(window.duration_ms <= CHUNK_MOST_MS for window in heard)
        assert heard[0].start_ms <= unit.span.start_ms
        assert heard[-1].end_ms >= unit.span.end_ms
        assert [window.start_ms for window in heard[1:]] == [window.end_ms for window in heard[:-1]]


@given(st.lists(st.integers(0, 1_600), max_size=40), st.integers(0, 30_000))
def test_times_of_a_translation_ascend_within_the_sound_and_no_word_is_lost(tokens: list[int], length_ms: int) -> None:
    found = list(between_timestamps(tokens, 100, length_ms))
    edges = [edge for start_ms, end_ms, _ in found for edge in (start_ms, end_ms)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= length_ms for edge in edges)
    assert [token for *_, text in found for token in text] == [token for token in tokens if token < 100]


def export(*segments: TranslatedSegment, stale: tuple[int, ...] = ()) -> TranslationExport:
    translation = Translation("x1", "p1", "cd" * 32, MADE_BY, segments, "2026-11-25T10:00:00.000Z")
    return TranslationExport(Programme("p1", "Water --> in the desert", "kk"), translation, frozenset(stale))


def passage(text: str, start_ms: int, end_ms: int) -> TranslatedSegment:
    return TranslatedSegment(start_ms, end_ms, text, ("s0",), "ef" * 32, "kk")


@pytest.mark.parametrize("name", RENDER)
@pytest.mark.parametrize("start_ms", [0, 1_000, 20_000])
def test_every_format_says_first_that_it_is_a_machines_and_not_checked(name: str, start_ms: int) -> None:
    made = render_translation(name, export(passage("It needs <water> & time.", start_ms, start_ms + 3_000))).decode()
    assert LABEL in made
    assert made.index(LABEL) < made.index("It needs")
    assert "water" in made
    assert LABEL in render_translation(name, export()).decode()


def test_captions_of_a_translation_can_be_read_and_stay_in_their_times() -> None:
    long = " ".join(["Saxaul", "is", "a", "shield."] * 15)
    made = render_translation("vtt", export(passage(long, 5_000, 25_000), passage("Water.", 25_000, 26_000))).decode()
    captions = webvtt.from_buffer(io.StringIO(made))
    assert " ".join(" ".join(caption.text.split()) for caption in captions) == f"{long} Water."
    assert captions[0].start_in_seconds == 5
    srt = render_translation("srt", export(passage("Water.", 0, 900))).decode()
    assert srt.startswith(f"1\n00:00:00,000 --> 00:00:00,900\n[{LABEL}]\nWater.")


def test_json_names_sources_and_what_is_out_of_date() -> None:
    made = json.loads(render_translation("json", export(passage("A", 0, 10), passage("B", 10, 20), stale=(1,))))
    assert (made["format"], made["label"], made["for_publication"]) == ("muragat-translation/1", LABEL, False)
    assert [each["stale"] for each in made["segments"]] == [False, True]
    assert made["segments"][0]["source_ids"] == ["s0"]
    assert (
        "1 of 2 passages are out of date"
        in render_translation("txt", export(passage("A", 0, 10), passage("B", 10, 20), stale=(1,))).decode()
    )


def test_the_text_says_what_is_doubted() -> None:
    doubted = replace(passage("is is is", 0, 10), doubts=(Doubt.LOOP,))
    assert "is is is (repeats itself; out of date" in render_translation("txt", export(doubted, stale=(0,))).decode()
