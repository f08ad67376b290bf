"""What is exported can be read again and compared; what cannot be read is said in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.errors import UnreadableFile
from media.records import Span
from tests.transcribe.test_formats import export as as_export
from tests.transcribe.test_formats import transcripts
from transcribe.errors import BadTranscript
from transcribe.formats import render
from transcribe.formats.read_cues import read_cues
from transcribe.formats.reading import ONE_VOICE, ReadTranscript, read_transcript
from transcribe.records import Segment, Word
from transcribe.speakers.turns import Turn


def read(directory: Path, name: str, content: str | bytes) -> ReadTranscript:
    path = directory / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_transcript(path)


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("reading")


@given(segments=transcripts())
def test_json_and_webvtt_say_again_what_was_written(here: Path, segments: tuple[Segment, ...]) -> None:
    export = as_export(segments)
    heard = [word for segment in export.segments for word in segment.heard_words]
    json = read(here, "a.json", render("json", export))
    assert json.words == tuple(word.text for word in heard)
    assert json.spans == tuple(Span(word.start_ms, word.end_ms) for word in heard)
    assert json.language == export.programme.language
    speakers = [segment.speaker for segment in export.segments if segment.speaker]
    assert [turn.speaker for turn in json.turns or () if turn.speaker != ONE_VOICE] == speakers
    assert len(json.turns or ()) == len(segments)
    vtt = read(here, "a.vtt", render("vtt", export))
    assert " ".join(vtt.words or ()).split() == " ".join(word.text for word in heard).split()
    assert {turn.speaker for turn in vtt.turns or ()} == {" ".join(name.split()) for name in speakers}


def test_webvtt(here: Path) -> None:
    text = (
        "WEBVTT - a title\nKind: captions\n\nNOTE\n00:01.000 --> 00:02.000 is no cue\n\nSTYLE\n::cue{}\n\n"
        "first\n00:01.000 --> 00:02.500 align:start\n<v.loud Ana &amp; Co><i>Hello</i>\nthere &lt;3\n\n"
        "01:00:02.500 --> 01:00:04.000\n<00:00:01.000>one <01:00:03.000><c>two</c>"
    )
    found = read(here, "a.vtt", text)
    assert found.words == ("Hello", "there", "<3", "one", "two")
    assert found.turns == (Turn(Span(1_000, 2_500), "Ana & Co"),)
    assert found.spans[-1] == Span(3_603_000, 3_604_000)
    assert found.spans[:3] == (None, None, None)


def test_srt(here: Path) -> None:
    first = "\ufeff1\r\n00:00:01,000 --> 00:00:02,5\r\nS1: {\\an8}<i>Сәлем</i>,\r\n\r\n"
    text = f"{first}2\r\n00:00:03,000 --> 00:00:04,000\r\nәлем\r\n"
    found = read(here, "a.srt", text)
    assert found.words == ("Сәлем,", "әлем")
    assert found.turns is None
    for called in ("Speaker 1", "1-сөйлеуші", "Говорящий 1"):
        assert read(here, "b.srt", text.replace("S1", called)).words == found.words


@pytest.mark.parametrize("content", ["", " \n", "\ufeff"])
def test_an_empty_file_is_the_transcript_of_silence(here: Path, content: str) -> None:
    assert read(here, "empty.txt", content).words == ()
    assert read(here, "empty.vtt", content).words == ()
    assert read(here, "empty.rttm", content).turns == ()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", '{"words": []}'),
        ("a.json", "not json"),
        ("a.vtt", "WEBVTT\n\n00:02.000 --> 00:01.000\nback in time"),
        ("a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\none\n\n00:03.000 --> 00:0x.000\ntwo"),
        ("a.srt", "1\n0,5 --> 1,5\nno clock"),
        ("a.srt", "Plain text under another name."),
        ("a.rttm", "SPEAKER x"),
    ],
)
def test_what_cannot_be_read_is_said_of_which_file(here: Path, name: str, content: str) -> None:
    with pytest.raises(BadTranscript, match=f"“{name}”"):
        read(here, name, content)


def test_files_that_are_no_texts_or_not_there(here: Path) -> None:
    with pytest.raises(UnreadableFile):
        read(here, "a.txt", b"\xff\xfe\x00\x00\xd8")
    with pytest.raises(UnreadableFile):
        read_transcript(here / "missing.vtt")


@given(st.text(st.characters(exclude_characters="\r")))
def test_any_text_is_read_as_cues_or_refused(text: str) -> None:
    try:
        cues = read_cues(text)
    except BadTranscript:
        return
    assert all(word.strip() == word and word for cue in cues for word, _ in cue.words)


def test_what_our_subrip_says_of_itself_is_no_word(tmp_path: Path) -> None:
    file = tmp_path / "a.srt"
    for start_ms in (0, 5_000):  # Above the first words, or before them.
        words = (Word("Су", start_ms, start_ms + 900), Word("бар", start_ms + 900, start_ms + 1_500))
        file.write_bytes(render("srt", as_export((Segment("a", start_ms, start_ms + 1_500, words),))))
        assert read_transcript(file).words == ("Су", "бар")
