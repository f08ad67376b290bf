"""The pages of checking: every answer by a form, refusals that lose nothing, two people at one item."""

from __future__ import annotations

from contextlib import closing
from http import HTTPStatus
from pathlib import Path

import pytest

from tests.transcribe.texts import type_words
from tests.webapp.checking.copied import copied
from tests.webapp.desk import Desk, hidden, make_desk
from tests.webapp.linked import with_links
from webapp.audit import entries, verify
from webapp.checking.queue import Asked, queue_of
from webapp.review import content


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return with_links(make_desk(tmp_path_factory.mktemp("linked")))


@pytest.fixture
def desk(tmp_path: Path, linked: Desk) -> Desk:
    return copied(linked, tmp_path)


def asked(desk: Desk, text: str) -> Asked:
    with closing(desk.open()) as db:
        return next(each for each in queue_of(db, content(db, desk.programme_id)).asked if each.item.text == text)


def address(desk: Desk, item: Asked) -> str:
    return f"{desk.address}/check/{item.item.key}"


def test_an_answer_leads_to_the_next_item(desk: Desk) -> None:
    person = desk.visitor("journalist")
    overview = person.get(f"{desk.address}/check").text
    assert "0 of 8 checked, 8 must still be" in overview
    assert "no place in the sound is known" in overview
    twelve = asked(desk, "Twelve")
    page = person.get(address(desk, twelve)).text
    assert "<mark>Twelve</mark> women" in page
    assert '<audio controls preload="auto"' in page
    sent = {"answer": "heard so", "heard": "8000", "seen": hidden(page, "seen")}
    done = person.post(address(desk, twelve), sent)
    assert done.status_code == HTTPStatus.SEE_OTHER
    assert "/check/n-" in done.location
    overview = person.get(f"{desk.address}/check").text
    assert "1 of 8 checked, 7 must still be" in overview
    assert "heard so, journalist" in overview
    assert "heard at 0:08" in overview


def test_who_has_not_heard_it_is_told_so(desk: Desk) -> None:
    person, twelve = desk.visitor("journalist"), asked(desk, "Twelve")
    seen = hidden(person.get(address(desk, twelve)).text, "seen")
    refused = person.post(address(desk, twelve), {"answer": "heard so", "seen": seen})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Hear it first, then say that it is heard so. Nothing was stored." in refused.text
    assert person.post(address(desk, twelve), {"answer": "perhaps"}).status_code == HTTPStatus.BAD_REQUEST


def test_the_second_of_two_sees_what_the_first_decided(desk: Desk) -> None:
    first, second, twelve = desk.visitor("journalist"), desk.visitor("approver"), asked(desk, "Twelve")
    seen = hidden(second.get(address(desk, twelve)).text, "seen")
    assert first.post(address(desk, twelve), {"answer": "wrong", "seen": seen}).status_code == HTTPStatus.SEE_OTHER
    late = second.post(address(desk, twelve), {"answer": "heard so", "heard": "8000", "seen": seen})
    assert late.status_code == HTTPStatus.PRECONDITION_FAILED
    assert "wrong, to be corrected, journalist" in late.text
    assert "Found wrong, to be corrected" in second.get(f"{desk.address}/check").text


def test_words_typed_in_a_conflict_come_back(desk: Desk) -> None:
    person, twelve = desk.visitor("journalist"), asked(desk, "Twelve")
    page = person.get(address(desk, twelve)).text
    segment_id = twelve.item.segment_ids[0]
    sent = {name: hidden(page, name) for name in ("seen", "segment", "base")}
    with closing(desk.open()) as db:
        type_words(db, desk.programme_id, segment_id, "біреудің сөздері", "approver")
    refused = person.post(address(desk, twelve), sent | {"answer": "corrected", "text": "менің сөздерім"})
    assert refused.status_code == HTTPStatus.PRECONDITION_FAILED
    assert "менің сөздерім</textarea>" in refused.text
    assert "біреудің сөздері" in refused.text


def test_what_is_asked_no_more_leads_back(desk: Desk) -> None:
    person = desk.visitor("journalist")
    gone = person.get(f"{desk.address}/check/s-nothing")
    assert gone.status_code == HTTPStatus.SEE_OTHER
    assert gone.location == f"{desk.address}/check"
    kept = person.post(f"{desk.address}/check/s-nothing", {"answer": "corrected", "text": "сөз", "seen": "x"})
    assert kept.status_code == HTTPStatus.PRECONDITION_FAILED
    assert "сөз</textarea>" in kept.text


def test_every_answer_is_in_the_audit(desk: Desk) -> None:
    person, twelve = desk.visitor("journalist"), asked(desk, "Twelve")
    seen = hidden(person.get(address(desk, twelve)).text, "seen")
    person.post(address(desk, twelve), {"answer": "not heard, may stay", "seen": seen})
    with closing(desk.open()) as db:
        newest = entries(db, desk.programme_id, newest_first=True, limit=1)[0]
        assert (newest.user_name, newest.action) == ("journalist", "checked: not heard, may stay")
        assert list(verify(db)) == []
        db.execute("UPDATE check_decision SET answer = 'heard so'")
        assert any("was changed since" in fault.sentence for fault in verify(db))
    assert "Checked: not heard, may stay" in person.get(f"{desk.address}/history").text
