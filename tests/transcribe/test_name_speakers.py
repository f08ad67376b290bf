"""Names of speakers: one edit for all their segments, no words changed, nobody's edit lost or in the way."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from media.records import Recording
from tests.transcribe.texts import add_sound, run_of, segment, type_words
from transcribe.errors import BadEdit, EditConflict, NothingChanged
from transcribe.name_speakers import name_speakers
from transcribe.revise import current_text, revisions_of
from transcribe.speakers.labels import machine_label, machine_number, speakers_of
from transcribe.transcripts import store_transcript

RUN = (
    replace(segment("s1", "Бір екі үш"), speaker="S1"),
    replace(segment("s2", "Төрт бес", start_ms=5_000), speaker="S2"),
    replace(segment("s3", "Алты", start_ms=9_000), speaker="S1"),
    segment("s4", "Музыка", start_ms=14_000),
)


@pytest.fixture
def programme_id(db: Database) -> str:
    recording: Recording = add_sound(db)
    store_transcript(db, recording.programme_id, run_of(recording, *RUN))
    return recording.programme_id


def test_a_name_is_one_edit_for_all_segments_and_no_words_are_anybodys(db: Database, programme_id: str) -> None:
    before = current_text(db, programme_id)
    revision = name_speakers(db, programme_id, {"S1": " Дана  Ахметова ", "S2": ""}, "Айгүл")
    text = current_text(db, programme_id)
    assert speakers_of(text.segments) == ("Дана Ахметова", "S2")
    assert text.segments == tuple(
        replace(each, speaker="Дана Ахметова" if each.speaker == "S1" else each.speaker) for each in RUN
    )
    assert [each.number for each in revisions_of(db, programme_id)] == [1]
    assert (revision.author, text.editors) == ("Айгүл", ())
    assert text.sha256 != before.sha256, "what was approved before is void"


def test_two_voices_may_be_one_person_and_a_name_can_be_corrected(db: Database, programme_id: str) -> None:
    name_speakers(db, programme_id, {"S1": "Dana", "S2": "Dana"}, "ed")
    name_speakers(db, programme_id, {"Dana": "Dana A."}, "ed")
    assert speakers_of(current_text(db, programme_id).segments) == ("Dana A.",)


def test_names_that_swap(db: Database, programme_id: str) -> None:
    name_speakers(db, programme_id, {"S1": "S2", "S2": "S1"}, "ed")
    assert [each.speaker for each in current_text(db, programme_id).segments] == ["S2", "S1", "S2", None]


def test_an_edit_begun_before_the_naming_is_stored_and_keeps_the_name(db: Database, programme_id: str) -> None:
    seen = current_text(db, programme_id)
    name_speakers(db, programme_id, {"S1": "Dana"}, "ed")
    type_words(db, programme_id, "s1", "Бір екі төрт", "Айгүл", page=seen)
    text = current_text(db, programme_id)
    assert (text.segments[0].text, text.segments[0].speaker) == ("Бір екі төрт", "Dana")
    with pytest.raises(EditConflict):
        type_words(db, programme_id, "s1", "Бір", "Бек", page=seen)


def test_words_of_people_live_on_in_a_naming(db: Database, programme_id: str) -> None:
    seen = current_text(db, programme_id)
    type_words(db, programme_id, "s3", "Жеті", "Бек", page=seen)
    name_speakers(db, programme_id, {"S1": "Dana"}, "ed")
    third = current_text(db, programme_id).segments[2]
    assert (third.text, third.speaker, third.edited_by) == ("Жеті", "Dana", "Бек")


def test_who_speaks_in_one_segment_can_be_corrected_without_touching_its_words(db: Database, programme_id: str) -> None:
    seen = current_text(db, programme_id)
    type_words(db, programme_id, "s3", "Алты", "ed", page=seen, speaker=" S2 ")
    assert current_text(db, programme_id).segments[2] == replace(RUN[2], speaker="S2")
    now = current_text(db, programme_id)
    with pytest.raises(NothingChanged):
        type_words(db, programme_id, "s3", "Алты", "ed", page=now, speaker="S2")
    type_words(db, programme_id, "s3", "Алты жеті", "ed", page=now, speaker="")
    third = current_text(db, programme_id).segments[2]
    assert (third.text, third.speaker, third.edited_by) == ("Алты жеті", None, "ed")


@pytest.mark.parametrize("name", ["x" * 101, "Da\x00na", "Da\u202ena"])
def test_names_that_cannot_be_kept(db: Database, programme_id: str, name: str) -> None:
    seen = current_text(db, programme_id)
    with pytest.raises(BadEdit):
        name_speakers(db, programme_id, {"S1": name}, "ed")
    with pytest.raises(BadEdit):
        type_words(db, programme_id, "s1", "Бір", "ed", page=seen, speaker=name)
    assert current_text(db, programme_id) == seen


@pytest.mark.parametrize("names", [{}, {"S1": " "}, {"S1": "S1"}, {"S9": "Dana"}, {"": "Dana"}])
def test_what_changes_nothing_is_not_stored(db: Database, programme_id: str, names: dict[str, str]) -> None:
    with pytest.raises(NothingChanged):
        name_speakers(db, programme_id, names, "ed")
    assert revisions_of(db, programme_id) == []


@given(st.text())
def test_only_the_machines_labels_are_numbers(speaker: str) -> None:
    number = machine_number(speaker)
    assert number is None or machine_label(number) == speaker
