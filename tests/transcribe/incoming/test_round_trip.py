"""What we write we read again: equal words, and times equal to what the format can say."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transcribe.test_formats import AWKWARD
from tests.transcribe.test_formats import export as as_export
from transcribe.formats import Options, render
from transcribe.formats.options import Unit
from transcribe.incoming import FoundSegment, read_transcript_file
from transcribe.incoming.place import Placed, place
from transcribe.records import Doubt, Segment, Word, WordsBy

DURATION_MS = 40_000_000
BY_WORDS = Options(unit=Unit.WORDS)


@st.composite
def transcripts(draw: st.DrawFn, texts: st.SearchStrategy[str], names: Sequence[str | None]) -> tuple[Segment, ...]:
    """Segments that follow one another, from the first second to the tenth hour."""
    segments: list[Segment] = []
    now_ms = draw(st.sampled_from([0, 1, 4_000, 3_599_000, 36_000_000]))
    for number in range(draw(st.integers(1, 4))):
        words = []
        for text in draw(st.lists(texts, min_size=1, max_size=8)):
            start_ms = now_ms + draw(st.sampled_from([0, 1, 40, 999]))
            now_ms = start_ms + draw(st.sampled_from([1, 250, 1_001]))
            words.append(Word(text, start_ms, now_ms, 0.75))
        speaker = draw(st.sampled_from(names))
        segments.append(Segment(f"s{number}", words[0].start_ms, now_ms, tuple(words), speaker=speaker))
        now_ms += draw(st.sampled_from([500, 3_000]))
    return tuple(segments)


NAMES = (None, "S1", "Айгүл Бек")
AWKWARD_NAMES = (*NAMES, "A <b> & B")
plain = st.sampled_from(["сөз", "10", "Ақтөбе", "سلام", "😀", "e\u0301", "word,", "Соңы."])
awkward = st.one_of(plain, st.sampled_from(AWKWARD))


def placed(data: bytes) -> Placed:
    found = read_transcript_file(data, "a").found
    return place(found, duration_ms=DURATION_MS, sound_sha256="ab" * 32, words_by=WordsBy.HUMAN)


def words_of(segments: Sequence[Segment | FoundSegment]) -> list[str]:
    return [unicodedata.normalize("NFC", word.text) for segment in segments for word in segment.words]


def times_of(segments: Sequence[Segment]) -> list[tuple[int, int]]:
    return [(word.start_ms, word.end_ms) for segment in segments for word in segment.words]


def speakers_of(segments: Sequence[Segment]) -> list[str | None]:
    """Of each word: a format may cut segments otherwise."""
    return [segment.speaker for segment in segments for _ in segment.words]


@pytest.mark.parametrize("name", ["json", "eaf", "textgrid"])
@given(segments=transcripts(awkward, AWKWARD_NAMES))
@settings(max_examples=20, deadline=None)
def test_every_word_comes_back_with_its_own_time_and_speaker(name: str, segments: tuple[Segment, ...]) -> None:
    back = placed(render(name, as_export(segments))).segments
    assert words_of(back) == words_of(segments)
    assert times_of(back) == times_of(segments)
    assert speakers_of(back) == speakers_of(segments)
    assert all(Doubt.SHARED_TIMES not in segment.doubts for segment in back)


@pytest.mark.parametrize("name", ["ttml", "ebu-tt-d"])
@given(segments=transcripts(awkward, AWKWARD_NAMES))
@settings(max_examples=20, deadline=None)
def test_timed_text_by_words_comes_back_with_their_times(name: str, segments: tuple[Segment, ...]) -> None:
    back = placed(render(name, as_export(segments), BY_WORDS)).segments
    assert words_of(back) == words_of(segments)
    assert speakers_of(back) == speakers_of(segments)
    starts = [start_ms for start_ms, _ in times_of(segments)]
    assert [start_ms for start_ms, _ in times_of(back)] == starts


@given(segments=transcripts(awkward, AWKWARD_NAMES))
@settings(max_examples=20, deadline=None)
def test_webvtt_by_words_comes_back_with_the_beginnings_that_it_can_tell(segments: tuple[Segment, ...]) -> None:
    """It can tell none of a word that begins with its cue's end, which makes way for the next cue."""
    found = read_transcript_file(render("vtt", as_export(segments), BY_WORDS), "a").found
    assert words_of(found.segments) == words_of(segments)
    told = [word.span and word.span.start_ms for segment in found.segments for word in segment.words]
    true = [start_ms for start_ms, _ in times_of(segments)]
    assert [start for start, known in zip(true, told, strict=True) if known is not None] == [
        t for t in told if t is not None
    ]


@pytest.mark.parametrize("name", ["vtt", "ttml", "ebu-tt-d"])
@given(segments=transcripts(awkward, AWKWARD_NAMES))
@settings(max_examples=20, deadline=None)
def test_captions_come_back_with_words_speakers_and_the_times_of_cues(name: str, segments: tuple[Segment, ...]) -> None:
    back = placed(render(name, as_export(segments))).segments
    assert words_of(back) == words_of(segments)
    assert speakers_of(back) == speakers_of(segments)
    cues = {segment.start_ms for segment in back}
    assert {segment.start_ms for segment in segments} <= cues
    assert all(before.start_ms <= after.start_ms for before, after in pairwise(back))


@given(segments=transcripts(plain, NAMES))
@settings(max_examples=20, deadline=None)
def test_srt_comes_back_where_no_word_looks_like_its_markup(segments: tuple[Segment, ...]) -> None:
    back = placed(render("srt", as_export(segments), Options(speakers=False))).segments
    assert words_of(back) == words_of(segments)
    starts = {word.start_ms for segment in back for word in segment.words}  # Captions of a word are put together.
    assert {segment.start_ms for segment in segments} <= starts


@pytest.mark.parametrize("name", ["docx", "txt", "csv", "tsv"])
@given(segments=transcripts(plain, NAMES))
@settings(max_examples=8, deadline=None)
def test_documents_come_back_with_every_word_in_order(name: str, segments: tuple[Segment, ...]) -> None:
    found = read_transcript_file(render(name, as_export(segments)), "a").found
    assert words_of(found.segments) == words_of(segments)


def test_seconds_of_a_document_are_its_times() -> None:
    words = (Word("Бір", 61_500, 62_000), Word("екі.", 62_000, 63_000))
    later = (Word("Үш.", 3_700_250, 3_701_000),)
    segments = (Segment("s1", 61_500, 63_000, words, "Айгүл"), Segment("s2", 3_700_250, 3_701_000, later, "S2"))
    back = placed(render("docx", as_export(segments))).segments
    assert [(each.start_ms, each.speaker) for each in back] == [(61_000, "Айгүл"), (3_700_000, "S2")]


def test_what_was_not_heard_is_not_heard_when_it_comes_back() -> None:
    words = (Word("Бір", 0, 500, 0.9), Word("екі", 500, 500, 0.0, Doubt.NOT_SPOKEN))
    [back] = placed(render("json", as_export((Segment("s1", 0, 500, words, doubts=(Doubt.NOT_SPOKEN,)),)))).segments
    assert [word.doubt for word in back.words] == [None, Doubt.NOT_SPOKEN]
    assert back.doubts == (Doubt.NOT_SPOKEN,)


@pytest.mark.parametrize("name", ["vtt", "ttml", "ebu-tt-d", "json", "docx", "txt", "eaf", "textgrid"])
def test_a_machines_words_are_a_machines_again(name: str) -> None:
    segments = tuple(
        Segment(f"s{n}", n * 2_000, n * 2_000 + 900, (Word("Сөз.", n * 2_000, n * 2_000 + 900),)) for n in range(3)
    )
    found = read_transcript_file(render(name, as_export(segments)), "a").found
    assert found.words_by is WordsBy.MACHINE
    assert found.made_by
    assert (found.made_by.name, found.made_by.model) == ("faster-whisper", "base")


def test_captions_of_a_word_each_say_once_who_speaks() -> None:
    said = (("Айгүл Бек", "Сәлем әлем"), ("Сәуле", "Иә қалай"), ("Айгүл Бек", "Жақсы ғой"))
    segments = tuple(
        Segment(
            f"s{number}",
            5_000 * number,
            5_000 * number + 1_000,
            tuple(
                Word(word, 5_000 * number + 500 * at, 5_000 * number + 500 * (at + 1))
                for at, word in enumerate(text.split())
            ),
            speaker=name,
        )
        for number, (name, text) in enumerate(said, start=1)
    )
    written = render("srt", as_export(segments), BY_WORDS)
    assert written.decode().count("Айгүл Бек: ") == 2
    assert times_of(placed(written).segments) == times_of(segments)
    assert words_of(placed(written).segments) == words_of(segments)
