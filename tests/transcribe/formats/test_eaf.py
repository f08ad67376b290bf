"""An EAF file is one to a schema, to pympi and to our reader; a bad one gets one sentence."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from pympi import Eaf

from media.records import Span
from tests.transcribe.formats.overlapping import GAP, UNHEARD, export, laid, read, said, transcripts
from transcribe.errors import BadTranscript
from transcribe.formats import Options, render
from transcribe.formats.export import Layer, Passage, Sound
from transcribe.formats.options import Text
from transcribe.formats.tiers import ABOUT, tiers
from transcribe.formats.xml_text import xml_text
from transcribe.incoming import read_transcript_file
from transcribe.records import Segment, Word

SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).with_name("eaf.xsd")))
ENGLISH = Layer("en-machine", "en", "Machine translation, not checked", (Passage(0, 400, "Water & <air>"),))


def parse(data: bytes) -> etree._Element:
    root = etree.fromstring(data)
    SCHEMA.assertValid(root)
    return root


@given(transcripts())
@settings(max_examples=40, deadline=None)
def test_what_is_written_is_read_back(segments: tuple[Segment, ...]) -> None:
    document = render("eaf", export(segments))

    parse(document)
    assert not segments or said(read(document)) == laid(segments)


def test_languages_and_speakers_are_read_back() -> None:
    mixed = (
        replace(UNHEARD, language="ru", speaker="Айгүл"),
        replace(UNHEARD, start_ms=400, end_ms=900, words=(), speaker="S2"),
    )

    document = render("eaf", export(mixed))
    found = read_transcript_file(document, "a.eaf").found

    assert found.language == "kk"
    assert [(each.speaker, each.language) for each in found.segments] == [("Айгүл", "ru")]
    assert "by machine, not checked; in ru" in document.decode()
    assert found.made_by is not None
    assert found.made_by.model == "base"


@given(segments=transcripts())
@settings(max_examples=40, deadline=None)
def test_another_reader_finds_the_same(tmp_path_factory: pytest.TempPathFactory, segments: tuple[Segment, ...]) -> None:
    path = tmp_path_factory.getbasetemp() / "a.eaf"
    path.write_bytes(render("eaf", export(segments)))

    eaf = Eaf(path)

    for tier in tiers(segments):
        name = next(each for each in eaf.get_tier_names() if each == tier.name)
        assert eaf.get_parameters_for_tier(name).get("PARTICIPANT") == tier.speaker
        assert [row[:3] for row in sorted(eaf.get_annotation_data_for_tier(name))] == [
            (each.span.start_ms, each.span.end_ms, xml_text(each.text)) for each in tier.laid
        ]
        (words,) = (each for each in eaf.get_child_tiers_for(name) if each.startswith("words@"))
        assert [row[:3] for row in sorted(eaf.get_annotation_data_for_tier(words))] == [
            (span.start_ms, span.end_ms, xml_text(word.text)) for each in tier.laid for word, span in each.words
        ]


def test_a_file_says_whose_words_it_holds_where_elan_shows_it_and_where_programs_look() -> None:
    human = Segment("h", 9_000, 9_400, (Word("Су", 9_000, 9_400),), edited_by="aru")
    root = parse(render("eaf", export((UNHEARD, GAP, human), for_publication=False)))

    header = {each.get("NAME"): each.text for each in root.iterfind("HEADER/PROPERTY")}
    assert header["for publication"] == "NO, A DRAFT"
    assert header["whose words"].startswith("Machine words, not checked (faster-whisper 1.2.1, model base)")
    (about,) = root.xpath("TIER[@TIER_ID=$name]//ANNOTATION_VALUE/text()", name=ABOUT)
    assert "DRAFT, NOT FOR PUBLICATION" in about
    assert root.xpath("TIER[@TIER_ID='whose words@speech']//ANNOTATION_VALUE/text()") == [
        "by machine, not checked",
        "by machine, not checked; recognition failed here",
        "corrected by the newsroom",
    ]
    assert "aru" not in etree.tostring(root, encoding="unicode")


def test_a_translation_hangs_on_what_it_says() -> None:
    both = Options(text=Text.BOTH)
    root = parse(render("eaf", replace(export((UNHEARD,)), layers=(ENGLISH,)), both))

    (tier,) = root.xpath("TIER[@LINGUISTIC_TYPE_REF='translation']")
    assert (tier.get("PARENT_REF"), tier.get("LANG_REF")) == ("speech", "en")
    assert tier.xpath(".//ANNOTATION_VALUE/text()") == ["Water & <air>"]


def test_words_of_a_translation_have_no_times_of_their_own() -> None:
    root = parse(render("eaf", replace(export((UNHEARD,)), layers=(ENGLISH,)), Options(text=Text.TRANSLATION)))

    assert [tier.get("TIER_ID") for tier in root.iterfind("TIER")] == [ABOUT, "speech"]


def test_the_sound_is_looked_for_beside_the_file() -> None:
    root = parse(render("eaf", replace(export((UNHEARD,)), sound=Sound("a b.wav", None, 60_000))))

    media = root.find("HEADER/MEDIA_DESCRIPTOR")
    assert (media.get("RELATIVE_MEDIA_URL"), media.get("MIME_TYPE")) == ("./a b.wav", "audio/x-wav")
    assert root.xpath("string(TIME_ORDER/TIME_SLOT[last()]/@TIME_VALUE)") == "60000"


OTHER = """<?xml version="1.0" encoding="UTF-8"?>
<ANNOTATION_DOCUMENT AUTHOR="" DATE="2020-01-01T00:00:00+06:00" FORMAT="2.7" VERSION="2.7">
<HEADER MEDIA_FILE="" TIME_UNITS="milliseconds"><MEDIA_DESCRIPTOR MEDIA_URL="file:///C:/a.wav" MIME_TYPE="audio/x-wav"
 TIME_ORIGIN="100"/></HEADER>
<TIME_ORDER><TIME_SLOT TIME_SLOT_ID="ts1" TIME_VALUE="1000"/><TIME_SLOT TIME_SLOT_ID="ts2"/>
<TIME_SLOT TIME_SLOT_ID="ts3" TIME_VALUE="3000"/></TIME_ORDER>
<TIER TIER_ID="ref@KIL" LINGUISTIC_TYPE_REF="ref"><ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a1"
 TIME_SLOT_REF1="ts1" TIME_SLOT_REF2="ts3"><ANNOTATION_VALUE>KIL.001</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION>
</ANNOTATION></TIER>
<TIER TIER_ID="tx@KIL" PARENT_REF="ref@KIL" LINGUISTIC_TYPE_REF="tx"><ANNOTATION><REF_ANNOTATION ANNOTATION_ID="a2"
 ANNOTATION_REF="a1"><ANNOTATION_VALUE>Сәлем &amp; қош</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION></TIER>
<TIER TIER_ID="ft@KIL" PARENT_REF="tx@KIL" LINGUISTIC_TYPE_REF="ft"><ANNOTATION><REF_ANNOTATION ANNOTATION_ID="a3"
 ANNOTATION_REF="a2"><ANNOTATION_VALUE>Hello and bye</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION></TIER>
<TIER TIER_ID="A" PARTICIPANT="Aru" LINGUISTIC_TYPE_REF="utt"><ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a4"
 TIME_SLOT_REF1="ts1" TIME_SLOT_REF2="ts3"><ANNOTATION_VALUE>one two</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION>
</ANNOTATION></TIER>
<TIER TIER_ID="A-words" PARENT_REF="A" LINGUISTIC_TYPE_REF="wd"><ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a5"
 TIME_SLOT_REF1="ts1" TIME_SLOT_REF2="ts2"><ANNOTATION_VALUE>one</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>
<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a6" TIME_SLOT_REF1="ts2" TIME_SLOT_REF2="ts3">
<ANNOTATION_VALUE>two</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER>
<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="ref" TIME_ALIGNABLE="true"/><LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="utt"/>
<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="tx" CONSTRAINTS="Symbolic_Association"/>
<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="ft" CONSTRAINTS="Symbolic_Association"/>
<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="wd" CONSTRAINTS="Time_Subdivision"/>
</ANNOTATION_DOCUMENT>"""


def test_files_that_people_made_in_elan_are_read() -> None:
    found = read_transcript_file(OTHER.encode(), "a.eaf").found

    rows = [(each.speaker, each.span, [(word.text, word.span) for word in each.words]) for each in found.segments]
    whole = Span(1_100, 3_100)  # The sound begins 100 ms before the annotations.
    assert rows == [
        ("KIL", whole, [("Сәлем", None), ("&", None), ("қош", None)]),
        ("Aru", whole, [("one", None), ("two", None)]),  # ELAN has no time for where one ends and two begins.
    ]
    assert found.remarks == ("Other tiers were left out: ref@KIL, ft@KIL.",)


def test_gestures_are_left_out_and_capitals_part_no_word_from_its_time() -> None:
    gestures = OTHER.replace('TIER_ID="ref@KIL"', 'TIER_ID="K-gestures"').replace(
        'PARENT_REF="ref@KIL"', 'PARENT_REF="K-x"'
    )
    capitals = gestures.replace("one two", "One, two.").replace(
        'TIME_SLOT_ID="ts2"', 'TIME_SLOT_ID="ts2" TIME_VALUE="2000"'
    )

    (segment,) = read_transcript_file(capitals.encode(), "a.eaf").found.segments

    assert [(word.text, word.span) for word in segment.words] == [
        ("One,", Span(1_100, 2_100)),
        ("two.", Span(2_100, 3_100)),
    ]


def test_utf_16_is_read_as_the_file_says() -> None:
    data = OTHER.replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")

    assert [segment.speaker for segment in read(data)] == ["KIL", "Aru"]


BOMB = '<!DOCTYPE ANNOTATION_DOCUMENT [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE ANNOTATION_DOCUMENT [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (OTHER[:-30], "broken XML"),
        (
            OTHER.replace("<ANNOTATION_DOCUMENT", f"{BOMB}<ANNOTATION_DOCUMENT").replace("one two", "&b;"),
            "document type",
        ),
        (
            OTHER.replace("<ANNOTATION_DOCUMENT", f"{OUTSIDE}<ANNOTATION_DOCUMENT").replace("one two", "&a;"),
            "document type",
        ),
        (OTHER.replace("milliseconds", "PAL-frames"), "counts time in PAL-frames"),
        (OTHER.replace('"1000"', '"soon"'), "“soon” for a time"),
        (OTHER.replace('"1000"', '"99999999999999"'), "for a time"),
        (OTHER.replace('"1000"', f'"{"0" * 20}{"9" * 5_000}"'), "for a time"),
        (OTHER.replace('TIME_SLOT_REF2="ts3"', 'TIME_SLOT_REF2="ts9"'), "“a1” of the ELAN file has no times"),
        (OTHER.replace('ANNOTATION_REF="a1"', 'ANNOTATION_REF="a3"'), "“a2” of the ELAN file hangs on none"),
        ("<ANNOTATION_DOCUMENT/>", "no words"),
    ],
)
def test_a_broken_file_gets_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(BadTranscript, match=sentence) as caught:
        read(text.encode())
    assert str(caught.value).endswith(".")


@given(st.integers(40, len(OTHER)), st.integers(0, 30), st.text(st.sampled_from('<>/&"= aA1_t'), max_size=12))
@settings(max_examples=100, deadline=None)
def test_no_file_ends_in_a_traceback(place: int, length: int, noise: str) -> None:
    with contextlib.suppress(BadTranscript):
        assert read((OTHER[:place] + noise + OTHER[place + length :]).encode())
