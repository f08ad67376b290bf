"""Taking words of a newer run: each time a person's revision, and never over words that they did not see."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlite_utils import Database

from media.records import Recording
from tests.transcribe.texts import add_sound, run_of, segment, type_words
from transcribe.errors import EditConflict, NoText, NothingChanged, OtherSound, UnknownRun
from transcribe.merge import Kind
from transcribe.name_speakers import name_speakers
from transcribe.newer_run import (
    Comparison,
    accept,
    accept_unedited,
    bring_back,
    compare,
    newer_run,
    set_aside,
    set_difference_aside,
)
from transcribe.records import ProgrammeText, Segment
from transcribe.revise import current_text, revisions_of
from transcribe.transcripts import NewRun, list_transcripts, store_transcript
from transcribe.worked_on import note_worked_on, standing_run

FIRST = (segment("s1", "Бір екі үш"), segment("s2", "Төрт бес", start_ms=5_000), segment("s3", "Алты", start_ms=10_000))
SECOND = (
    segment("n1", "Бір екі жүз"),
    segment("n2", "Төрт он", start_ms=5_000),
    segment("n3", "Алты", start_ms=10_000),
    segment("n4", "Соңғы сөз", start_ms=20_000),
)


def newer(recording: Recording, *segments: Segment, model: str = "small") -> NewRun:
    made = run_of(recording, *segments)
    return replace(made, provenance=replace(made.provenance, model=model))


@pytest.fixture
def recording(db: Database) -> Recording:
    """A programme of two runs; Айгүл has corrected the first segment of the first."""
    recording = add_sound(db)
    store_transcript(db, recording.programme_id, run_of(recording, *FIRST))
    edit(db, recording.programme_id, "s1", "Бір екі төрт")
    store_transcript(db, recording.programme_id, newer(recording, *SECOND))
    return recording


@pytest.fixture
def programme_id(recording: Recording) -> str:
    return recording.programme_id


def test_a_newer_run_does_not_take_the_place_of_words_that_somebody_worked_on_without_a_change(db: Database) -> None:
    recording = add_sound(db)
    programme_id = recording.programme_id
    first = store_transcript(db, programme_id, run_of(recording, *FIRST))
    note_worked_on(db, programme_id, first.transcript_id, "s1", "Айгүл")
    run = store_transcript(db, programme_id, newer(recording, *SECOND))
    text = current_text(db, programme_id)
    assert (text.transcript.number, text.segments) == (1, FIRST)
    offered = newer_run(db, text)
    assert offered is not None
    assert [each.offered.text for each in offered.differences] == ["Бір екі жүз", "Төрт он", "Соңғы сөз"]
    accept_unedited(db, offered, "Айгүл")
    texts = [each.text for each in current_text(db, programme_id).segments]
    assert texts == ["Бір екі үш", "Төрт он", "Алты", "Соңғы сөз"], "what somebody worked on is for somebody to look at"
    assert standing_run(db, programme_id, 1) == standing_run(db, programme_id, run.number)


def edit(db: Database, programme_id: str, segment_id: str, text: str) -> None:
    type_words(db, programme_id, segment_id, text, "Айгүл")


def words_of(text: ProgrammeText) -> list[str]:
    return [each.text for each in text.segments]


def seen(comparison: Comparison, segment_id: str) -> str:
    return next(each.sha256 for each in comparison.differences if each.offered.segment_id == segment_id)


def test_a_newer_run_is_offered_and_changes_nothing_by_itself(db: Database, programme_id: str) -> None:
    text = current_text(db, programme_id)
    found = newer_run(db, text)
    assert found is not None
    assert (found.run.number, found.set_aside_by) == (2, None)
    assert [(each.kind, each.offered.text) for each in found.differences] == [
        (Kind.HUMAN, "Бір екі жүз"),
        (Kind.MACHINE, "Төрт он"),
        (Kind.MACHINE, "Соңғы сөз"),
    ]
    assert compare(db, programme_id) == found
    assert compare(db, programme_id, 1).differences == (), "the run that the words stand on has nothing new"
    assert current_text(db, programme_id) == text


def test_where_nobody_edited_the_newest_run_is_the_text_already(db: Database) -> None:
    recording = add_sound(db)
    store_transcript(db, recording.programme_id, run_of(recording, *FIRST))
    store_transcript(db, recording.programme_id, newer(recording, *SECOND))
    assert newer_run(db, current_text(db, recording.programme_id)) is None


def test_taken_words_stay_the_machines_and_say_which_run(db: Database, programme_id: str) -> None:
    comparison = compare(db, programme_id)
    revision = accept(db, comparison, "s2", "Болат", seen_sha256=seen(comparison, "s2"))
    assert (revision.author, revision.number, [each.segment_id for each in revision.changes]) == ("Болат", 2, ["s2"])
    text = current_text(db, programme_id)
    taken = text.segments[1]
    assert taken == replace(SECOND[1], segment_id="s2", end_ms=5_800, run=2)
    assert [word.probability for word in taken.words] == [0.5, 0.5]
    assert text.editors == ("Айгүл",)
    assert {number: made.model for number, made in text.other_runs.items()} == {2: "small"}


def test_what_nobody_edited_is_taken_as_one_edit(db: Database, programme_id: str) -> None:
    revision = accept_unedited(db, compare(db, programme_id), "Болат")
    text = current_text(db, programme_id)
    assert words_of(text) == ["Бір екі төрт", "Төрт он", "Алты", "Соңғы сөз"]
    assert (revision.author, len(revision.changes), text.revision) == ("Болат", 2, revision)
    assert [each.kind for each in compare(db, programme_id).differences] == [Kind.HUMAN]
    with pytest.raises(NothingChanged):
        accept_unedited(db, compare(db, programme_id), "Болат")


def test_a_persons_words_go_only_when_that_very_difference_is_taken(db: Database, programme_id: str) -> None:
    comparison = compare(db, programme_id)
    accept(db, comparison, "s1", "Болат", seen_sha256=seen(comparison, "s1"))
    assert current_text(db, programme_id).segments[0].edited_by is None
    assert revisions_of(db, programme_id)[-1].changes[0].text == "Бір екі төрт", "the words stay in the revisions"


def test_words_that_were_changed_meanwhile_are_not_replaced(db: Database, programme_id: str) -> None:
    page = compare(db, programme_id)
    edit(db, programme_id, "s2", "Төрт жиырма")
    before = revisions_of(db, programme_id)
    for comparison in (page, compare(db, programme_id)):
        with pytest.raises(EditConflict) as conflict:
            accept(db, comparison, "s2", "Болат", seen_sha256=seen(page, "s2"))
        assert (conflict.value.theirs, conflict.value.yours) == ("Төрт жиырма", "Төрт он")
    assert revisions_of(db, programme_id) == before
    accept_unedited(db, page, "Болат")
    assert words_of(current_text(db, programme_id)) == ["Бір екі төрт", "Төрт жиырма", "Алты", "Соңғы сөз"]


def test_a_speaker_who_was_named_meanwhile_keeps_the_name(db: Database) -> None:
    recording = add_sound(db)
    programme_id = recording.programme_id
    store_transcript(db, programme_id, run_of(recording, *(replace(each, speaker="S1") for each in FIRST)))
    edit(db, programme_id, "s1", "Бір екі төрт")
    store_transcript(db, programme_id, newer(recording, *(replace(each, speaker="S2") for each in SECOND)))
    page = compare(db, programme_id)
    name_speakers(db, programme_id, {"S1": "Дана"}, "Айгүл")
    accept(db, page, "s2", "Болат", seen_sha256=seen(page, "s2"))
    assert [each.speaker for each in current_text(db, programme_id).segments] == ["Дана"] * 3


def test_pressed_twice_it_is_taken_once(db: Database, programme_id: str) -> None:
    page = compare(db, programme_id)
    first = accept(db, page, "s2", "Болат", seen_sha256=seen(page, "s2"))
    assert accept(db, page, "s2", "Болат", seen_sha256=seen(page, "s2")) == first
    with pytest.raises(NothingChanged):
        accept(db, compare(db, programme_id), "s2", "Болат", seen_sha256=seen(page, "s2"))


def test_taken_words_can_be_corrected(db: Database, programme_id: str) -> None:
    accept_unedited(db, compare(db, programme_id), "Болат")
    added = current_text(db, programme_id).segments[-1].segment_id
    edit(db, programme_id, added, "Соңғы сөздер")
    text = current_text(db, programme_id)
    assert (text.segments[-1].text, text.segments[-1].edited_by, text.segments[-1].run) == ("Соңғы сөздер", "Айгүл", 2)
    assert [each.offered.segment_id for each in compare(db, programme_id).differences] == ["s1"]


def test_a_third_run_is_held_against_what_was_taken_of_the_second(db: Database, recording: Recording) -> None:
    accept_unedited(db, compare(db, recording.programme_id), "Болат")
    third = newer(recording, *SECOND[:3], segment("z", "Соңғы қоңырау", start_ms=20_000), model="large")
    store_transcript(db, recording.programme_id, third)
    comparison = compare(db, recording.programme_id)
    assert [(each.kind, each.offered.text) for each in comparison.differences] == [
        (Kind.HUMAN, "Бір екі жүз"),
        (Kind.MACHINE, "Соңғы қоңырау"),
    ]
    accept_unedited(db, comparison, "Болат")
    text = current_text(db, recording.programme_id)
    assert words_of(text)[-1] == "Соңғы қоңырау"
    assert sorted(text.other_runs) == [2, 3]


def test_a_run_that_was_set_aside_is_not_offered_again(db: Database, programme_id: str) -> None:
    set_aside(db, compare(db, programme_id), "Болат")
    set_aside(db, compare(db, programme_id), "Айгүл")
    found = newer_run(db, current_text(db, programme_id))
    assert found is not None
    assert (found.set_aside_by, found.differences) == ("Болат", ())
    assert len(compare(db, programme_id, 2).differences) == 3, "whoever asks for it is still shown it"
    assert len(list_transcripts(db, programme_id)) == 2


def test_what_cannot_be_compared_is_said(db: Database, recording: Recording) -> None:
    with pytest.raises(UnknownRun):
        compare(db, recording.programme_id, 7)
    with pytest.raises(NoText):
        compare(db, add_sound(db).programme_id)
    elsewhere = add_sound(db)
    store_transcript(db, recording.programme_id, newer(elsewhere, *SECOND))
    assert newer_run(db, current_text(db, recording.programme_id)) is None
    with pytest.raises(OtherSound, match="another recording"):
        compare(db, recording.programme_id, 3)


def aside(db: Database, programme_id: str, segment_id: str, author: str = "Болат") -> None:
    comparison = compare(db, programme_id)
    set_difference_aside(db, comparison, segment_id, author, seen_sha256=seen(comparison, segment_id))


def test_one_difference_is_set_aside_and_brought_back(db: Database, programme_id: str) -> None:
    before = compare(db, programme_id)
    aside(db, programme_id, "s2")
    comparison = compare(db, programme_id)
    assert [each.offered.text for each in comparison.differences] == ["Бір екі жүз", "Соңғы сөз"]
    (gone,) = comparison.aside
    assert (gone.difference.offered.text, gone.user_name) == ("Төрт он", "Болат")
    accept_unedited(db, comparison, "Болат")
    assert words_of(current_text(db, programme_id)) == ["Бір екі төрт", "Төрт бес", "Алты", "Соңғы сөз"]
    bring_back(db, comparison, "s2", seen_sha256=gone.difference.sha256)
    assert [each.offered.text for each in compare(db, programme_id).differences] == ["Бір екі жүз", "Төрт он"]
    assert compare(db, programme_id).aside == before.aside == ()


def test_who_set_a_difference_aside_first_is_kept(db: Database, programme_id: str) -> None:
    page = compare(db, programme_id)
    for author in ("Болат", "Айгүл"):
        set_difference_aside(db, page, "s2", author, seen_sha256=seen(page, "s2"))
    assert [each.user_name for each in compare(db, programme_id).aside] == ["Болат"]


def test_what_was_set_aside_is_offered_again_where_other_words_stand(db: Database, programme_id: str) -> None:
    aside(db, programme_id, "s2")
    edit(db, programme_id, "s2", "Төрт жиырма")
    comparison = compare(db, programme_id)
    assert "Төрт он" in [each.offered.text for each in comparison.differences]
    assert comparison.aside == ()


def test_only_what_a_person_saw_is_set_aside(db: Database, programme_id: str) -> None:
    page = compare(db, programme_id)
    edit(db, programme_id, "s2", "Төрт жиырма")
    with pytest.raises(EditConflict):
        set_difference_aside(db, compare(db, programme_id), "s2", "Болат", seen_sha256=seen(page, "s2"))
    with pytest.raises(NothingChanged):
        set_difference_aside(db, page, "s3", "Болат", seen_sha256="")


def test_when_all_is_set_aside_nothing_is_offered_for_the_programme(db: Database, programme_id: str) -> None:
    for segment_id in [each.offered.segment_id for each in compare(db, programme_id).differences]:
        aside(db, programme_id, segment_id)
    found = newer_run(db, current_text(db, programme_id))
    assert found is not None
    assert (found.differences, len(found.aside)) == ((), 3)
