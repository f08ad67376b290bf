"""Chapters, annotations and timelines are what their programs read, and lose no millisecond."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import opentimelineio
import pytest
from hypothesis import given, settings

from tests.transcribe.formats.overlapping import GAP, PROVENANCE, UNHEARD, export, transcripts
from transcribe.formats import Options, render
from transcribe.formats.export import Chapter, Export, Layer, Passage, Sound
from transcribe.formats.options import Text
from transcribe.records import Segment, Word, WordsBy

ENGLISH = Layer("en-machine", "en", "Machine translation, not checked", (Passage(0, 400, "Water & <air>"),))
SOUND = Sound("су туралы.m4a", None, 36_000_123)


def timeline(made: Export) -> Any:
    return opentimelineio.adapters.read_from_string(render("otio", made).decode(), "otio_json")


@given(transcripts())
@settings(max_examples=30, deadline=None)
def test_the_makers_library_finds_every_marker(segments: tuple[Segment, ...]) -> None:
    read = timeline(replace(export(segments), sound=SOUND))

    (clip,) = read.find_clips()
    assert len(clip.markers) == len(segments)
    for segment, marker in zip(segments, clip.markers, strict=True):
        start_ms = marker.marked_range.start_time.to_seconds() * 1000
        assert abs(start_ms - segment.start_ms) <= 20
        assert marker.marked_range.duration.value >= 0
        assert (marker.metadata["muragat"]["start_ms"], marker.metadata["muragat"]["end_ms"]) == (
            segment.start_ms,
            segment.end_ms,
        )
        assert marker.comment.endswith(segment.heard_text)
        assert marker.color == ("GREEN" if segment.edited_by else "YELLOW")


def test_the_makers_library_writes_the_timeline_back_as_it_is() -> None:
    made = replace(export((UNHEARD, GAP)), sound=SOUND)

    again = json.loads(opentimelineio.adapters.write_to_string(timeline(made), "otio_json"))

    written = json.loads(render("otio", made))
    assert _without_empty(again) == _without_empty(written)


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_empty(each) for key, each in value.items() if each not in (None, [], {}, "")}
    return [_without_empty(each) for each in value] if isinstance(value, list) else value


def test_a_cutter_is_told_what_lies_there_and_no_place_on_a_disk() -> None:
    draft = timeline(replace(export((UNHEARD,), for_publication=False), sound=SOUND))

    (clip,) = draft.find_clips()
    assert "DRAFT, NOT FOR PUBLICATION" in draft.name
    assert "Machine words, not checked" in " ".join(draft.metadata["muragat"]["about"])
    assert clip.media_reference.target_url == "%D1%81%D1%83%20%D1%82%D1%83%D1%80%D0%B0%D0%BB%D1%8B.m4a"
    assert clip.source_range.duration.to_seconds() == 36_000.12
    assert isinstance(timeline(export(())).find_clips()[0].media_reference, opentimelineio.schema.MissingReference)


def annotations(made: Export, options: Options | None = None) -> Any:
    return json.loads(render("webannotation", made, options or Options()))


@given(transcripts())
@settings(max_examples=30, deadline=None)
def test_annotations_have_all_that_is_said_where_it_is_said(segments: tuple[Segment, ...]) -> None:
    collection = annotations(export(segments))

    items = collection["first"]["items"]
    assert collection["total"] == len(items) == len(segments)
    for segment, item in zip(segments, items, strict=True):
        assert item["body"][0]["value"] == segment.heard_text
        assert item["body"][0]["language"] == (segment.language or "kk")
        start, end = item["target"]["selector"]["value"].removeprefix("t=").split(",")
        assert (round(float(start) * 1000), round(float(end) * 1000)) == (segment.start_ms, segment.end_ms)
        assert "aru" not in json.dumps(item)
    assert len({item["id"] for item in items}) == len(items)


def test_an_annotation_says_who_made_its_words_and_what_is_doubted() -> None:
    human = Segment("h", 400, 900, (Word("Су", 400, 900),), speaker="S1", edited_by="aru")
    second = replace(UNHEARD, run=3)
    made = replace(export((UNHEARD, second, human, GAP)), other_runs={3: replace(PROVENANCE, model="large-v3")})

    machine, other, person = annotations(made)["first"]["items"]

    assert machine["body"][0]["generator"] == {"type": "Software", "name": "faster-whisper 1.2.1, model base"}
    assert other["body"][0]["generator"]["name"].endswith("large-v3")
    assert person["body"][0]["creator"] == {"type": "Organization", "name": "the newsroom"}
    assert [each["body"][-1]["value"] for each in (machine, person)] == [
        "by machine, not checked",
        "corrected by the newsroom",
    ]
    assert person["body"][1] == {"type": "TextualBody", "purpose": "tagging", "value": "S1"}
    assert "DRAFT" in annotations(export((), for_publication=False))["label"]


@pytest.mark.parametrize(
    ("words_by", "said", "is_machine"),
    [
        (WordsBy.HUMAN, "written down by people, brought as a file", False),
        (WordsBy.UNKNOWN, "brought as a file, not checked", False),
        (WordsBy.MACHINE, "by machine, brought as a file, not checked", True),
    ],
)
def test_words_of_a_file_are_as_sure_as_whoever_brought_them_said(
    words_by: WordsBy, said: str, is_machine: bool
) -> None:
    brought = replace(export((replace(UNHEARD, edited_by="aru" if words_by is WordsBy.HUMAN else None),)), sound=SOUND)
    made = replace(brought, provenance=replace(PROVENANCE, words_by=words_by))

    (item,) = annotations(made)["first"]["items"]
    (marker,) = next(iter(timeline(made).find_clips())).markers

    assert item["body"][-1]["value"] == said
    assert ("generator" in item["body"][0]) is is_machine
    assert (marker.metadata["muragat"]["whose_words"], marker.color) == (said, "YELLOW")
    assert said in render("eaf", made).decode()


@pytest.mark.parametrize(
    ("words_by", "cell", "caption", "speakers"),
    [
        (WordsBy.HUMAN, "people", "words written by people, from a file", "Speakers as in the file that was brought"),
        (
            WordsBy.UNKNOWN,
            "not known",
            "words from a file, not checked",
            "as in the file that was brought, not checked",
        ),
        (WordsBy.MACHINE, "machine", "machine words, not checked", "Speakers told apart by machine"),
    ],
)
def test_tables_captions_and_heads_say_the_same_of_words_of_a_file(
    words_by: WordsBy, cell: str, caption: str, speakers: str
) -> None:
    said = Segment("s1", 0, 900, (Word("Сәлем", 0, 900),), speaker="Aigul")
    brought = export((replace(said, edited_by="aru" if words_by is WordsBy.HUMAN else None),))
    made = replace(brought, method="imported", provenance=replace(PROVENANCE, words_by=words_by))

    columns, row = (line.split("\t") for line in render("tsv", made).decode().splitlines()[-2:])
    assert row[columns.index("whose_words")] == cell
    captions = " ".join(render("srt", made).decode().split())
    assert caption in captions
    assert "newsroom" not in captions
    assert "in part" not in captions
    assert speakers in render("txt", made).decode()


def test_annotations_are_on_the_sound_where_its_address_is_known() -> None:
    known = replace(SOUND, address="https://archive.example/sound/a.m4a")

    (unknown,) = annotations(export((UNHEARD,)))["first"]["items"]
    (item,) = annotations(replace(export((UNHEARD,)), sound=known))["first"]["items"]

    assert unknown["target"]["source"] == "urn:muragat:programme:p1"
    assert item["target"]["source"] == known.address


@pytest.mark.parametrize("text", [Text.BOTH, Text.TRANSLATION])
def test_a_translation_is_said_to_be_one(text: Text) -> None:
    (item,) = annotations(replace(export((UNHEARD,)), layers=(ENGLISH,)), Options(text=text))["first"]["items"]

    english = next(body for body in item["body"] if body["language"] == "en" and body["purpose"] == "describing")
    assert (english["language"], english["value"]) == ("en", "Water & <air>")
    assert english["generator"]["name"] == "Machine translation, not checked"


def test_a_journalists_translation_is_no_machines() -> None:
    own = replace(ENGLISH, name="en-journalist", label="Translation by the newsroom")

    made = annotations(replace(export((UNHEARD,)), layers=(own,)), Options(text=Text.TRANSLATION))

    (body,) = made["first"]["items"][0]["body"]
    assert "generator" not in body
    assert body["creator"]["type"] == "Organization"


def test_a_script_is_no_machines_words() -> None:
    (item,) = annotations(replace(export((UNHEARD,)), method="aligned"))["first"]["items"]

    assert "generator" not in item["body"][0]
    assert item["body"][-1]["value"] == "of the script, times by machine"


def test_chapters_are_what_the_summary_says_in_the_order_of_time() -> None:
    by = "Chapters are sentences of the summary, where a machine found them in the sound. It may be wrong."
    told = (Chapter(9_001, 12_500, "Second"), Chapter(0, 9_000, "First"))
    made = replace(export((UNHEARD,)), chapters=told, chapters_by=by, sound=SOUND)

    read = json.loads(render("chapters", made))

    assert read["version"] == "1.2.0"
    assert read["chapters"] == [
        {"startTime": 0.0, "title": "First", "endTime": 9.0},
        {"startTime": 9.001, "title": "Second", "endTime": 12.5},
    ]
    assert read["description"].startswith(by)
    assert read["fileName"] == SOUND.file_name


def test_without_links_there_are_no_chapters_and_the_file_says_so() -> None:
    read = json.loads(render("chapters", export((UNHEARD,), for_publication=False)))

    assert read["chapters"] == []
    assert read["description"].startswith("There are no chapters: no sentence of a summary is linked")
    assert "DRAFT, NOT FOR PUBLICATION." in read["description"]
