"""Passages are changed, split, joined, taken out, brought back: no word is lost, times ascend, nothing goes unseen."""

from __future__ import annotations

import dataclasses
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from media.records import Span
from tests.transcribe.texts import add_sound, run_of, segment
from transcribe.editing.accept import accept_segment
from transcribe.editing.change import LOOKED_BACK, change_segment
from transcribe.editing.join import join_segments
from transcribe.editing.seen import tag_of
from transcribe.editing.split import split_segment
from transcribe.editing.take_out import take_out
from transcribe.editing.undo import undo
from transcribe.errors import (
    BadEdit,
    CannotJoin,
    CannotSplit,
    EditConflict,
    NothingChanged,
    SegmentGone,
    UnknownRevision,
    UnknownSegment,
)
from transcribe.merge import Kind, differences
from transcribe.new_times import NewTimes, store_times
from transcribe.records import Doubt, Revision, Segment, Word
from transcribe.restore import MACHINE, restore
from transcribe.revise import current_text, revisions_of
from transcribe.transcripts import NewRun, get_transcript, store_transcript

RUN = (segment("s1", "Бір екі үш"), segment("s2", "Төрт бес", start_ms=5_000), segment("s3", "Алты", start_ms=9_000))
MARK = "piece000001"
AIGUL, BOLAT = "Айгүл", "Болат"


@pytest.fixture
def programme_id(db: Database) -> str:
    return add_words(db, *RUN)


def add_words(db: Database, *segments: Segment) -> str:
    recording = add_sound(db)
    store_transcript(db, recording.programme_id, run_of(recording, *segments))
    return recording.programme_id


def now(db: Database, programme_id: str) -> dict[str, Segment]:
    return {each.segment_id: each for each in current_text(db, programme_id).segments}


def texts(db: Database, programme_id: str) -> list[str]:
    return [each.text for each in current_text(db, programme_id).segments]


def tag(db: Database, programme_id: str, segment_id: str) -> str:
    return tag_of(now(db, programme_id)[segment_id])


def split(db: Database, programme_id: str, segment_id: str = "s1", at: int = 1, mark: str = MARK) -> Revision:
    seen = tag(db, programme_id, segment_id)
    return split_segment(db, programme_id, segment_id, AIGUL, seen=seen, at=at, mark=mark)


def join(db: Database, programme_id: str, first: str = "s1", second: str = "s2") -> Revision:
    seen, next_seen = tag(db, programme_id, first), tag(db, programme_id, second)
    return join_segments(db, programme_id, first, second, AIGUL, seen=seen, next_seen=next_seen)


def remove(db: Database, programme_id: str, segment_id: str = "s2") -> Revision:
    return take_out(db, programme_id, segment_id, AIGUL, seen=tag(db, programme_id, segment_id))


def test_a_split_cuts_at_the_words_time_and_changes_no_word(db: Database, programme_id: str) -> None:
    split(db, programme_id)
    first, second, *_ = current_text(db, programme_id).segments
    assert (first.text, second.text, second.segment_id) == ("Бір", "екі үш", f"s1.{MARK}")
    assert (first.span, second.span) == (Span(0, 400), Span(400, 4_000))
    assert first.words + second.words == RUN[0].words, "probabilities and times are kept"
    assert first.edited_by is second.edited_by is None, "they are still the machine's words"


def test_a_piece_is_split_once_more(db: Database, programme_id: str) -> None:
    split(db, programme_id)
    split(db, programme_id, f"s1.{MARK}", mark="piece000002")
    assert texts(db, programme_id) == ["Бір", "екі", "үш", "Төрт бес", "Алты"]
    assert list(now(db, programme_id))[2] == "s1.piece000002"


@pytest.mark.parametrize(("at", "mark"), [(0, MARK), (3, MARK), (-1, MARK), (1, "short"), (1, "No-Mark-000")])
def test_what_cannot_be_split(db: Database, programme_id: str, at: int, mark: str) -> None:
    with pytest.raises(BadEdit):
        split(db, programme_id, at=at, mark=mark)
    assert revisions_of(db, programme_id) == []


def test_words_without_time_cannot_be_split(db: Database) -> None:
    programme_id = add_words(db, Segment("s1", 7, 7, (Word("а", 7, 7), Word("б", 7, 7))))
    with pytest.raises(CannotSplit, match="no time of their own"):
        split(db, programme_id)


def test_no_two_pieces_have_one_name(db: Database, programme_id: str) -> None:
    split(db, programme_id, at=2)
    with pytest.raises(BadEdit, match="cannot have this name"):
        split(db, programme_id)


def test_joined_passages_have_all_words_and_doubts(db: Database) -> None:
    one, two, *_ = RUN
    doubted = dataclasses.replace(two, doubts=(Doubt.LOOP,), edited_by=BOLAT, speaker="Дана")
    programme_id = add_words(db, one, doubted)
    join(db, programme_id)
    [joined] = current_text(db, programme_id).segments
    assert joined.words == one.words + two.words
    assert (joined.segment_id, joined.span, joined.doubts, joined.speaker) == (
        "s1", Span(0, 9_000), (Doubt.LOOP,), "Дана",
    )  # fmt: skip
    assert joined.edited_by == BOLAT, "a person's words among them: no machine may take their place"
    assert [each.gone for each in current_text(db, programme_id).gone] == ["s1"]


def test_what_cannot_be_joined(db: Database) -> None:
    one, two, three = RUN
    programme_id = add_words(db, dataclasses.replace(one, speaker="S1"), dataclasses.replace(two, speaker="S2"), three)
    with pytest.raises(CannotJoin, match="Two people speak"):
        join(db, programme_id)
    with pytest.raises(CannotJoin, match="stands between"):
        join(db, programme_id, "s1", "s3")
    with pytest.raises(UnknownSegment):
        join_segments(db, programme_id, "s1", "nothing", AIGUL, seen=tag(db, programme_id, "s1"), next_seen="")


def test_two_peoples_words_joined_are_those_of_who_joins_them(db: Database, programme_id: str) -> None:
    for segment_id, author in (("s1", BOLAT), ("s2", "Дана")):
        change_segment(db, programme_id, segment_id, author, seen=tag(db, programme_id, segment_id), text="Сөз")
    join(db, programme_id)
    assert now(db, programme_id)["s1"].edited_by == AIGUL


def test_what_is_taken_out_is_gone_and_comes_back(db: Database, programme_id: str) -> None:
    made = remove(db, programme_id)
    assert texts(db, programme_id) == ["Бір екі үш", "Алты"]
    back = undo(db, programme_id, made.revision_id, BOLAT)
    assert current_text(db, programme_id).segments == RUN
    undo(db, programme_id, back.revision_id, BOLAT)
    assert texts(db, programme_id) == ["Бір екі үш", "Алты"], "undo is undone"


def test_who_types_where_another_took_out_loses_nothing(db: Database, programme_id: str) -> None:
    seen = tag(db, programme_id, "s2")
    remove(db, programme_id)
    with pytest.raises(SegmentGone, match="Айгүл has taken this passage out") as refused:
        change_segment(db, programme_id, "s2", BOLAT, seen=seen, text="Менің сөзім")
    assert refused.value.yours == "Менің сөзім"
    change_segment(db, programme_id, "s2", BOLAT, seen=seen, text="Менің сөзім", revive=True)
    assert texts(db, programme_id) == ["Бір екі үш", "Менің сөзім", "Алты"]


def test_joined_away_is_said_so(db: Database, programme_id: str) -> None:
    seen = tag(db, programme_id, "s2")
    join(db, programme_id)
    with pytest.raises(SegmentGone, match="joined this passage to another") as refused:
        change_segment(db, programme_id, "s2", BOLAT, seen=seen, text="Төрт")
    assert refused.value.theirs == "Бір екі үш Төрт бес"
    for act in (remove, lambda db, pid: split(db, pid, "s2")):
        with pytest.raises(KeyError):
            act(db, programme_id)


def test_each_act_is_refused_where_somebody_was_faster(db: Database, programme_id: str) -> None:
    seen = tag(db, programme_id, "s1")
    change_segment(db, programme_id, "s1", BOLAT, seen=seen, text="Бір")
    for refused in (
        lambda: change_segment(db, programme_id, "s1", AIGUL, seen=seen, text="Екі"),
        lambda: split_segment(db, programme_id, "s1", AIGUL, seen=seen, at=1, mark=MARK),
        lambda: take_out(db, programme_id, "s1", AIGUL, seen=seen),
        lambda: join_segments(db, programme_id, "s1", "s2", AIGUL, seen=seen, next_seen=tag(db, programme_id, "s2")),
    ):
        with pytest.raises(EditConflict) as conflict:
            refused()
        assert conflict.value.theirs == "Бір"
    assert len(revisions_of(db, programme_id)) == 1


def test_another_speaker_is_in_nobodys_way(db: Database, programme_id: str) -> None:
    seen = tag(db, programme_id, "s1")
    change_segment(db, programme_id, "s1", BOLAT, seen=seen, speaker="Дана")
    change_segment(db, programme_id, "s1", AIGUL, seen=seen, text="Бір екі")
    assert (now(db, programme_id)["s1"].speaker, now(db, programme_id)["s1"].text) == ("Дана", "Бір екі")
    with pytest.raises(EditConflict):
        change_segment(db, programme_id, "s1", AIGUL, seen=seen, speaker="Ержан")
    with pytest.raises(NothingChanged):
        change_segment(db, programme_id, "s1", AIGUL, seen=seen, speaker="Дана")


def test_who_types_back_what_the_machine_heard_gives_it_back_as_it_was(db: Database, programme_id: str) -> None:
    for text in ("Бір екі төрт", "Бір екі үш"):
        change_segment(db, programme_id, "s1", AIGUL, seen=tag(db, programme_id, "s1"), text=text)
    assert now(db, programme_id)["s1"] == RUN[0], "its probabilities too: nothing looks surer than it is"


def test_the_machines_words_are_found_still_in_a_passage_that_was_changed_all_day(
    db: Database, programme_id: str
) -> None:
    for text in [*(f"Бір {number}" for number in range(LOOKED_BACK + 1)), "Бір екі үш"]:
        change_segment(db, programme_id, "s1", AIGUL, seen=tag(db, programme_id, "s1"), text=text)
    assert now(db, programme_id)["s1"] == RUN[0]


def test_times_anew_are_in_no_undos_way(db: Database, programme_id: str) -> None:
    made = split(db, programme_id)
    text = current_text(db, programme_id)
    moved = dataclasses.replace(text.segments[0], end_ms=390)
    assert store_times(db, programme_id, NewTimes(text.segments[:1], (moved,), "an aligner"))
    undo(db, programme_id, made.revision_id, AIGUL)
    assert current_text(db, programme_id).segments == RUN


def test_an_undo_takes_nothing_of_others_away(db: Database, programme_id: str) -> None:
    made = split(db, programme_id)
    change_segment(db, programme_id, "s1", BOLAT, seen=tag(db, programme_id, "s1"), text="Басқа")
    with pytest.raises(EditConflict, match="Болат has changed"):
        undo(db, programme_id, made.revision_id, AIGUL)
    with pytest.raises(UnknownRevision):
        undo(db, programme_id, "nothing", AIGUL)


def test_an_earlier_state_stands_again_with_its_passages(db: Database, programme_id: str) -> None:
    split(db, programme_id)
    remove(db, programme_id)
    made = restore(db, programme_id, MACHINE, BOLAT, base_sha256=current_text(db, programme_id).sha256)
    assert current_text(db, programme_id).segments == RUN
    restore(db, programme_id, 2, BOLAT, base_sha256=made.sha256)
    assert texts(db, programme_id) == ["Бір", "екі үш", "Алты"]


def test_a_newer_run_is_held_against_the_passages_as_people_made_them(db: Database, programme_id: str) -> None:
    """What people took out is not offered as if nobody had decided, and nothing twice."""
    split(db, programme_id)
    join(db, programme_id, f"s1.{MARK}", "s2")
    remove(db, programme_id, "s3")
    text = current_text(db, programme_id)
    run = get_transcript(db, programme_id)
    assert differences(text, dataclasses.replace(run, number=2)) == ()
    heard = (*RUN[:1], segment("s2", "Төрт алты", start_ms=5_000), segment("s3", "Жеті", start_ms=9_000))
    other = store_transcript(db, programme_id, NewRun(run.recording_id, run.method, run.provenance, heard))
    found = {each.offered.segment_id: each for each in differences(text, other)}
    assert found[f"s1.{MARK}"].offered.text == "екі үш Төрт алты"
    assert (found["s3"].kind, found["s3"].current) == (Kind.HUMAN, None)
    assert set(found) == {f"s1.{MARK}", "s3"}
    accept_segment(db, text, found["s3"].offered, AIGUL)
    assert texts(db, programme_id) == ["Бір", "екі үш Төрт бес", "Жеті"], "a person may still take it"


words = st.lists(st.sampled_from(["а", "бб", "ввв"]), min_size=1, max_size=5)
times = st.integers(0, 3_000)


@st.composite
def hostile_segment(draw: st.DrawFn, number: int) -> Segment:
    """Times of words may cross, and lie outside of their segment, as a file from elsewhere has them."""
    said = tuple(Word(f"{text}{number}{place}", draw(times), draw(times)) for place, text in enumerate(draw(words)))
    start_ms = number * 4_000
    return Segment(f"s{number}", start_ms, start_ms + draw(times), said)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_word_is_lost_and_times_ascend(db: Database, data: st.DataObject) -> None:
    segments = tuple(data.draw(hostile_segment(number)) for number in range(data.draw(st.integers(1, 3))))
    programme_id = add_words(db, *segments)
    said = [word.text for each in segments for word in each.words]
    touched: set[str] = set()
    states = [current_text(db, programme_id).segments]
    edits: list[Revision] = []
    for step in range(data.draw(st.integers(1, 6))):
        ids = list(now(db, programme_id))
        place = data.draw(st.integers(0, len(ids) - 1))
        act = data.draw(st.sampled_from(["split", "join", "undo"]))
        try:
            if act == "split":
                made = split(db, programme_id, ids[place], data.draw(st.integers(0, 4)), f"piece00000{step}")
            elif act == "join" and place + 1 < len(ids):
                made = join(db, programme_id, ids[place], ids[place + 1])
            elif act == "undo" and edits:
                made = undo(db, programme_id, edits.pop().revision_id, AIGUL)
                states.pop()
                assert current_text(db, programme_id).segments == states[-1]
                touched |= {each.segment_id for each in made.changes}
                continue
            else:
                continue
        except CannotSplit:
            continue
        edits.append(made)
        states.append(current_text(db, programme_id).segments)
        touched |= {each.segment_id for each in made.changes}
        standing = current_text(db, programme_id).segments
        assert [word.text for each in standing for word in each.words] == said
        for each in standing:
            if each in made.changes:
                edges = [
                    each.start_ms,
                    *(ms for word in each.words for ms in (word.start_ms, word.end_ms)),
                    each.end_ms,
                ]
                assert edges == sorted(edges)
        assert all(one.start_ms <= two.start_ms for one, two in pairwise(standing))


def test_an_edit_reads_no_whole_run_while_others_wait(db: Database, programme_id: str) -> None:
    change_segment(db, programme_id, "s1", AIGUL, seen=tag_of(RUN[0]), text="Бір")
    asked: list[str] = []
    db.conn.set_trace_callback(asked.append)
    change_segment(db, programme_id, "s2", AIGUL, seen=tag_of(RUN[1]), text="Төрт")
    undo(db, programme_id, revisions_of(db, programme_id)[0].revision_id, AIGUL)
    db.conn.set_trace_callback(None)
    assert texts(db, programme_id) == ["Бір", "Төрт бес", "Алты"]
    reads = [each for each in asked if each.startswith("SELECT") and "transcript" in each.partition("WHERE")[0]]
    assert not any("segments" in each for each in reads), reads
