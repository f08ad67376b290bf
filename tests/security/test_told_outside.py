"""Whoever brought a programme from outside is told the same, whether somebody is kept back or not.

So is found what tells it without saying so: a hash that changes, a count, a length, a job.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.security.test_access_matrix import address, rules
from tests.webapp.desk import Desk
from tests.webapp.redaction.kept_back import KEY, named_desk
from webapp.accounts import get_user
from webapp.gate.ask import ask_for_check
from webapp.people.tokens import Scope, make_token
from webapp.redaction.store import add_person
from webapp.redaction.vault import KEY_VARIABLE
from webapp.review import approve, content, record_blocked

BROUGHT = "contributor_owner"
WHY = "that word is no place of hers"
OWN = re.compile(r'\d{4}-\d\d-\d\dT[\d:.]+Z|name="(?:csrf_token|once)" value="[^"]*"|data-csrf="[^"]*"')
"""What each answer has of its own."""
NO_TEXT = {"sound", "peaks"}
OF_ALL = {"/", "/jobs", "/jobs/progress", "/work", "/api/v1/programmes"}
DECIDED = {
    "/programmes/<programme_id>",
    "/programmes/<programme_id>/history",
    "/api/v1/programmes/<programme_id>",
    "/api/v1/programmes/<programme_id>/review",
}
"""Where it is shown what was decided."""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv(KEY_VARIABLE, KEY)
    return named_desk(tmp_path)


def every_rule(desk: Desk) -> set[str]:
    """Return the addresses of one programme, and those of all that may tell of it."""
    of_one = {rule for rule in rules(desk.app) if "<programme_id>" in rule and "<" not in address(desk, rule)}
    return {rule for rule in of_one if not NO_TEXT.intersection(rule.split("/"))} | OF_ALL


def answers(desk: Desk, secret: str, asked_rules: Collection[str]) -> Iterator[tuple[str, tuple[int, str]]]:
    """Yield what is answered, and with which status."""
    browser, script = desk.visitor(BROUGHT), desk.app.test_client()
    for rule in sorted(asked_rules):
        asked, as_script = address(desk, rule), rule.startswith("/api/")
        got = script.get(asked, headers={"Authorization": f"Bearer {secret}"}) if as_script else browser.get(asked)
        yield asked, (got.status_code, OWN.sub("", got.text))


def test_what_is_answered_is_the_same_whether_somebody_is_kept_back(desk: Desk) -> None:
    with closing(desk.open()) as db:
        _, secret = make_token(db, get_user(db, BROUGHT), "script", [Scope.READ])
        before = dict(answers(desk, secret, every_rule(desk)))
        assert sum(status == 200 for status, _ in before.values()) > 40
        add_person(db, desk.programme_id, ("Айгүл Омарова", "Aigul Omarova"), "journalist", reason=WHY, confirm=True)
        after = dict(answers(desk, secret, every_rule(desk)))
    assert {asked: after[asked] for asked in before if after[asked] != before[asked]} == {}


def test_why_it_was_approved_or_withdrawn_is_told_to_the_newsroom_alone(desk: Desk) -> None:
    with closing(desk.open()) as db:
        _, secret = make_token(db, get_user(db, BROUGHT), "script", [Scope.READ])
        add_person(db, desk.programme_id, ("Айгүл Омарова", "Aigul Omarova"), "journalist", reason=WHY, confirm=True)
        approve(db, desk.programme_id, "approver", WHY)
        named = content(db, desk.programme_id).sha256
        assert ask_for_check(desk.archive, db, desk.programme_id)
        record_blocked(db, desk.programme_id, "approver")
        told = {asked: said for asked, (_, said) in answers(desk, secret, DECIDED)}
    page = desk.visitor("approver").get(desk.address).text
    assert WHY in page
    assert "It is being corrected." in page
    assert len(told) == len(DECIDED)
    assert [asked for asked, said in told.items() if WHY in said or named in said or "corrected." in said] == []
