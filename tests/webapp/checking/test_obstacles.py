"""What nobody has checked, and what was found wrong, stands against an approval until it is settled or overridden."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from tests.webapp.checking.asked import with_something_to_ask
from tests.webapp.desk import Desk, make_desk
from webapp.accounts import get_user
from webapp.checking.decide import check
from webapp.checking.queue import Queue, queue_of
from webapp.checking.records import Answer
from webapp.errors import ApprovalRefused
from webapp.review import approve, content
from webapp.summaries import store_summary

UNCHECKED = "Names, numbers, dates and quotations of the summary that nobody has checked: 3."
WRONG = "Found wrong in the summary, and not corrected yet: 1."


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return with_something_to_ask(make_desk(tmp_path))


def queue(db: Database, desk: Desk) -> Queue:
    return queue_of(db, content(db, desk.programme_id))


def answer_all(db: Database, desk: Desk, wrong: str = "") -> None:
    person = get_user(db, "journalist")
    while found := queue(db, desk).open:
        item, seen = found[0].item, found[0].seen_sha256
        right = Answer.HEARD if item.span else Answer.NOT_HEARD
        answer = Answer.WRONG if item.text == wrong else right
        heard_ms = item.span.start_ms if item.span else None
        check(db, desk.programme_id, item.key, answer, person, seen=seen, heard_ms=heard_ms)


def refusal(db: Database, desk: Desk) -> str:
    with pytest.raises(ApprovalRefused) as raised:
        approve(db, desk.programme_id, "approver")
    return str(raised.value)


def test_approval_waits_until_all_is_checked(desk: Desk) -> None:
    with closing(desk.open()) as db:
        assert UNCHECKED in refusal(db, desk)
        answer_all(db, desk)
        assert approve(db, desk.programme_id, "approver").override is None


def test_what_is_wrong_is_in_the_way_until_it_is_corrected(desk: Desk) -> None:
    with closing(desk.open()) as db:
        answer_all(db, desk, wrong="2018")
        assert WRONG in refusal(db, desk)
        now = content(db, desk.programme_id).summary
        assert now
        corrected = now.text.replace(" in 2018", "")
        store_summary(db, desk.programme_id, corrected, "en", get_user(db, "journalist"), seen=now.document_id)
        asked = queue(db, desk)
        assert asked.wrong == ()
        assert [each.item.text for each in asked.open] == ["The Aral district plants saxaul."], "it is looked for anew"


def test_an_approver_says_in_writing_why_not(desk: Desk) -> None:
    with closing(desk.open()) as db:
        given = approve(db, desk.programme_id, "approver", "the guest confirmed it by telephone")
        assert given.override == "the guest confirmed it by telephone"


def test_a_check_voids_no_approval_of_its_own(desk: Desk) -> None:
    with closing(desk.open()) as db:
        before = content(db, desk.programme_id).sha256
        first = queue(db, desk).open[0]
        person = get_user(db, "journalist")
        check(db, desk.programme_id, first.item.key, Answer.NOT_HEARD, person, seen=first.seen_sha256, heard_ms=None)
        assert content(db, desk.programme_id).sha256 == before
