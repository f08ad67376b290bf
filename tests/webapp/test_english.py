"""A journalist's English is kept with its history, is never lost to another's, and goes out approved."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlite_utils import Database

from tests.transcribe.texts import type_words
from tests.webapp.desk import Desk, hidden, make_desk, with_a_translation
from transcribe.errors import BadEdit, EditConflict, NothingChanged, UnknownSegment
from transcribe.revise import current_text
from transcribe.translation.records import sources_sha256
from webapp.audit import entries, verify
from webapp.edition.publish import publish
from webapp.edition.records import Maker
from webapp.english import english_of, fresh_english, history_of, write_english
from webapp.errors import NotAllowed
from webapp.review import ReviewState, approve, state


@pytest.fixture
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return make_desk(tmp_path_factory.mktemp("desk"))


@pytest.fixture
def db(desk: Desk) -> Iterator[Database]:
    with closing(desk.open()) as db:
        yield db


def write(db: Database, desk: Desk, text: str, author: str = "journalist", base_id: str | None = None) -> str:
    made = write_english(
        db, desk.programme_id, desk.segment_id, text, author, base_id=base_id, source_sha256=words_sha256(db, desk)
    )
    return made.english_id


def words_sha256(db: Database, desk: Desk) -> str:
    segments = current_text(db, desk.programme_id).segments
    return sources_sha256([next(each for each in segments if each.segment_id == desk.segment_id)])


def texts(db: Database, desk: Desk) -> list[tuple[str, str]]:
    return [(each.text, each.author) for each in history_of(db, desk.programme_id, desk.segment_id)]


def test_newest_counts_and_what_was_before_is_kept(db: Database, desk: Desk) -> None:
    first = write(db, desk, "A village  plants\ntrees.")
    second = write(db, desk, "A village plants saxaul.", "approver", first)
    assert english_of(db, desk.programme_id)[desk.segment_id].text == "A village plants saxaul."
    write(db, desk, "", "approver", second)
    assert english_of(db, desk.programme_id) == {}
    assert texts(db, desk) == [
        ("", "approver"),
        ("A village plants saxaul.", "approver"),
        ("A village plants trees.", "journalist"),
    ]
    assert [each.user_name for each in entries(db) if each.action == "English"] == [
        "journalist",
        "approver",
        "approver",
    ]
    assert list(verify(db)) == []


def test_two_who_write_at_once_both_see_both(db: Database, desk: Desk) -> None:
    write(db, desk, "Mine.")
    with pytest.raises(EditConflict) as raised:
        write(db, desk, "Yours.", "approver")
    assert (raised.value.theirs, raised.value.yours) == ("Mine.", "Yours.")
    assert texts(db, desk) == [("Mine.", "journalist")]


@pytest.mark.parametrize(
    ("typed", "error"),
    [("", NothingChanged), ("a\x07b", BadEdit), ("x" * 1_000_001, BadEdit)],
    ids=["no", "bell", "long"],
)
def test_what_cannot_be_kept_is_refused(db: Database, desk: Desk, typed: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        write(db, desk, typed)
    assert texts(db, desk) == []


def test_segment_must_be_there(db: Database, desk: Desk) -> None:
    with pytest.raises(UnknownSegment):
        write_english(db, desk.programme_id, "nothing", "Words", "journalist", base_id=None, source_sha256="")


def test_it_is_published_as_the_newsrooms_and_its_author_does_not_approve_it_alone(db: Database, desk: Desk) -> None:
    pid = desk.programme_id
    approve(db, pid, "approver")
    first = write(db, desk, "A village plants saxaul.", "approver")
    assert state(db, pid) is ReviewState.IN_REVIEW, "what would be public is more now"
    with pytest.raises(NotAllowed):
        approve(db, pid, "approver")
    approve(db, pid, "admin")
    (layer,) = publish(desk.archive, db, desk.edition, pid, "admin").translations
    assert (layer.maker, layer.machine, layer.language) == (Maker.JOURNALIST, None, "en")
    assert [each.text for each in layer.segments] == ["A village plants saxaul."]
    type_words(db, pid, desk.segment_id, "Басқа сөздер", "journalist")
    stale = english_of(db, pid)
    assert fresh_english(stale, current_text(db, pid).segments) == {}
    approve(db, pid, "admin")
    corrected = publish(desk.archive, db, desk.edition, pid, "admin", "Words of the programme were corrected.")
    assert corrected.translations == ()
    write(db, desk, "A village plants saxaul.", "journalist", first)
    assert list(fresh_english(english_of(db, pid), current_text(db, pid).segments)) == [desk.segment_id]


def test_english_of_words_that_changed_while_it_was_written_is_out_of_date(db: Database, desk: Desk) -> None:
    seen = words_sha256(db, desk)
    type_words(db, desk.programme_id, desk.segment_id, "Басқа сөздер", "approver")
    write_english(db, desk.programme_id, desk.segment_id, "Old", "journalist", base_id=None, source_sha256=seen)
    assert [each.text for each in english_of(db, desk.programme_id).values()] == ["Old"], "nothing is lost"
    assert fresh_english(english_of(db, desk.programme_id), current_text(db, desk.programme_id).segments) == {}


def test_english_for_a_passage_that_went_meanwhile_is_given_back(desk: Desk) -> None:
    answer = desk.visitor("journalist").post(
        f"{desk.address}/segments/s-gone/english", {"english": "A village plants."}
    )
    assert answer.status_code == 404
    assert "A village plants.</textarea>" in answer.text


def test_whoever_takes_english_away_does_not_approve_that_alone(db: Database, desk: Desk) -> None:
    first = write(db, desk, "A village plants saxaul.")
    approve(db, desk.programme_id, "approver")
    write(db, desk, "", "approver", first)
    assert state(db, desk.programme_id) is ReviewState.IN_REVIEW
    with pytest.raises(NotAllowed):
        approve(db, desk.programme_id, "approver")


def test_form_shows_the_machines_english_and_keeps_the_persons(desk: Desk, db: Database) -> None:
    with_a_translation(desk, "A village plants machine trees.")
    journalist, approver = desk.visitor("journalist"), desk.visitor("approver")
    address = f"{desk.address}/segments/{desk.segment_id}"
    page = journalist.get(address).text
    assert "A village plants machine trees." in page
    assert "By machine, not checked" in page
    seen = {name: hidden(page, name) for name in ("english_base", "english_source")}
    assert journalist.post(f"{address}/english", {"english": "Ours & theirs"} | seen).status_code == 303
    assert "Ours &amp; theirs</textarea>" in journalist.get(address).text
    refused = approver.post(f"{address}/english", {"english": "Another"} | seen)
    assert refused.status_code == 412
    assert "Ours &amp; theirs</blockquote>" in refused.text
    assert "Another</textarea>" in refused.text
    newest = seen | {"english_base": hidden(refused.text, "english_base")}
    bad = approver.post(f"{address}/english", {"english": "bell \x07"} | newest)
    assert bad.status_code == 422
    assert approver.post(f"{address}/english", {"english": "Another"} | newest).status_code == 303
    assert "Ours &amp; theirs" in approver.get(address).text, "what was written before"
    assert texts(db, desk) == [("Another", "approver"), ("Ours & theirs", "journalist")]
