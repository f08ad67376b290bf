"""What is asked, in which order, and that a decision is about words: others are asked again."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from media.catalogue import add_document
from tests.transcribe.texts import type_words
from tests.webapp.checking.copied import copied
from tests.webapp.desk import Desk, make_desk, with_a_second_run
from tests.webapp.linked import BRIDGE, FOUNDED, SUMMARY, with_links
from transcribe.editing.seen import tag_of
from transcribe.errors import EditConflict
from transcribe.records import Doubt, Segment, Word
from transcribe.revise import current_text
from transcribe.transcripts import NewRun, store_transcript
from webapp.accounts import User, get_user
from webapp.checking.dates import is_date, is_month
from webapp.checking.decide import Typed, check, next_after
from webapp.checking.of_summary import parts_to_check
from webapp.checking.of_words import passages_to_check
from webapp.checking.passages import Passages
from webapp.checking.queue import Asked, Queue, Standing, queue_of
from webapp.checking.records import Answer, Kind
from webapp.checking.store import decisions_about
from webapp.errors import BadAnswer, ChangedSince, NotHeard
from webapp.review import content


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Made once: linking takes a while."""
    return with_links(make_desk(tmp_path_factory.mktemp("linked")))


@pytest.fixture
def desk(tmp_path: Path, linked: Desk) -> Desk:
    return copied(linked, tmp_path)


@pytest.fixture
def db(desk: Desk) -> Iterator[Database]:
    db = desk.open()
    yield db
    db.close()


def queue(db: Database, desk: Desk) -> Queue:
    return queue_of(db, content(db, desk.programme_id))


def of(queue: Queue, text: str) -> Asked:
    return next(each for each in queue.asked if each.item.text == text)


def person(db: Database, name: str = "journalist") -> User:
    return get_user(db, name)


def answered(db: Database, desk: Desk, asked: Asked, answer: Answer, name: str = "journalist") -> Queue:
    heard_ms = asked.item.span.start_ms if asked.item.span and answer is Answer.HEARD else None
    check(db, desk.programme_id, asked.item.key, answer, person(db, name), seen=asked.seen_sha256, heard_ms=heard_ms)
    return queue(db, desk)


def test_what_hurts_most_is_asked_first(tmp_path: Path) -> None:
    desk = with_a_second_run(with_links(make_desk(tmp_path)))
    db = desk.open()
    asked = [each.item for each in queue(db, desk).asked]
    db.close()
    kinds = [item.kind for item in asked]
    assert kinds == sorted(kinds, key=list(Kind).index)
    assert {Kind.NAME, Kind.NUMBER, Kind.DATE, Kind.SENTENCE, Kind.NEWER} <= set(kinds)
    names = [item.text for item in asked if item.kind is Kind.NAME]
    assert names[0] == "Berlin", "what the machine does not hear comes before what it hears"
    twelve = next(item for item in asked if item.text == "Twelve")
    assert twelve.link
    assert not any(item.is_nearby for item in asked)
    parts = tuple(replace(part, span=None) for part in twelve.link.link.parts)
    found = parts_to_check([replace(twelve.link, link=replace(twelve.link.link, parts=parts))], Passages(()))
    assert {(item.span, item.is_nearby) for item in found} == {(twelve.link.spans[0], True)}, "its sentence's place"
    assert [item.text for item in asked if item.kind is Kind.SENTENCE] == [BRIDGE]
    assert {item.kind for item in asked if item.must} <= set(list(Kind)[:5])


def test_doubted_passages_are_asked_by_their_doubt() -> None:
    def passage(number: int, *doubts: Doubt, edited_by: str | None = None, doubt: Doubt | None = None) -> Segment:
        word = Word("сөз", number * 1000, number * 1000 + 500, 0.2, doubt)
        words = () if edited_by and not doubts else (word,)
        return Segment(f"s{number}", number * 1000, number * 1000 + 900, words, doubts=doubts, edited_by=edited_by)

    segments = (
        passage(0, Doubt.OTHER_LANGUAGE),
        passage(1, Doubt.GAP),
        passage(2, Doubt.LOOP, Doubt.OTHER_SCRIPT),
        passage(3, doubt=Doubt.LOW_PROBABILITY),
        passage(4),
        passage(5, edited_by="Айгүл"),
        passage(6, Doubt.INVENTED),
    )
    assert [item.segment_ids[0] for item in passages_to_check(segments)] == ["s3", "s2", "s6", "s1", "s0"]


@pytest.mark.parametrize(
    ("sentence", "number", "is_one"),
    [
        ("It began in 2018.", "2018", True),
        ("On 5 May it rained.", "5", True),
        ("12 қарашада жаңбыр жауды", "12", True),
        ("Это было 7 ноября", "7", True),
        ("Some 3,000 saplings", "3,000", False),
        ("3 mayors met", "3", False),
        ("12 women", "12", False),
    ],
)
def test_dates_are_told_from_numbers(sentence: str, number: str, is_one: bool) -> None:
    start = sentence.index(number)
    assert is_date(sentence, start, start + len(number)) is is_one


def test_a_month_is_part_of_a_date_and_no_name() -> None:
    assert all(map(is_month, ("March", "May", "Марта", "Қазан")))
    assert not any(map(is_month, ("Theresa May", "Jan", "Қазанбек", "Marchenko")))


def test_a_decision_is_a_row_and_the_next_is_asked(db: Database, desk: Desk) -> None:
    before = queue(db, desk)
    first = of(before, "Twelve")
    after = answered(db, desk, first, Answer.HEARD)
    assert of(after, "Twelve").standing is Standing.DONE
    assert (after.done, after.total) == (before.done + 1, before.total)
    assert after.must_open == before.must_open - 1
    (row,) = decisions_about(db, desk.programme_id, first.item.key)
    assert first.item.span
    assert (row.user_name, row.answer, row.heard_ms) == ("journalist", Answer.HEARD, first.item.span.start_ms)
    following = next_after(db, desk.programme_id, first.item.key)
    assert following
    keys = [each.item.key for each in before.asked]
    assert following.item.key == keys[keys.index(first.item.key) + 1]


def test_it_is_asked_again_once_its_words_change(db: Database, desk: Desk) -> None:
    asked = of(queue(db, desk), "Twelve")
    answered(db, desk, asked, Answer.HEARD)
    text = current_text(db, desk.programme_id)
    segment = next(each for each in text.segments if each.segment_id == asked.item.segment_ids[0])
    heard = asked.item.words
    assert heard in segment.text
    changed = segment.text.replace(heard, heard.replace(" ", " иә ", 1))
    type_words(db, desk.programme_id, segment.segment_id, changed, "journalist")
    now = of(queue(db, desk), "Twelve")
    assert now.standing is Standing.OPEN
    assert now.decided_before
    text = current_text(db, desk.programme_id)
    type_words(db, desk.programme_id, segment.segment_id, segment.text, "journalist")
    assert of(queue(db, desk), "Twelve").standing is Standing.DONE, "the words are those again that were checked"


def test_an_edit_elsewhere_leaves_it_decided(db: Database, desk: Desk) -> None:
    asked = of(queue(db, desk), "Twelve")
    answered(db, desk, asked, Answer.HEARD)
    text = current_text(db, desk.programme_id)
    type_words(db, desk.programme_id, text.segments[-1].segment_id, "басқа", "journalist")
    assert of(queue(db, desk), "Twelve").standing is Standing.DONE


def test_a_changed_sentence_is_another_thing_to_check(db: Database, desk: Desk) -> None:
    answered(db, desk, of(queue(db, desk), "Twelve"), Answer.HEARD)
    add_document(db, desk.programme_id, "summary", SUMMARY.replace(FOUNDED, FOUNDED[:-1] + "?!"), language="en")
    assert queue(db, desk).done == 0


def test_the_second_of_two_sees_that_it_is_decided(db: Database, desk: Desk) -> None:
    asked = of(queue(db, desk), "Twelve")
    answered(db, desk, asked, Answer.WRONG)
    with pytest.raises(ChangedSince):
        answered(db, desk, asked, Answer.HEARD, "journalist_too")
    assert len(decisions_about(db, desk.programme_id, asked.item.key)) == 1
    seen = of(queue(db, desk), "Twelve")
    assert answered(db, desk, seen, Answer.HEARD, "journalist_too").must_wrong == 0


def test_nobody_says_how_it_sounds_without_hearing_it(db: Database, desk: Desk) -> None:
    asked = of(queue(db, desk), "Twelve")
    options = {"seen": asked.seen_sha256}
    with pytest.raises(NotHeard):
        check(db, desk.programme_id, asked.item.key, Answer.HEARD, person(db), heard_ms=None, **options)
    for heard_ms in (-1, 90_000):
        with pytest.raises(BadAnswer):
            check(db, desk.programme_id, asked.item.key, Answer.HEARD, person(db), heard_ms=heard_ms, **options)
    with pytest.raises(BadAnswer):
        check(db, desk.programme_id, asked.item.key, Answer.KEPT, person(db), heard_ms=None, **options)
    assert decisions_about(db, desk.programme_id, asked.item.key) == ()


def test_what_is_put_off_comes_last_and_what_is_wrong_stays_in_the_way(db: Database, desk: Desk) -> None:
    before = queue(db, desk)
    first = before.asked[0]
    after = answered(db, desk, first, Answer.LATER)
    assert after.asked[-1].item.key == first.item.key
    assert after.must_open == before.must_open
    wrong = answered(db, desk, of(after, "Twelve"), Answer.WRONG)
    assert (wrong.must_open, wrong.must_wrong) == (before.must_open - 1, 1)
    assert all(each.item.text != "Twelve" for each in wrong.open)


def test_a_sentence_that_nothing_bears_out_is_settled_as_a_link(db: Database, desk: Desk) -> None:
    bridge = of(queue(db, desk), BRIDGE)
    with pytest.raises(BadAnswer):
        answered(db, desk, bridge, Answer.HEARD)
    after = answered(db, desk, bridge, Answer.NOT_HEARD)
    settled = of(after, BRIDGE)
    assert settled.standing is Standing.DONE
    assert settled.link_decision
    assert settled.link_decision.user_name == "journalist"


def test_words_are_corrected_where_they_are_heard(db: Database, desk: Desk) -> None:
    asked = of(queue(db, desk), "Twelve")
    text = current_text(db, desk.programme_id)
    segment = next(each for each in text.segments if each.segment_id == asked.item.segment_ids[0])
    typed = Typed(segment.segment_id, f"{segment.text} осылай", tag_of(segment))
    options = {"seen": asked.seen_sha256, "heard_ms": 100, "typed": typed}
    check(db, desk.programme_id, asked.item.key, Answer.CORRECTED, person(db), **options)  # type: ignore[arg-type]
    after = queue(db, desk)
    assert of(after, "Twelve").standing is Standing.DONE
    now = current_text(db, desk.programme_id)
    assert next(each.text for each in now.segments if each.segment_id == segment.segment_id).endswith("осылай")
    other = of(after, "2018")
    other_segment = next(each for each in text.segments if each.segment_id == other.item.segment_ids[0])
    type_words(db, desk.programme_id, other_segment.segment_id, "алда", "approver")
    stale = Typed(other_segment.segment_id, "менікі", tag_of(other_segment))
    seen = of(queue(db, desk), "2018").seen_sha256
    with pytest.raises(EditConflict) as raised:
        check(
            db, desk.programme_id, other.item.key, Answer.CORRECTED, person(db), seen=seen, heard_ms=None, typed=stale
        )
    assert raised.value.theirs == "алда"
    assert raised.value.yours == "менікі"


def test_newer_words_are_taken_or_kept(tmp_path: Path) -> None:
    desk = with_a_second_run(make_desk(tmp_path))
    db = desk.open()
    first, second = (each for each in queue(db, desk).asked if each.item.kind is Kind.NEWER)
    after = answered(db, desk, first, Answer.TAKEN)
    assert current_text(db, desk.programme_id).segments[0].run == 2
    kept = answered(db, desk, second, Answer.KEPT)
    assert after.open
    assert kept.open == ()
    assert of(kept, second.item.text).standing is Standing.DONE
    db.close()


def test_of_many_at_once_one_decides(desk: Desk, db: Database) -> None:
    asked = of(queue(db, desk), "Twelve")
    names = ("journalist", "approver", "approver_too", "admin") * 2
    start = threading.Barrier(len(names))

    def decide(name: str) -> bool:
        with closing(desk.open()) as own:
            start.wait()
            try:
                answered(own, desk, asked, Answer.HEARD, name)
            except ChangedSince:
                return False
            return True

    with ThreadPoolExecutor(len(names)) as pool:
        assert sum(pool.map(decide, names)) == 1
    assert len(decisions_about(db, desk.programme_id, asked.item.key)) == 1


def test_a_passage_that_somebody_has_heard_stays_where_the_machine_is_asked_once_more(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    with closing(desk.open()) as db:
        text = current_text(db, desk.programme_id)
        doubted = tuple(replace(each, doubts=(Doubt.LOOP,)) for each in text.segments)
        run = NewRun(text.transcript.recording_id, text.transcript.method, text.transcript.provenance, doubted)
        store_transcript(db, desk.programme_id, run)
        asked = next(each for each in queue(db, desk).asked if each.item.kind is Kind.PASSAGE)
        answered(db, desk, asked, Answer.HEARD)
        store_transcript(db, desk.programme_id, replace(run, segments=doubted[:-1]))
        assert current_text(db, desk.programme_id).segments == doubted
