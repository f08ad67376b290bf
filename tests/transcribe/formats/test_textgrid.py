"""A TextGrid says the same to Praat's grammar, to another reader and to ours; a bad one gets one sentence."""

from __future__ import annotations

import contextlib
import itertools
import re
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from praatio.utilities.textgrid_io import parseTextgridStr

from media.records import Span
from tests.transcribe.formats.overlapping import GAP, UNHEARD, export, laid, read, said, transcripts
from transcribe.errors import BadTranscript
from transcribe.formats import Options, render
from transcribe.formats.export import Layer, Passage
from transcribe.formats.options import Text
from transcribe.formats.tiers import ABOUT, tiers
from transcribe.incoming import read_transcript_file
from transcribe.records import Segment

FRAGILE = re.compile(r"item ?\[|intervals ?\[|points ?\[|ooTextFile short")
"""praatio looks for these also within what is said."""


@given(transcripts())
@settings(max_examples=40, deadline=None)
def test_what_is_written_is_read_back(segments: tuple[Segment, ...]) -> None:
    grid = render("textgrid", export(segments))

    assert not segments or said(read(grid)) == laid(segments)


@given(transcripts())
@settings(max_examples=40, deadline=None)
def test_another_reader_finds_the_same(segments: tuple[Segment, ...]) -> None:
    assume(not any(FRAGILE.search(word.text) for segment in segments for word in segment.words))

    grid = parseTextgridStr(render("textgrid", export(segments)).decode(), includeEmptyIntervals=True)

    found = {tier["name"]: tier["entries"] for tier in grid["tiers"]}
    assert all(tier["xmin"] == 0 and tier["xmax"] == grid["xmax"] for tier in grid["tiers"])
    for entries in found.values():
        assert float(entries[0].start) == 0
        assert float(entries[-1].end) == grid["xmax"]
        assert all(before.end == after.start for before, after in itertools.pairwise(entries))
    for tier in tiers(segments):
        words = [(entry.start, entry.label) for entry in found[f"{tier.name} - words"] if entry.label]
        placed = [(span.start_ms, word.text) for each in tier.laid for word, span in each.words]
        assert [(round(float(start) * 1000), label) for start, label in words] == placed


def test_the_first_tier_says_what_the_file_is() -> None:
    draft = render("textgrid", export((UNHEARD,), for_publication=False)).decode()
    public = render("textgrid", export((UNHEARD,))).decode()

    assert f'name = "{ABOUT}"' in draft
    assert "Machine words, not checked (faster-whisper 1.2.1, model base)" in draft
    assert "DRAFT, NOT FOR PUBLICATION" in draft
    assert "DRAFT" not in public
    assert "жоқ" not in public


def test_a_translation_has_a_tier_and_comes_in_as_none_of_the_words() -> None:
    english = Layer("en-machine", "en", "Machine translation, not checked", (Passage(0, 400, 'Water "here"'),))
    made = replace(export((UNHEARD,)), layers=(english,))

    both = render("textgrid", made, Options(text=Text.BOTH))
    alone = parseTextgridStr(render("textgrid", made, Options(text=Text.TRANSLATION)).decode())

    tiers_by_name = {tier["name"]: list(tier["entries"]) for tier in parseTextgridStr(both.decode())["tiers"]}
    assert [entry.label for entry in tiers_by_name["speech - translation"]] == ['Water "here"']
    assert [word.text for each in read(both) for word in each.words] == ["Су"]
    assert [tier["name"] for tier in alone["tiers"]] == [ABOUT, "speech"]


@pytest.mark.parametrize("segments", [(), (GAP,)])
def test_silence_is_a_grid_too(segments: tuple[Segment, ...]) -> None:
    grid = parseTextgridStr(render("textgrid", export(segments)).decode())

    assert grid["xmax"] > 0
    assert grid["tiers"][0]["name"] == ABOUT


SHORT = """File type = "ooTextFile"
Object class = "TextGrid"

0
2.3
<exists>
2
"IntervalTier"
"Mary"
0
2.3
2
0
1.25
"she said ""no"" ! twice"
1.25
2.3
""
"TextTier"
"bell"
0
2.3
1
1
"ding"
"""


@pytest.mark.parametrize(
    "data",
    [
        SHORT.encode(),
        SHORT.replace("\n", "\r\n").encode(),
        SHORT.encode("utf-8-sig"),
        SHORT.encode("utf-16"),
        b"\xfe\xff" + SHORT.encode("utf-16-be"),
        SHORT.replace("0\n2.3\n<exists>", "0s seconds ! from the start\n0 2.3\n<exists>").encode(),
    ],
    ids=["plain", "lines of Windows", "marked UTF-8", "UTF-16", "UTF-16, big end first", "with comments"],
)
def test_what_praat_writes_is_read(data: bytes) -> None:
    (segment,) = read(data)

    assert (segment.speaker, segment.span) == ("Mary", Span(0, 1_250))
    assert [word.text for word in segment.words] == ["she", "said", '"no"', "!", "twice"]


def grid(*tiers: tuple[str, list[tuple[float, float, str]]]) -> bytes:
    lines = ['"ooTextFile"', '"TextGrid"', "0", "9", "<exists>", str(len(tiers))]
    for name, intervals in tiers:
        lines += ['"IntervalTier"', f'"{name}"', "0", "9", str(len(intervals))]
        lines += [f'{start} {end} "{text}"' for start, end, text in intervals]
    return ("File type = " + "\n".join(lines)).encode()


def test_words_of_an_aligner_become_sentences() -> None:
    words = ("words", [(0, 0.5, "Сәлем"), (0.5, 1, "әлем."), (1, 4, "sil"), (4, 5, "Тағы")])
    found = read_transcript_file(grid(words, ("phones", [(0, 0.1, "s")])), "a.TextGrid").found

    assert [[word.text for word in segment.words] for segment in found.segments] == [["Сәлем", "әлем."], ["Тағы"]]
    assert found.segments[0].words[1].span == Span(500, 1_000)
    assert found.remarks == ("Other tiers were left out: phones.",)


def test_words_that_were_corrected_on_one_tier_alone_are_told() -> None:
    same = ("A", [(0, 1, "one two"), (1, 2, "three")])
    found = read_transcript_file(grid(same, ("A - words", [(0, 1, "one"), (1, 2, "three")])), "a.TextGrid").found

    assert [[(word.text, word.span) for word in each.words] for each in found.segments] == [
        [("one", Span(0, 1_000)), ("two", None)],
        [("three", Span(1_000, 2_000))],
    ]
    assert "In 1 of 2 segments" in found.remarks[1]


def test_words_belong_to_what_is_said_whatever_the_tiers_are_called() -> None:
    said = [(0, 1, "One, two."), (1, 2, "Three!")]
    words = [(0, 0.5, "one"), (0.5, 1, "two"), (1, 2, "three")]
    timed = [("One,", Span(0, 500)), ("two.", Span(500, 1_000)), ("Three!", Span(1_000, 2_000))]

    for name in ("phrase", "Мария", "utterance"):
        found = read_transcript_file(grid(("words", words), (name, said)), "a.TextGrid").found
        assert [(word.text, word.span) for each in found.segments for word in each.words] == timed
        assert {each.speaker for each in found.segments} == {"Мария" if name == "Мария" else None}


def test_tiers_of_one_name_are_all_read() -> None:
    found = read_transcript_file(grid(("Mary", [(0, 1, "one")]), ("Mary", [(2, 3, "two")])), "a.TextGrid").found

    assert [word.text for each in found.segments for word in each.words] == ["one", "two"]


def test_what_nobody_says_is_left_out_and_named() -> None:
    found = read_transcript_file(grid(("Mary", [(0, 1, "one")]), ("notes", [(0, 9, "noisy")])), "a.TextGrid").found

    assert [word.text for each in found.segments for word in each.words] == ["one"]
    assert found.remarks[1] == "Other tiers were left out: notes."


WHOLE = grid(("A", [(0, 1, "one")])).decode()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (WHOLE.replace("TextGrid", "Pitch 1"), "another kind"),
        (WHOLE[:-8], "nothing more"),
        (WHOLE.replace("<exists>\n1", "<exists>\n1000000000"), "nothing more"),
        (WHOLE.replace("<exists>\n1", "<exists>\n1.5"), "should count"),
        (WHOLE.replace("<exists>\n1", "<exists>\n" + "9" * 5_000), "should count"),
        (WHOLE.replace("0 1 ", "1 0 "), "an interval from 1 to 0 s"),
        (WHOLE.replace("0 1 ", "0 1e90 "), "a time of 1e\\+90 s"),
        (WHOLE.replace("0 1 ", "-3 1 "), "a time of -3 s"),
        (WHOLE.replace("IntervalTier", "HexTier"), "a kind that nobody knows"),
        (WHOLE.replace('"one"', '"one'), "nothing more"),
    ],
)
def test_a_broken_grid_gets_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(BadTranscript, match=sentence):
        read(text.encode())


@given(st.text(st.sampled_from('"!<>01. \nae'), max_size=60), st.integers(20, len(WHOLE)))
@settings(max_examples=60, deadline=None)
def test_no_grid_ends_in_a_traceback(noise: str, place: int) -> None:
    with contextlib.suppress(BadTranscript):
        assert read((WHOLE[:place] + noise + WHOLE[place:]).encode())
