"""What people correct while the machine listens is theirs when it has ended, however it ends."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from media.database import immediate
from media.records import Recording
from tests.transcribe.texts import add_sound, run_of, segment
from transcribe import jobs, lease, newer_run, unfinished
from transcribe.early.carried import carried
from transcribe.early.carry import carry
from transcribe.early.text import begin_editing, text_to_edit
from transcribe.editing.change import change_segment
from transcribe.editing.join import join_segments
from transcribe.editing.seen import tag_of
from transcribe.editing.split import split_segment
from transcribe.editing.take_out import take_out
from transcribe.editing.undo import undo
from transcribe.errors import NoText, SegmentGone, UnknownSegment
from transcribe.owner import this_process
from transcribe.records import Job, Segment, Transcript
from transcribe.restore import restore
from transcribe.revise import current_text, revisions_of
from transcribe.transcripts import get_transcript, list_transcripts, store_transcript

ONE = segment("s1", "Бір екі үш")
TWO = segment("s2", "Төрт бес алты", start_ms=5_000)
THREE = segment("s3", "Жеті сегіз", start_ms=31_000)
AIGUL = "Айгүл"
MARK = "piece000001"


@dataclasses.dataclass
class Listening:
    """A recognition under way, told batch by batch."""

    db: Database
    recording: Recording
    job: Job

    @property
    def programme_id(self) -> str:
        return self.job.programme_id

    def hear(self, start_ms: int, *segments: Segment) -> None:
        unfinished.note(self.db, self.job, start_ms, start_ms + 30_000, segments)

    def begin_again(self) -> None:
        self.job = claim(self.db, self.programme_id)
        begin(self.db, self.job, self.recording)

    def end(self, *segments: Segment) -> Transcript:
        with immediate(self.db):
            stored = store_transcript(self.db, self.programme_id, run_of(self.recording, *segments))
            carry(self.db, stored)
            unfinished.forget(self.db, self.job.job_id)
            lease.succeed(self.db, self.job, None)
        return stored

    def edit(self, each: Segment, text: str) -> None:
        with immediate(self.db):
            begin_editing(self.db, self.programme_id)
            change_segment(self.db, self.programme_id, each.segment_id, AIGUL, seen=tag_of(each), text=text)

    def texts(self) -> list[str]:
        return [each.text for each in text_to_edit(self.db, self.programme_id).segments]


def claim(db: Database, programme_id: str) -> Job:
    held = lease.claim(db, jobs.enqueue(db, "transcribe", programme_id, {}).job_id, this_process())
    assert held is not None
    return held


def begin(db: Database, job: Job, recording: Recording) -> None:
    unfinished.begin(db, job, recording.recording_id, run_of(recording).provenance)


@pytest.fixture
def listening(db: Database) -> Listening:
    recording = add_sound(db)
    made = Listening(db, recording, claim(db, recording.programme_id))
    begin(db, made.job, recording)
    return made


def test_nothing_can_be_corrected_before_anything_is_heard(listening: Listening) -> None:
    with pytest.raises(NoText):
        text_to_edit(listening.db, listening.programme_id)
    with immediate(listening.db):
        begin_editing(listening.db, listening.programme_id)
    assert list_transcripts(listening.db, listening.programme_id) == []


def test_what_was_heard_is_corrected_while_more_comes(listening: Listening) -> None:
    listening.hear(0, ONE, TWO)
    assert listening.texts() == [ONE.text, TWO.text]
    assert list_transcripts(listening.db, listening.programme_id) == [], "to look stores nothing"
    listening.edit(ONE, "Бір екі төрт")
    listening.hear(30_000, THREE)
    listening.edit(THREE, "Жеті тоғыз")
    assert listening.texts() == ["Бір екі төрт", TWO.text, "Жеті тоғыз"]
    begun = get_transcript(listening.db, listening.programme_id)
    assert begun.heard_until_ms == 30_000
    whole = listening.end(ONE, TWO, THREE)
    text = current_text(listening.db, listening.programme_id)
    assert [each.text for each in text.segments] == ["Бір екі төрт", TWO.text, "Жеті тоғыз"]
    assert (text.transcript, whole.heard_until_ms) == (whole, None)
    assert text.editors == (AIGUL,)
    assert [each.author for each in revisions_of(listening.db, listening.programme_id)] == [AIGUL] * 3


def test_who_speaks_is_told_at_the_end_unless_a_person_said_it(listening: Listening) -> None:
    listening.hear(0, ONE, TWO)
    listening.edit(ONE, "Бір")
    change_segment(listening.db, listening.programme_id, "s2", AIGUL, seen=tag_of(TWO), speaker="Дана")
    listening.end(*(dataclasses.replace(each, speaker="S1") for each in (ONE, TWO)))
    text = current_text(listening.db, listening.programme_id)
    assert [(each.text, each.speaker) for each in text.segments] == [("Бір", "S1"), (TWO.text, "Дана")]


def test_split_join_and_taking_out_hold_beyond_what_was_stored(listening: Listening) -> None:
    db, programme_id = listening.db, listening.programme_id
    listening.hear(0, ONE)
    listening.edit(ONE, "Бір")
    four, five = segment("s4", "Он бір", start_ms=40_000), segment("s5", "Он екі", start_ms=50_000)
    listening.hear(30_000, THREE, four, five)
    split_segment(db, programme_id, "s3", AIGUL, seen=tag_of(THREE), at=1, mark=MARK)
    join_segments(db, programme_id, "s4", "s5", AIGUL, seen=tag_of(four), next_seen=tag_of(five))
    take_out(db, programme_id, "s1", AIGUL, seen=tag_of(current_text(db, programme_id).segments[0]))
    wanted = ["Жеті", "сегіз", "Он бір Он екі"]
    assert listening.texts() == wanted
    listening.end(ONE, THREE, four, five)
    assert [each.text for each in current_text(db, programme_id).segments] == wanted


def test_an_edit_of_what_was_heard_later_is_undone_to_what_was_heard(listening: Listening) -> None:
    listening.hear(0, ONE)
    listening.edit(ONE, "Бір")
    listening.hear(30_000, THREE)
    listening.edit(THREE, "Жеті")
    newest = revisions_of(listening.db, listening.programme_id)[0]
    undo(listening.db, listening.programme_id, newest.revision_id, AIGUL)
    assert listening.texts() == ["Бір", THREE.text]


def test_a_passage_that_is_cut_in_two_at_the_end_shares_the_correction_out(listening: Listening) -> None:
    listening.hear(0, dataclasses.replace(ONE, words=(*ONE.words, *dataclasses.replace(TWO).words), end_ms=9_000))
    whole = text_to_edit(listening.db, listening.programme_id).segments[0]
    listening.edit(whole, "Бір екі жүз мың төрт бес он")
    first, second = (dataclasses.replace(each, segment_id=f"{each.segment_id}x") for each in (ONE, TWO))
    listening.end(dataclasses.replace(first, speaker="S1"), dataclasses.replace(second, speaker="S2"))
    text = current_text(listening.db, listening.programme_id)
    told = [(each.text.lower(), each.speaker) for each in text.segments]
    assert told == [("бір екі жүз мың", "S1"), ("төрт бес он", "S2")]


def test_where_the_machine_hears_otherwise_at_the_end_people_stand_and_it_is_offered(listening: Listening) -> None:
    db, programme_id = listening.db, listening.programme_id
    listening.hear(0, ONE, TWO)
    listening.edit(ONE, "Бір екі төрт")
    other = segment("s9", "Бірге екеуі үшеуі")
    listening.end(other, TWO)
    text = current_text(db, programme_id)
    assert [each.text for each in text.segments] == ["Бір екі төрт", TWO.text]
    comparison = newer_run.newer_run(db, text)
    assert comparison
    (offered,) = comparison.differences
    assert (offered.current and offered.current.text, offered.offered.text) == ("Бір екі төрт", other.text)
    newer_run.accept(db, comparison, offered.offered.segment_id, AIGUL, seen_sha256=offered.sha256)
    text = current_text(db, programme_id)
    assert [(each.text, each.edited_by) for each in text.segments] == [(other.text, None), (TWO.text, None)]
    again = newer_run.newer_run(db, text)
    assert again
    assert again.differences == ()
    restore(db, programme_id, 1, AIGUL, base_sha256=text.sha256)
    assert listening.texts() == ["Бір екі төрт", TWO.text]


def test_who_still_types_where_a_passage_went_gets_their_words_back(listening: Listening) -> None:
    listening.hear(0, ONE, TWO)
    listening.edit(TWO, "Төрт")
    listening.end(segment("s9", "Бірге екеуі"), TWO)
    with pytest.raises(SegmentGone) as gone:
        listening.edit(ONE, "Бір екі төрт")
    assert (gone.value.yours, gone.value.theirs) == ("Бір екі төрт", "Бірге екеуі")


def test_a_stopped_recognition_leaves_its_words_to_be_corrected_and_another_one_takes_the_corrections(
    listening: Listening,
) -> None:
    db, programme_id = listening.db, listening.programme_id
    listening.hear(0, ONE)
    listening.edit(ONE, "Бір")
    listening.hear(30_000, THREE)
    jobs.cancel(db, listening.job.job_id)
    listening.edit(THREE, "Жеті")
    assert listening.texts() == ["Бір", "Жеті"]
    listening.begin_again()
    assert listening.texts() == ["Бір", "Жеті"], "what was heard before does not stand beside it"
    listening.hear(0, segment("s7", "Бір екі үш төрт"))
    listening.hear(30_000, segment("s8", "Жеті сегізі", start_ms=31_000))
    assert listening.texts() == ["Бір", "Жеті"]
    listening.end(segment("s7", "Бір екі үш төрт"), segment("s8", "Жеті сегізі", start_ms=31_000))
    assert [each.text for each in current_text(db, programme_id).segments] == ["Бір", "Жеті"]


def test_an_unknown_passage_is_unknown(listening: Listening) -> None:
    listening.hear(0, ONE)
    with pytest.raises(UnknownSegment):
        listening.edit(TWO, "Төрт")


WORDS = st.lists(st.sampled_from(["аз", "бер", "кел", "түс", "жол"]), min_size=1, max_size=5)


def laid(texts: list[list[str]], prefix: str) -> list[Segment]:
    """Return segments of these words, four seconds each."""
    return [segment(f"{prefix}{n}", " ".join(each), start_ms=4_000 * n) for n, each in enumerate(texts)]


@settings(deadline=None)
@given(st.lists(st.tuples(WORDS, WORDS, st.sampled_from(["same", "other", "untouched"])), min_size=1, max_size=6))
def test_no_word_of_a_person_goes_and_none_stands_twice(passages: list[tuple[list[str], list[str], str]]) -> None:
    heard = laid([words for words, _, _ in passages], "h")
    typed = [
        dataclasses.replace(each, words=tuple(dataclasses.replace(word, text=f"{word.text}!") for word in each.words))
        for each in heard
    ]
    changed = [
        dataclasses.replace(each, edited_by=AIGUL)
        for each, (_, _, what) in zip(typed, passages, strict=True)
        if what != "untouched"
    ]
    whole = [
        each if what == "same" else dataclasses.replace(other, segment_id=f"w{other.segment_id}")
        for each, other, (_, _, what) in zip(
            heard, laid([later for _, later, _ in passages], "h"), passages, strict=True
        )
    ]
    made = carried(changed, heard, whole)
    now = {each.segment_id: each for each in (*whole, *changed, *made.changes)}
    standing = [each for each in now.values() if each.gone is None]
    people = sorted(word.text for each in standing for word in each.words if word.text.endswith("!"))
    assert people == sorted(word.text for each in changed for word in each.words)
    spans = sorted((each.start_ms, each.segment_id) for each in standing)
    assert len({start_ms for start_ms, _ in spans}) == len(spans), "one passage a place"
