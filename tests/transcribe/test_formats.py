"""Every download says whose words it holds, and loses or invents none of them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.records import Programme
from transcribe.errors import UnknownFormat
from transcribe.formats import FORMATS, Export, render
from transcribe.formats.export import Sound
from transcribe.formats.json_transcript import JsonTranscript, schema
from transcribe.records import Doubt, Provenance, Segment, Word, WordsBy

PROVENANCE = Provenance("faster-whisper", "1.2.1", "base", "ab" * 32, "cd" * 32, "kk", {"beam_size": 5})
AWKWARD = [
    "<",
    "&",
    "{",
    "-->",
    "\\N",
    "&amp;",
    "<b>",
    "{\\an8}",
    "#",
    "…",
    "Ақтөбе",
    "سلام",
    "😀",
    "1",
    "WEBVTT",
    "NOTE",
]

word_texts = st.one_of(
    st.sampled_from(AWKWARD),
    st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=12),
)


@st.composite
def transcripts(draw: st.DrawFn) -> tuple[Segment, ...]:
    segments, clock_ms = [], draw(st.integers(0, 36_000_000))
    for number in range(draw(st.integers(0, 5))):
        words = []
        for text in draw(st.lists(word_texts, min_size=1, max_size=30)):
            clock_ms += draw(st.integers(0, 900))
            end_ms = clock_ms + draw(st.integers(1, 900))
            words.append(Word(text, clock_ms, end_ms, 0.5))
            clock_ms = end_ms
        speaker = draw(st.sampled_from([None, "Reader", "A <b> & B"]))
        segments.append(Segment(f"s{number}", words[0].start_ms, words[-1].end_ms, tuple(words), speaker=speaker))
    return tuple(segments)


def export(segments: tuple[Segment, ...], *, for_publication: bool = True, method: str = "recognised") -> Export:
    programme = Programme("p1", "Water --> in the desert", "kk", citation="Cite me")
    return Export(programme, segments, method, PROVENANCE, "run 1", "2026-11-24T10:00:00.000Z", for_publication)


def spoken(segments: tuple[Segment, ...]) -> list[str]:
    return [word.text for segment in segments for word in segment.words]


def _without_speaker(segment: Segment) -> Segment:
    return Segment(segment.segment_id, segment.start_ms, segment.end_ms, segment.words)


@given(transcripts())
@settings(max_examples=60, deadline=None)
def test_text_has_every_word_below_a_head_of_hash_lines(segments: tuple[Segment, ...]) -> None:
    unnamed = tuple(map(_without_speaker, segments))
    lines = render("txt", export(unnamed)).decode().split("\n")

    body = [line for line in lines if not line.startswith("#")]
    assert " ".join(body).replace("\u200b", "").split() == spoken(unnamed)


@given(transcripts())
@settings(max_examples=30, deadline=None)
def test_json_reads_back_as_its_documented_record(segments: tuple[Segment, ...]) -> None:
    record = msgspec.json.decode(render("json", export(segments)), type=JsonTranscript)

    assert record.format == "muragat-transcript/1"
    assert [word.text for segment in record.segments for word in segment.words] == spoken(segments)
    assert record.provenance == PROVENANCE


def test_the_schema_in_docs_is_that_of_the_program() -> None:
    stored = Path(__file__).parents[2] / "docs" / "transcript.schema.json"

    assert json.loads(stored.read_text()) == json.loads(schema())


HEARD = Word("Су", 0, 400, 0.9)
UNHEARD = Word("жоқ", 400, 400, None, Doubt.NOT_SPOKEN)
SCRIPTED = (
    Segment("s1", 0, 400, (HEARD, UNHEARD)),
    Segment("s2", 5_000, 9_000, (), doubts=(Doubt.NOT_IN_SCRIPT,)),
)


@pytest.mark.parametrize("name", ["vtt", "srt", "txt"])
def test_a_scripted_word_that_nobody_spoke_is_in_no_caption(name: str) -> None:
    text = render(name, export(SCRIPTED, method="aligned")).decode()

    assert "Су" in text
    assert "жоқ" not in text


def test_speech_that_the_script_lacks_is_told_in_the_text() -> None:
    text = render("txt", export(SCRIPTED, method="aligned")).decode()

    assert "# 00:00:05.000–00:00:09.000: no words (heard, not in the script)" in text


@pytest.mark.parametrize("name", ["vtt", "txt", "json"])
def test_every_file_says_whose_words_it_holds(name: str) -> None:
    machine = (Segment("s1", 0, 400, (HEARD,)),)
    corrected = (Segment("s1", 0, 400, (HEARD,), edited_by="aru"),)

    assert "Machine words, not checked (faster-whisper 1.2.1, model base)" in render(name, export(machine)).decode()
    assert "Words corrected by the newsroom" in render(name, export(corrected)).decode()
    assert "corrected by the newsroom in 1 of 2 segments" in render(name, export(machine + corrected)).decode()
    assert "aru" not in render(name, export(corrected)).decode()


@pytest.mark.parametrize("name", ["vtt", "txt"])
def test_a_draft_says_that_it_is_one(name: str) -> None:
    assert "NOT FOR PUBLICATION" in render(name, export((), for_publication=False)).decode()
    assert "NOT FOR PUBLICATION" not in render(name, export(())).decode()


def test_a_comment_in_webvtt_cannot_be_ended_by_a_title() -> None:
    assert "Water → in the desert" in render("vtt", export(())).decode()


@pytest.mark.parametrize("name", ["vtt", "txt"])
def test_a_file_with_speakers_says_that_they_are_a_guess(name: str) -> None:
    one = Segment("s1", 0, 900, (Word("Сәлем", 0, 900),), speaker="S1")
    said = "Speakers told apart by machine; who says what may be wrong"
    assert said in render(name, export((one,))).decode()
    assert said not in render(name, export((replace(one, speaker=None),))).decode()


def test_plain_text_calls_a_speaker_as_the_page_does() -> None:
    heard = Segment("s1", 0, 900, (Word("Сәлем", 0, 900),), speaker="S1")
    made = export((heard,))
    assert "\n1-сөйлеуші: Сәлем" in render("txt", made).decode()
    for language, said in (("ru", "Говорящий 1"), ("en-GB", "Speaker 1"), ("tr", "Speaker 1")):
        spoken = replace(made, programme=replace(made.programme, language=language))
        assert f"\n{said}: Сәлем" in render("txt", spoken).decode()
    assert "\nДана: Сәлем" in render("txt", export((replace(heard, speaker="Дана"),))).decode()


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownFormat, match=", ".join(FORMATS)):
        render("wordperfect", export(()))


def test_words_of_a_second_machine_are_said_to_be_its() -> None:
    taken = Segment("s2", 400, 800, (HEARD,), run=3)
    second = replace(PROVENANCE, model="large-v3")
    made = replace(export((Segment("s1", 0, 400, (HEARD,)), taken)), other_runs={3: second})
    record = msgspec.json.decode(render("json", made), type=JsonTranscript)
    assert record.further_provenance == (second,)
    assert [segment.made_by for segment in record.segments] == [0, 1]
    for name in ("vtt", "txt", "json"):  # SubRip has no place to say it.
        assert "model base; some by faster-whisper 1.2.1, model large-v3" in render(name, made).decode()
    assert "some by machine, not checked;" in render("srt", made).decode().replace("\n", " ")
    brought = replace(PROVENANCE, engine="", engine_version="", model="", words_by=WordsBy.UNKNOWN)
    of_file = replace(made, other_runs={3: brought})
    assert (
        of_file.whose_words() == "Machine words, not checked (faster-whisper 1.2.1, model base; some brought as a file)"
    )
    assert "some from a file;" in render("srt", of_file).decode().replace("\n", " ")


def test_a_word_that_nobody_spoke_is_in_no_text() -> None:
    segment = Segment("s1", 0, 800, (HEARD, Word("жоқ", 400, 800, doubt=Doubt.NOT_SPOKEN)))
    record = msgspec.json.decode(render("json", export((segment,))), type=JsonTranscript)
    assert (record.segments[0].text, [word.text for word in record.segments[0].words]) == ("Су", ["Су", "жоқ"])


def test_a_changed_voice_is_told_of() -> None:
    sound = Sound("a.m4a", None, 800, has_other_voice=True)
    told = "In the sound the newsroom has changed the voice of somebody who speaks"
    assert told in replace(export(()), sound=sound).head()
    assert told not in replace(export(()), sound=replace(sound, has_other_voice=False)).head()
