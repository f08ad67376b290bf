"""An earlier state of the words can be read, and stands again by an edit: nothing that came after it is lost."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from tests.transcribe.texts import add_sound, run_of, segment, type_words
from transcribe.editing.accept import accept_segment
from transcribe.errors import EditConflict, NoText, NothingChanged, UnknownRevision
from transcribe.restore import MACHINE, restore, text_at
from transcribe.revise import current_text, revisions_of
from transcribe.transcripts import store_transcript

RUN = (segment("s1", "Бір екі үш"), segment("s2", "Төрт бес", start_ms=5_000))


@pytest.fixture
def programme_id(db: Database) -> str:
    recording = add_sound(db)
    store_transcript(db, recording.programme_id, run_of(recording, *RUN))
    return recording.programme_id


def edit(db: Database, programme_id: str, segment_id: str, text: str, author: str = "Айгүл") -> None:
    type_words(db, programme_id, segment_id, text, author)


def words(db: Database, programme_id: str) -> list[str]:
    return [each.text for each in current_text(db, programme_id).segments]


def test_state_after_each_edit_can_be_read(db: Database, programme_id: str) -> None:
    edit(db, programme_id, "s1", "Бір")
    edit(db, programme_id, "s2", "Төрт", "Болат")
    states = [[each.text for each in text_at(db, programme_id, number)] for number in (MACHINE, 1, 2)]
    assert states == [["Бір екі үш", "Төрт бес"], ["Бір", "Төрт бес"], ["Бір", "Төрт"]]
    assert text_at(db, programme_id, MACHINE) == RUN


def test_restoring_is_an_edit_of_its_own_and_can_be_undone(db: Database, programme_id: str) -> None:
    edit(db, programme_id, "s1", "Бір")
    edit(db, programme_id, "s2", "Төрт", "Болат")
    made = restore(db, programme_id, MACHINE, "Дана", base_sha256=current_text(db, programme_id).sha256)
    assert (made.number, made.author) == (3, "Дана")
    assert current_text(db, programme_id).segments == RUN, "the machine's words are its own again"
    restore(db, programme_id, 2, "Дана", base_sha256=made.sha256)
    assert words(db, programme_id) == ["Бір", "Төрт"]
    assert [each.edited_by for each in current_text(db, programme_id).segments] == ["Айгүл", "Болат"]
    assert len(revisions_of(db, programme_id)) == 4


def test_what_others_did_meanwhile_is_not_undone_unseen(db: Database, programme_id: str) -> None:
    edit(db, programme_id, "s1", "Бір")
    seen = current_text(db, programme_id)
    edit(db, programme_id, "s2", "Төрт", "Болат")
    with pytest.raises(EditConflict, match="look at it again"):
        restore(db, programme_id, MACHINE, "Дана", base_sha256=seen.sha256)
    assert words(db, programme_id) == ["Бір", "Төрт"]


def test_what_was_added_since_loses_its_words_and_keeps_its_place(db: Database, programme_id: str) -> None:
    accept_segment(db, current_text(db, programme_id), segment("s9", "Алты жеті", start_ms=9_000), "Айгүл")
    assert words(db, programme_id) == ["Бір екі үш", "Төрт бес", "Алты жеті"]
    restore(db, programme_id, MACHINE, "Дана", base_sha256=current_text(db, programme_id).sha256)
    assert words(db, programme_id) == ["Бір екі үш", "Төрт бес", ""]


def test_nothing_to_do_and_no_such_edit(db: Database, programme_id: str) -> None:
    base = current_text(db, programme_id).sha256
    with pytest.raises(NothingChanged):
        restore(db, programme_id, MACHINE, "Дана", base_sha256=base)
    with pytest.raises(UnknownRevision, match="no edit 7"):
        restore(db, programme_id, 7, "Дана", base_sha256=base)
    with pytest.raises(UnknownRevision):
        text_at(db, programme_id, -1)


def test_programme_without_words(db: Database) -> None:
    with pytest.raises(NoText):
        text_at(db, "nothing", MACHINE)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_state_can_stand_again(db: Database, data: st.DataObject) -> None:
    recording = add_sound(db)
    programme_id = recording.programme_id
    store_transcript(db, programme_id, run_of(recording, *RUN))
    states = [words(db, programme_id)]
    for text in data.draw(st.lists(st.sampled_from(["а б", "в", "г д е", ""]), min_size=1, max_size=5)):
        try:
            edit(db, programme_id, data.draw(st.sampled_from(["s1", "s2"])), text)
        except NothingChanged:
            continue
        states.append(words(db, programme_id))
    number = data.draw(st.integers(0, len(states) - 1))
    if states[number] != states[-1]:
        restore(db, programme_id, number, "Дана", base_sha256=current_text(db, programme_id).sha256)
    assert words(db, programme_id) == states[number]
    assert [[s.text for s in text_at(db, programme_id, n)] for n in range(len(states))] == states
