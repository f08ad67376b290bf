"""CTM and Audacity's labels come in as they went out; RTTM, which has no words, is told from them."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from media.errors import MuragatError
from media.records import Span
from tests.transcribe.formats.overlapping import UNHEARD, export, transcripts
from transcribe.errors import BadTranscript
from transcribe.formats import Options, render
from transcribe.formats.options import Unit
from transcribe.incoming import read_transcript_file
from transcribe.records import Segment, Word


@given(transcripts(exact=True))
@settings(max_examples=30, deadline=None)
def test_words_of_ctm_are_read_back(segments: tuple[Segment, ...]) -> None:
    assume(segments)

    read = read_transcript_file(render("ctm", export(segments)), "a.ctm")

    words = sorted((word for each in segments for word in each.heard_words), key=lambda word: word.start_ms)
    assert read.format == "ctm"
    assert [(word.text, word.span) for each in read.found.segments for word in each.words] == [
        (word.text, Span(word.start_ms, word.end_ms)) for word in words
    ]


@given(transcripts(exact=True))
@settings(max_examples=30, deadline=None)
def test_labels_are_read_back(segments: tuple[Segment, ...]) -> None:
    assume(segments)

    read = read_transcript_file(render("audacity", export(segments)), "labels.txt")

    assert read.format == "audacity"
    said = " ".join(word.text for each in read.found.segments for word in each.words)
    assert all(each.heard_text in said for each in segments)
    assert sorted({each.span for each in read.found.segments if each.span}) == sorted({each.span for each in segments})


def test_labels_of_a_word_each_become_sentences_with_times() -> None:
    words = tuple(
        Word(text, 500 * n, 500 * n + 400) for n, text in enumerate(["Сәлем", "әлем", "бұл", "бір", "сынақ", "ғана."])
    )

    data = render("audacity", export((Segment("s", 0, 3_000, words),)), Options(unit=Unit.WORDS))

    found = read_transcript_file(data, "labels.txt").found
    (segment,) = found.segments
    assert found.made_by is not None
    assert [(word.text, word.span) for word in segment.words] == [(w.text, Span(w.start_ms, w.end_ms)) for w in words]


def test_what_other_programs_write_is_read() -> None:
    labels = b"1,500000\t2,000000\tone two\n\\\t100,0\t200,0\n3.000000\t3.000000\tthree\n"
    ctm = b";; a comment\nrec A 0.5 .5 skipped 0.9\n".replace(b" .5 ", b" 0.5 ") + b"rec B 1.0 0.25 here .8 lex\n"

    found = read_transcript_file(labels, "a.txt").found.segments
    heard = read_transcript_file(ctm, "a.ctm").found.segments

    assert [(each.span, [word.text for word in each.words]) for each in found] == [
        (Span(1_500, 2_000), ["one", "two"]),
        (Span(3_000, 3_000), ["three"]),
    ]
    assert [(each.speaker, each.words[0].span, each.words[0].probability) for each in heard] == [
        ("A", Span(500, 1_000), 0.9),
        ("B", Span(1_000, 1_250), 0.8),
    ]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (render("rttm", export((Segment("s", 0, 400, UNHEARD.words, speaker="S1"),))), "no words"),
        (b"rec 1 0.0 0.4 one\n" * 12 + b"rec 1 soon 0.4 one\n", "Line 13 is not CTM"),
        (b"a 1 0.0 0.4 one\nb 1 0.5 0.4 two\n", "about 2 recordings"),
        (b"1.000000\t2.000000\tone\n" * 12 + b"here\tthere\n", "Line 13 is no label"),
    ],
)
def test_a_broken_file_gets_one_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(BadTranscript, match=sentence):
        read_transcript_file(data, "a")


@pytest.mark.parametrize("text", ["one two 3 4 five six seven\nand so on\n", "12.5\tno label\n", "SPEAKER one said\n"])
def test_a_text_is_taken_for_none_of_them(text: str) -> None:
    assert read_transcript_file(text.encode(), "a.txt").format == "txt"


@given(
    st.sampled_from([b"rec 1 0.0 0.4 one\n", b"1.000000\t2.000000\tone\n"]), st.binary(max_size=40), st.integers(0, 20)
)
@settings(max_examples=100, deadline=None)
def test_no_file_ends_in_a_traceback(line: bytes, noise: bytes, place: int) -> None:
    with contextlib.suppress(MuragatError):
        assert read_transcript_file(line * 11 + line[:place] + noise + line[place:], "a").found.segments
