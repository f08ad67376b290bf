"""People's words: every edit is kept, none goes over another unseen."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from media.database import connect
from media.records import Recording
from tests.transcribe.texts import add_sound, run_of, segment, type_words
from transcribe.editing.change import change_segment
from transcribe.errors import BadEdit, EditConflict, NoText, NothingChanged, UnknownRun, UnknownSegment, WrittenAnew
from transcribe.records import Doubt, ProgrammeText, canonical_json, content_sha256
from transcribe.revise import current_text, revisions_of, text_of_run
from transcribe.schema import SCHEMAS
from transcribe.transcripts import store_transcript

RUN = (segment("s1", "Бір екі үш"), segment("s2", "Төрт бес", start_ms=5_000))


@pytest.fixture
def recording(db: Database) -> Recording:
    recording = add_sound(db)
    store_transcript(db, recording.programme_id, run_of(recording, *RUN))
    return recording


@pytest.fixture
def programme_id(recording: Recording) -> str:
    return recording.programme_id


def words_of(text: ProgrammeText) -> list[str]:
    return [each.text for each in text.segments]


def test_without_edits_the_words_are_the_newest_runs(db: Database, recording: Recording) -> None:
    text = current_text(db, recording.programme_id)
    assert (text.segments, text.revision, text.sha256) == (RUN, None, content_sha256(RUN))
    assert text.editors == ()
    store_transcript(db, recording.programme_id, run_of(recording, segment("s1", "Бір")))
    assert words_of(current_text(db, recording.programme_id)) == ["Бір"]


def test_an_edit_is_a_revision_on_top_of_the_run(db: Database, programme_id: str) -> None:
    seen = current_text(db, programme_id)
    revision = type_words(db, programme_id, "s2", "Төрт алты", "Айгүл", page=seen)
    text = current_text(db, programme_id)
    assert words_of(text) == ["Бір екі үш", "Төрт алты"]
    assert text.segments[1] == replace(
        RUN[1],
        words=(RUN[1].words[0], replace(RUN[1].words[1], text="алты", probability=None)),
        edited_by="Айгүл",
    )
    assert text.revision == revision
    assert (revision.number, revision.parent_id, revision.author) == (1, None, "Айгүл")
    assert text.editors == ("Айгүл",)
    assert text_of_run(db, programme_id, 1).segments == RUN


def test_a_revision_names_all_that_came_before_it(db: Database, programme_id: str) -> None:
    run = current_text(db, programme_id)
    first = type_words(db, programme_id, "s1", "Бір екі", "Айгүл", page=run)
    second = type_words(db, programme_id, "s1", "Бір", "Болат")
    assert revisions_of(db, programme_id) == [second, first]
    assert (second.number, second.parent_id) == (2, first.revision_id)
    for revision, parent_sha256 in ((first, run.sha256), (second, first.sha256)):
        expected = hashlib.sha256(f"{parent_sha256}\n".encode() + canonical_json(revision.changes)).hexdigest()
        assert revision.sha256 == expected


def test_edits_of_different_segments_both_live(db: Database, programme_id: str) -> None:
    seen = current_text(db, programme_id)
    type_words(db, programme_id, "s1", "Бір екі төрт", "Айгүл", page=seen)
    type_words(db, programme_id, "s2", "Бес алты", "Болат", page=seen)
    text = current_text(db, programme_id)
    assert words_of(text) == ["Бір екі төрт", "Бес алты"]
    assert text.editors == ("Айгүл", "Болат")


def test_of_two_edits_of_one_segment_the_later_is_shown_both(db: Database, programme_id: str) -> None:
    run = current_text(db, programme_id)
    first = type_words(db, programme_id, "s1", "Бір екі", "Айгүл", page=run)
    with pytest.raises(EditConflict, match="Айгүл has changed this passage") as conflict:
        type_words(db, programme_id, "s1", "Бір  үш", "Болат", page=run)
    assert (conflict.value.theirs, conflict.value.yours) == ("Бір екі", "Бір үш")
    assert revisions_of(db, programme_id) == [first]
    type_words(db, programme_id, "s1", "Бір үш", "Болат")
    assert words_of(current_text(db, programme_id))[0] == "Бір үш"


def test_an_edit_after_one_elsewhere_conflicts_only_with_later_ones(db: Database, programme_id: str) -> None:
    type_words(db, programme_id, "s1", "Бір", "Айгүл")
    page = current_text(db, programme_id)
    type_words(db, programme_id, "s2", "Бес", "Айгүл", page=page)
    type_words(db, programme_id, "s1", "Екі", "Болат", page=page)
    with pytest.raises(EditConflict):
        type_words(db, programme_id, "s2", "Алты", "Болат", page=page)


def test_a_form_sent_twice_is_one_edit(db: Database, programme_id: str) -> None:
    page = current_text(db, programme_id)
    type_words(db, programme_id, "s1", "Бір екі", "Айгүл", page=page)
    type_words(db, programme_id, "s2", "Бес", "Болат")
    with pytest.raises(NothingChanged):
        type_words(db, programme_id, "s1", "Бір екі", "Айгүл", page=page)
    assert len(revisions_of(db, programme_id)) == 2


def test_a_text_that_nobody_was_shown_is_no_base(db: Database, programme_id: str) -> None:
    with pytest.raises(EditConflict):
        change_segment(db, programme_id, "s1", "Айгүл", seen="0" * 20, text="Бір")
    assert revisions_of(db, programme_id) == []


def test_a_later_run_never_takes_the_place_of_human_words(db: Database, recording: Recording) -> None:
    programme_id = recording.programme_id
    type_words(db, programme_id, "s1", "Бір", "Айгүл")
    before = current_text(db, programme_id)
    store_transcript(db, programme_id, run_of(recording, segment("s9", "Басқа сөз")))
    assert current_text(db, programme_id) == before
    type_words(db, programme_id, "s2", "Бес", "Айгүл", page=before)
    assert words_of(current_text(db, programme_id)) == ["Бір", "Бес"]


def test_an_edit_of_a_run_that_has_been_replaced_shows_the_new_words(db: Database, recording: Recording) -> None:
    programme_id = recording.programme_id
    seen = current_text(db, programme_id)
    new = (segment("s9", "Бір екі төрт"), segment("s2", "Төрт бес", start_ms=5_000))
    store_transcript(db, programme_id, run_of(recording, *new))
    with pytest.raises(WrittenAnew, match="transcribed this anew") as conflict:
        type_words(db, programme_id, "s1", "Бір екі", "Айгүл", page=seen)
    assert (conflict.value.theirs, conflict.value.yours) == ("Бір екі төрт", "Бір екі")
    type_words(db, programme_id, "s2", "Бес", "Айгүл", page=seen)
    assert words_of(current_text(db, programme_id)) == ["Бір екі төрт", "Бес"]


def test_all_words_of_a_segment_may_go(db: Database, programme_id: str) -> None:
    type_words(db, programme_id, "s1", "  ", "Айгүл")
    assert current_text(db, programme_id).segments[0].words == ()
    type_words(db, programme_id, "s1", "Қайта", "Айгүл")
    assert words_of(current_text(db, programme_id))[0] == "Қайта"


def test_a_persons_words_end_the_machines_doubts_in_its_own(db: Database, recording: Recording) -> None:
    doubtful = replace(RUN[0], doubts=(Doubt.LOOP, Doubt.NOT_IN_SCRIPT, Doubt.LOW_PROBABILITY))
    store_transcript(db, recording.programme_id, run_of(recording, doubtful))
    seen = current_text(db, recording.programme_id)
    type_words(db, recording.programme_id, "s1", "Бір", "Айгүл", page=seen)
    assert current_text(db, recording.programme_id).segments[0].doubts == (Doubt.NOT_IN_SCRIPT,)


def test_words_are_stored_composed(db: Database, programme_id: str) -> None:
    type_words(db, programme_id, "s1", unicodedata.normalize("NFD", "й ё"), "Айгүл")
    assert words_of(current_text(db, programme_id))[0] == "й ё"


@pytest.mark.parametrize(
    ("segment_id", "text", "error"),
    [("s0", "Бір", UnknownSegment), ("s1", " Бір екі  үш ", NothingChanged), ("s1", "Бір\0", BadEdit)],
)
def test_what_is_not_an_edit_changes_nothing(
    db: Database, programme_id: str, segment_id: str, text: str, error: type[Exception]
) -> None:
    seen = current_text(db, programme_id)
    with pytest.raises(error):
        type_words(db, programme_id, segment_id, text, "Айгүл", page=seen)
    assert current_text(db, programme_id) == seen


def test_without_words_there_is_nothing_to_edit(db: Database) -> None:
    programme_id = add_sound(db).programme_id
    with pytest.raises(NoText):
        current_text(db, programme_id)
    with pytest.raises(NoText):
        change_segment(db, programme_id, "s1", "Айгүл", seen="", text="Бір")


def test_a_run_that_is_not_there_is_said(db: Database, programme_id: str) -> None:
    with pytest.raises(UnknownRun):
        text_of_run(db, programme_id, 2)


edits = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 2), st.sampled_from(("Бір", "Екі", "Бір екі", ""))), max_size=25
)


@given(edits)
@settings(max_examples=60, deadline=None)
def test_whoever_edits_from_whatever_they_saw_nothing_goes_unseen(sequence: list[tuple[int, int, str]]) -> None:
    """Four editors, each with a page loaded at some time: an edit is stored, or refused with both texts in hand."""
    db = connect(Path(":memory:"), SCHEMAS)
    recording = add_sound(db)
    programme_id = recording.programme_id
    segments = (segment(f"s{number}", "Нөл", start_ms=5_000 * number) for number in range(3))
    store_transcript(db, programme_id, run_of(recording, *segments))
    pages = [current_text(db, programme_id)] * 4
    believed = words_of(pages[0])
    edits_made = 0
    for editor, where, text in sequence:
        page = pages[editor]
        attempt = partial(type_words, db, programme_id, f"s{where}", text, "Айгүл", page=page)
        if believed[where] == text:
            with pytest.raises(NothingChanged):
                attempt()
        elif words_of(page)[where] != believed[where]:
            with pytest.raises(EditConflict) as conflict:
                attempt()
            assert (conflict.value.theirs, conflict.value.yours) == (believed[where], text)
        else:
            edits_made = attempt().number
            believed[where] = text
        pages[editor] = current_text(db, programme_id)
        assert words_of(pages[editor]) == believed
    assert [revision.number for revision in revisions_of(db, programme_id)] == [*range(edits_made, 0, -1)]
    db.close()
