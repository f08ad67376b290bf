"""Captions of all kinds keep every word for another reader, say whose words they are, and are valid."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pysubs2
import pytest
import webvtt
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from ttconv.imsc import reader as imsc
from ttconv.model import ContentDocument, Div, P, Span, Text

from tests.transcribe.formats.overlapping import UNHEARD, export, transcripts
from transcribe.formats import Options, render
from transcribe.formats.export import OWN_MARK, Export, Layer, Passage
from transcribe.formats.guides import BBC
from transcribe.formats.options import Text as WhichText
from transcribe.formats.options import Unit
from transcribe.records import Segment, Word

HERE = Path(__file__).parent
SCHEMAS = {"ttml": "imsc_text.rng", "ebu-tt-d": "ebu_tt_d.rng"}
ENGLISH = Layer(
    "en-machine", "en", "Machine translation, not checked", (Passage(0, 4_000, "Water <came> --> at last"),)
)
OPTIONS = st.sampled_from([Options(), Options(guide=BBC), Options(unit=Unit.WORDS), Options(speakers=False, lines=1)])
SAID = "Бүгін таңертең ауыл тұрғындары теңіз жағасына барып, көшет отырғызды, деді біздің тілшіге Гүлнәр Жақсыбаева"
LONG = tuple(Word(text, 400 * place, 400 * place + 350) for place, text in enumerate(SAID.split()))


def words_of(segments: tuple[Segment, ...]) -> list[str]:
    return sorted(word.text for segment in segments for word in segment.heard_words)


@given(transcripts(), OPTIONS)
@settings(max_examples=40, deadline=None)
def test_webvtt_is_read_back(segments: tuple[Segment, ...], options: Options) -> None:
    captions = webvtt.from_buffer(io.BytesIO(render("vtt", export(segments), options))).captions
    # webvtt-py hands out the cue's text with its markup's entities as they stand in the file.
    plain = (each.text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") for each in captions)
    assert sorted(word for text in plain for word in text.split()) == words_of(segments)
    ends = [each.end_time for each in captions]
    assert all(each.start_time >= end for each, end in zip(captions[1:], ends, strict=False))


@given(transcripts(), OPTIONS)
@settings(max_examples=40, deadline=None)
def test_subrip_is_read_back(segments: tuple[Segment, ...], options: Options) -> None:
    unnamed = tuple(replace(segment, speaker=None) for segment in segments)
    data = render("srt", export(unnamed), options)
    captions = webvtt.from_buffer(io.BytesIO(data), format="srt").captions
    read = (without_label(each.raw_text) for each in captions)
    assert sorted(word for text in read for word in text.split()) == words_of(unnamed)
    # Another reader takes markup out, and times as we wrote them.
    again = pysubs2.SSAFile.from_string(data.decode(), format_="srt", keep_ssa_tags=True, keep_html_tags=True)
    assert len(again) == len(captions)
    assert all(each.start < each.end for each in again)


def without_label(text: str) -> str:
    """Return a caption without what muragat says of itself in the first."""
    return re.sub(rf"\A\[{OWN_MARK}[^\]]*\]\n?", "", text)


@pytest.mark.parametrize("name", SCHEMAS)
@given(transcripts(), OPTIONS)
@settings(max_examples=30, deadline=None)
def test_timed_text_is_valid_and_read_back(name: str, segments: tuple[Segment, ...], options: Options) -> None:
    data = render(name, export(segments), options)
    schema, root = schema_of(name), etree.fromstring(data)
    assert schema.validate(root), schema.error_log
    document = imsc.to_model(root.getroottree())
    assert document
    assert document.get_lang() == "kk"
    assert sorted(word for text in texts_of(document) for word in text.split()) == words_of(segments)


@cache
def schema_of(name: str) -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(HERE / SCHEMAS[name]))


def texts_of(document: ContentDocument) -> list[str]:
    """Return what ttconv finds to be shown, without the names of speakers."""
    body = document.get_body()
    paragraphs = [p for div in body or () if isinstance(div, Div) for p in div if isinstance(p, P)]
    found = []
    for paragraph in paragraphs:
        spans = [span for span in paragraph if isinstance(span, Span)]
        shown = [" ".join(text.get_text() for text in span if isinstance(text, Text)) for span in spans]
        is_named = len(shown) > 1 and shown[0].endswith(": ")
        found += shown[1:] if is_named else shown
    return found


@pytest.mark.parametrize("name", ["vtt", "srt", "ttml", "ebu-tt-d"])
def test_head_says_whose_words_which_version_and_whether_it_may_go_out(name: str) -> None:
    one = (Segment("a", 5_000, 5_400, (Word("Су", 5_000, 5_400),)),)
    made, draft = (render(name, export(one, for_publication=each)).decode() for each in (True, False))
    assert "achine words, not checked" in made
    assert "ersion run 1, 2026-11-24" in made.replace("\n", " ")
    assert "not for publication" in draft.replace("\n", " ").lower()
    assert "not for publication" not in made.replace("\n", " ").lower()
    if name != "srt":  # Which has no room for it.
        assert "Cite me" in made


def test_label_of_subrip_stands_above_the_words_where_they_begin_at_once() -> None:
    text = render("srt", export((UNHEARD,))).decode()
    assert text.startswith("1\n00:00:00,000 --> 00:00:00,833\n[muragat: machine words, not checked;\nversion run 1")
    assert text.rstrip().endswith("]\nСу")


def test_label_of_subrip_tells_of_letters_and_of_words_that_nobody_corrected() -> None:
    nothing = " ".join(render("srt", export(()), Options(latin=True)).decode().split())
    assert "[muragat: machine words, not checked; Latin letters by rule; version run 1, 2026-11-24]" in nothing
    corrected = replace(UNHEARD, edited_by="aru")
    assert "words corrected by the newsroom" in " ".join(render("srt", export((corrected,))).decode().split())


def test_script_that_nobody_spoke_is_in_no_caption() -> None:
    for name in ("vtt", "srt", "ttml", "ebu-tt-d"):
        assert "жоқ" not in render(name, export((UNHEARD,))).decode()


def test_webvtt_names_voices_languages_and_the_time_of_each_word() -> None:
    said = (Word("Бұл", 0, 300), Word("вода", 500, 900), Word("ғой", 900, 1_200))
    made = export((Segment("a", 0, 1_200, said, speaker="A <b> --", language="ru"),))
    text = render("vtt", made, Options(unit=Unit.WORDS)).decode()
    assert "<v A &lt;b&gt; ><lang ru>Бұл <00:00:00.500>вода <00:00:00.900>ғой</lang>" in text


def test_times_of_words_ascend_within_their_cue() -> None:
    text = render("vtt", export((Segment("a", 0, 6_000, LONG),)), Options(unit=Unit.WORDS)).decode()
    for block in text.split("\n\n")[2:]:
        start, _, end = block.splitlines()[0].split(" ")
        times = re.findall(r"<(\d\d:\d\d:\d\d\.\d{3})>", block)
        assert times == sorted(set(times))
        assert all(start < each < end for each in times)
        assert len(times) == len(block.split("\n", 1)[1].split()) - 1


def test_speaker_is_named_where_a_turn_begins() -> None:
    turns = [("Айгүл", 0), ("Айгүл", 2_000), ("S2", 4_000)]
    made = export(
        tuple(Segment(f"s{at}", at, at + 900, (Word("Иә", at, at + 900),), speaker=name) for name, at in turns)
    )
    for name in ("srt", "ttml", "ebu-tt-d"):
        text = render(name, made).decode()
        assert (text.count("Айгүл: "), text.count("2-сөйлеуші: ")) == (1, 1)
    assert render("vtt", made).decode().count("<v Айгүл>") == 2
    assert "<v 2-сөйлеуші>" in render("vtt", made).decode()
    assert "<v 2-söileuşı>" in render("vtt", made, Options(latin=True)).decode()
    assert "Айгүл" not in render("ttml", made, Options(speakers=False)).decode()


@pytest.mark.parametrize("name", ["vtt", "srt", "ttml", "ebu-tt-d"])
def test_translation_stands_below_or_instead(name: str) -> None:
    made = replace(export((Segment("a", 0, 4_000, LONG[:8]),)), layers=(ENGLISH,))
    both, instead = (render(name, made, Options(text=each)) for each in (WhichText.BOTH, WhichText.TRANSLATION))
    assert all(b"at last" in each.replace(b"\n", b" ") for each in (both, instead))
    assert ("Бүгін" in both.decode(), "Бүгін" in instead.decode()) == (True, False)
    assert "Machine translation, not checked" in instead.decode().replace("\n", " ")
    if name == "ttml":
        assert etree.fromstring(instead).get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
        spans = etree.fromstring(both).findall(".//{*}p/{*}span[@{http://www.w3.org/XML/1998/namespace}lang]")
        assert {each.get("{http://www.w3.org/XML/1998/namespace}lang") for each in spans} == {"en"}
    if name == "vtt":
        assert "<lang en>Water &lt;came&gt;</lang>" in both.decode()


def test_a_translation_of_a_part_is_said_to_be_one() -> None:
    there = Segment("a", 0, 4_000, LONG[:8])
    english = Segment("b", 4_000, 5_000, (Word("Good", 4_000, 5_000),), language="en")
    silent = Segment("c", 5_000, 6_000, ())
    more = Segment("d", 6_000, 7_000, (Word("Су", 6_000, 7_000),))
    told = "Without a translation: 1 of 2 passages"
    for text in (WhichText.TRANSLATION, WhichText.BOTH):
        whole, part = (replace(export((there, english, silent, *last)), layers=(ENGLISH,)) for last in ((), (more,)))
        assert "Without a translation" not in render("txt", whole, Options(text=text)).decode()
        assert told in render("txt", part, Options(text=text)).decode()
    captions = " ".join(render("srt", part, Options(text=WhichText.TRANSLATION)).decode().split())
    assert "Machine translation, not checked, of a part;" in captions


def test_where_nothing_is_kazakh_no_letters_are_said_to_be_changed() -> None:
    russian = Segment("a", 0, 6_000, LONG, language="ru")
    asked, plain = (render("vtt", export((russian,)), options) for options in (Options(latin=True), Options()))
    assert asked == plain


def test_kazakh_in_latin_letters_says_that_it_was_made_by_rule() -> None:
    russian = Segment("b", 9_000, 9_500, (Word("вода", 9_000, 9_500),), language="ru")
    text = render("vtt", export((Segment("a", 0, 6_000, LONG), russian)), Options(latin=True)).decode()
    assert "Kazakh in Latin letters, made of the Cyrillic ones of the record by rule" in text
    assert "Bügın tañerteñ" in text
    assert "<lang ru>вода</lang>" in text, "what is no Kazakh stays as it is"


def test_ten_hours_and_more_are_written_with_all_their_digits() -> None:
    late = (Segment("s1", 360_000_000, 360_000_400, (Word("кеш", 360_000_000, 360_000_400),)),)
    for name in SCHEMAS:
        assert 'begin="100:00:00.000" end="100:00:00.833"' in render(name, export(late)).decode()


def test_right_to_left_is_told() -> None:
    arabic = export((Segment("a", 0, 500, (Word("سلام", 0, 500),)),))
    made: Export = replace(arabic, programme=replace(arabic.programme, language="ar"))
    assert 'tts:direction="rtl"' in render("ttml", made).decode()
    assert 'tts:direction="rtl"' not in render("ttml", arabic).decode()
