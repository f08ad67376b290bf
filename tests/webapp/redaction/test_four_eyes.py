"""Who lets a name through does not approve that alone, whatever others do after it."""

from __future__ import annotations

import time

import pytest
from sqlite_utils import Database

from media.records import Span
from tests.webapp.desk import Desk
from tests.webapp.redaction.kept_back import NAME, REASON
from webapp.accounts import get_user
from webapp.errors import ApprovalRefused
from webapp.people.assignments import assign
from webapp.redaction.find import find_places
from webapp.redaction.opened import opened
from webapp.redaction.records import Decision
from webapp.redaction.store import add_person, add_span, decide, lift
from webapp.review import approve, content, is_last_editor


def is_editor(db: Database, desk: Desk, name: str) -> bool:
    return is_last_editor(db, content(db, desk.programme_id), get_user(db, name))


def open_places(db: Database, desk: Desk) -> list[str]:
    now = content(db, desk.programme_id)
    return [each.place_id for each in find_places(now, opened(now.redactions)) if each.is_asked]


@pytest.fixture
def kept(desk: Desk, db: Database) -> str:
    for name in ("approver", "approver_too"):
        assign(db, desk.programme_id, name, "admin")
    return add_person(db, desk.programme_id, [NAME], "journalist", reason=REASON).redaction_id


@pytest.mark.parametrize("decision", list(Decision))
def test_a_later_row_of_somebody_else_takes_nothing_away(
    desk: Desk, db: Database, kept: str, decision: Decision
) -> None:
    first, *others = open_places(db, desk)
    decide(db, desk.programme_id, [first], decision, "approver")
    decide(db, desk.programme_id, others, Decision.CONFIRMED, "journalist")
    assert is_editor(db, desk, "approver")
    assert not is_editor(db, desk, "approver_too")
    with pytest.raises(ApprovalRefused):
        approve(db, desk.programme_id, "approver")
    assert approve(db, desk.programme_id, "approver", "Nobody else is here.").override


def test_lifting_counts_and_only_the_approval_of_somebody_else_ends_it(desk: Desk, db: Database, kept: str) -> None:
    pid = desk.programme_id
    lift(db, pid, kept, "approver", reason=REASON)
    add_span(db, pid, Span(0, 500), "journalist", reason=REASON)
    assert is_editor(db, desk, "approver")
    time.sleep(0.002)
    approve(db, pid, "approver", "Nobody else is here.")
    add_span(db, pid, Span(500, 1_000), "journalist", reason=REASON)
    assert is_editor(db, desk, "approver")
    approve(db, pid, "approver_too", "Everything was heard.")
    add_span(db, pid, Span(0, 1_000), "journalist", reason=REASON)
    assert not is_editor(db, desk, "approver")
