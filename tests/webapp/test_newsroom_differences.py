"""What a newer run heard otherwise, as a browser without JavaScript uses it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database
from werkzeug.test import TestResponse

from tests.transcribe.texts import type_words
from tests.webapp.desk import Desk, make_desk, with_a_second_run
from tests.webapp.editions import PROVENANCE, segments
from transcribe.revise import current_text, revisions_of
from transcribe.transcripts import RECOGNISED, NewRun, store_transcript
from transcribe.translation.records import sources_sha256
from webapp.english import write_english

PLACE = "/runs/2/differences"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return with_a_second_run(make_desk(tmp_path))


@pytest.fixture
def db(desk: Desk) -> Iterator[Database]:
    db = desk.open()
    yield db
    db.close()


def words(db: Database, desk: Desk) -> list[str]:
    return [segment.text for segment in current_text(db, desk.programme_id).segments]


def take_over(desk: Desk, segment_id: str, page: str, actor: str = "journalist_too") -> TestResponse:
    """Press the button of a difference on a page that was loaded before."""
    form = page[page.index(f'/differences/{segment_id}"') :]
    seen = re.search(r'name="seen" value="(\w+)"', form)
    assert seen
    return desk.visitor(actor).post(f"{desk.address}{PLACE}/{segment_id}", {"seen": seen[1]})


def test_the_programme_says_that_a_newer_run_differs(desk: Desk) -> None:
    page = desk.visitor("journalist").get(desk.address).text
    assert "A newer run (2, model small) differs in 2 places. The words below have not changed." in page
    assert f'href="{desk.address}{PLACE}"' in page
    assert "таңертең" not in page


def test_the_page_marks_what_would_go_and_come_in_words_too(desk: Desk) -> None:
    page = desk.visitor("journalist").get(desk.address + PLACE).text
    assert "2 differences" in page
    assert '<del><span class="aside">[goes: </span>егеді<span class="aside">]</span></del>' in page
    assert '<ins><span class="aside">[comes: </span>екті<span class="aside">]</span></ins>' in page
    assert "corrected by journalist" in page
    assert f'href="{desk.address}/sound#t=0,3.2"' in page
    assert "On 1 of them nobody has worked." in page


@pytest.mark.parametrize(("language", "said"), [("kk", "Қазір"), ("ru", "Сейчас")])
def test_the_page_speaks_the_readers_language(desk: Desk, language: str, said: str) -> None:
    page = desk.visitor("journalist").get(f"{desk.address}{PLACE}?ui={language}").text
    assert f"<dt>{said}</dt>" in page
    assert "Take over" not in page


def test_one_place_is_taken_over(desk: Desk, db: Database) -> None:
    page = desk.visitor("journalist_too").get(desk.address + PLACE).text
    answer = take_over(desk, "s0", page)
    assert (answer.status_code, answer.location) == (303, f"{desk.address}{PLACE}#s1")
    assert words(db, desk)[0] == "Қызылорда облысы Арал ауданы сексеуіл екті . Бұл"
    assert revisions_of(db, desk.programme_id)[0].author == "journalist_too"
    programme = desk.visitor("journalist").get(desk.address).text
    assert "words of run 2" in programme
    assert "Some words are those of run 2 (faster-whisper 1.2.1, model small)." in programme
    assert take_over(desk, "s0", page).status_code == 303, "pressed twice"
    assert len(revisions_of(db, desk.programme_id)) == 2


def test_a_persons_words_are_replaced_only_by_their_own_button(desk: Desk, db: Database) -> None:
    page = desk.visitor("journalist_too").get(desk.address + PLACE).text
    assert "Replace the words of journalist" in page
    desk.visitor("journalist_too").post(desk.address + PLACE)
    assert words(db, desk)[-1] == "деді ол бүгін кешке"
    take_over(desk, "s1", page)
    assert words(db, desk)[-1].endswith("ол бүгін түнде ерте")
    page = desk.visitor("journalist").get(desk.address + PLACE).text
    assert "Nothing is left to compare" in page


def test_words_that_changed_meanwhile_are_shown_beside_those_to_be_taken(desk: Desk, db: Database) -> None:
    page = desk.visitor("journalist_too").get(desk.address + PLACE).text
    type_words(db, desk.programme_id, "s0", "Басқа", "approver")
    answer = take_over(desk, "s0", page)
    assert answer.status_code == 412
    assert re.search(r'role="alert".*<blockquote[^>]*>Басқа</blockquote>.*сексеуіл екті', answer.text, re.DOTALL)
    assert words(db, desk)[0] == "Басқа"


def test_a_run_is_set_aside(desk: Desk) -> None:
    answer = desk.visitor("approver").post(desk.address + "/runs/2/set-aside")
    assert answer.status_code == 303
    page = desk.visitor("journalist").get(desk.address).text
    assert "approver has set the newer run 2 (model small) aside." in page
    assert "differs in" not in page
    page = desk.visitor("journalist").get(desk.address + PLACE).text
    assert "Set this run aside" not in page


def press(desk: Desk, button: str, page: str, segment_id: str = "s0") -> TestResponse:
    """Press another button of a difference than the one that takes it over."""
    seen = re.search(r'name="seen" value="(\w+)"', page[page.index(f'id="{segment_id}"') :])
    assert seen
    return desk.visitor("journalist_too").post(f"{desk.address}{PLACE}/{segment_id}/{button}", {"seen": seen[1]})


def test_one_difference_is_set_aside_and_brought_back(desk: Desk, db: Database) -> None:
    journalist = desk.visitor("journalist_too")
    before = words(db, desk)
    page = journalist.get(desk.address + PLACE).text
    answer = press(desk, "set-aside", page)
    assert (answer.status_code, answer.location) == (303, f"{desk.address}{PLACE}#s1")
    page = journalist.get(desk.address + PLACE).text
    assert "1 difference</h2>" in page
    assert "1 difference set aside" in page
    assert "set aside by journalist_too" in page
    assert "differs in 1 place." in journalist.get(desk.address).text
    assert press(desk, "bring-back", page).location == f"{desk.address}{PLACE}#s0"
    assert "2 differences</h2>" in journalist.get(desk.address + PLACE).text
    assert words(db, desk) == before


def test_what_somebody_put_into_english_is_marked_and_taken_over_by_itself_only(desk: Desk, db: Database) -> None:
    address, person = desk.address + PLACE, desk.visitor("journalist_too")
    unedited = current_text(db, desk.programme_id).segments[0]
    mark = "read, or put into English, by somebody"
    assert mark not in person.get(address).text
    write_english(
        db,
        desk.programme_id,
        unedited.segment_id,
        "My own English.",
        "journalist",
        base_id=None,
        source_sha256=sources_sha256([unedited]),
    )
    page = person.get(address).text
    assert mark in page
    assert "Take over all that nobody has worked on" not in page
    assert "People have edited, read, or put into English all of these passages" in page, "nobody edited all of them"


def test_words_that_changed_meanwhile_are_not_set_aside_unseen(desk: Desk, db: Database) -> None:
    page = desk.visitor("journalist_too").get(desk.address + PLACE).text
    type_words(db, desk.programme_id, "s0", "Басқа", "approver")
    answer = press(desk, "set-aside", page)
    assert answer.status_code == 412
    assert "Басқа</blockquote>" in answer.text
    assert press(desk, "bring-back", page).status_code == 303
    assert "2 differences</h2>" in desk.visitor("journalist_too").get(desk.address + PLACE).text


def test_many_differences_are_shown_page_by_page(desk: Desk, db: Database) -> None:
    text = current_text(db, desk.programme_id)
    longer = segments(" ".join(f"сөз{number}" for number in range(60 * 8)))
    run = NewRun(text.transcript.recording_id, RECOGNISED, PROVENANCE, longer)
    store_transcript(db, desk.programme_id, run)
    first = desk.visitor("journalist").get(f"{desk.address}/runs/3/differences").text
    assert first.count('name="seen"') == 50
    assert "Page 1 of 2" in first
    assert first.count("/differences?page=2") == 1
    second = desk.visitor("journalist").get(f"{desk.address}/runs/3/differences?page=2").text
    assert second.count('name="seen"') == 10
    assert desk.visitor("journalist").get(f"{desk.address}/runs/3/differences?page=99").text.count('name="seen"') == 10


@pytest.mark.parametrize("address", ["/runs/7/differences", "/runs/0/differences", f"/runs/{1 << 70}/differences"])
def test_a_run_that_is_not_there_is_not_found(desk: Desk, address: str) -> None:
    assert desk.visitor("journalist").get(desk.address + address).status_code == 404


def test_what_a_machine_heard_cannot_become_markup(desk: Desk, db: Database) -> None:
    text = current_text(db, desk.programme_id)
    hostile = segments('<script>alert(1)</script> "><img src=x onerror=alert(1)>')
    run = NewRun(text.transcript.recording_id, RECOGNISED, PROVENANCE, hostile)
    store_transcript(db, desk.programme_id, run)
    page = desk.visitor("journalist").get(f"{desk.address}/runs/3/differences").text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    assert "<img" not in page
