"""Who has forgotten their password sets another by a link of an admin: once, soon, and nobody learns it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlite_utils import Database
from werkzeug.test import TestResponse

from tests.security.test_newsroom_sessions import enter
from tests.webapp.desk import PASSWORD, Desk, hidden
from webapp.accounts import add_user_without_password, disable_user, get_user, require_password, set_password
from webapp.audit import entries, verify
from webapp.people.ways_back import come_back, make_way_back

NEW = "four words of another day"


def link_for(desk: Desk, db: Database, name: str) -> str:
    answer = desk.visitor("admin").post(f"/people/{get_user(db, name).user_id}/new-password")
    assert answer.status_code == 201
    found = re.search(r"http://localhost(/new-password/[\w-]{40,})", answer.text)
    assert found
    return found[1]


def choose(client: FlaskClient, link: str, new: str = NEW, again: str | None = None) -> TestResponse:
    form = {"csrf_token": hidden(client.get(link).text, "csrf_token"), "new": new, "again": again or new}
    return client.post(link, data=form)


def test_a_forgotten_password_is_set_anew_by_its_person(desk: Desk, db: Database) -> None:
    before, client = desk.visitor("journalist").client, desk.app.test_client()
    link = link_for(desk, db, "journalist")
    assert "journalist" in client.get(link).text
    for new, again, said in (
        ("short", None, "Use at least 12 characters"),
        (NEW, "others", "The two new passwords differ"),
        ("correcthorsebatterystaple", None, "Many people use this password"),
    ):
        refused = choose(client, link, new, again)
        assert (refused.status_code, said in refused.text) == (422, True)
    assert before.get("/").status_code == 200, "nothing has happened yet"
    assert choose(client, link).location == "/sign-in"
    assert "Sign in by it" in client.get("/sign-in").text
    assert before.get("/").status_code == 302, "signed out everywhere"
    assert enter(desk.app.test_client(), "journalist", PASSWORD).status_code == 401
    assert enter(desk.app.test_client(), "journalist", NEW).status_code == 303
    assert client.get(link).status_code == 404, "once"
    actions = [(each.user_name, each.action) for each in entries(db, newest_first=True, limit=9)]
    assert ("admin", "link for a new password: journalist") in actions
    assert "password changed: journalist" in [action for _, action in actions]
    assert list(verify(db)) == []
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert link.rpartition("/")[2].encode() not in desk.archive.database_path.read_bytes()


@pytest.mark.parametrize(
    "end",
    [
        lambda db: db.execute("UPDATE way_back SET expires_at_ms = 1"),
        lambda db: set_password(db, "journalist", "words of the command line"),
        lambda db: make_way_back(db, get_user(db, "journalist"), get_user(db, "admin")),
        lambda db: disable_user(db, "journalist"),
    ],
)
def test_a_link_ends_and_says_nothing_of_why(desk: Desk, db: Database, end: Callable[[Database], object]) -> None:
    client, link = desk.app.test_client(), link_for(desk, db, "journalist")
    end(db)
    answers = [client.get(each) for each in (link, f"/new-password/{'x' * 43}")]
    assert [each.status_code for each in answers] == [404, 404]
    assert len({re.sub(r"/new-password/[\w-]+|csrf_token\S+", "", each.text) for each in answers}) == 1


def test_who_lost_a_passkey_and_has_no_password_comes_back_by_the_same_way(db: Database) -> None:
    person = add_user_without_password(db, "by passkey", "contributor")
    _, token = make_way_back(db, person, get_user(db, "admin"))
    assert come_back(db, token, NEW) == person
    assert require_password(db, "by passkey", NEW) == person


def test_who_has_left_gets_no_link(desk: Desk, db: Database) -> None:
    left = get_user(db, "journalist_other").user_id
    disable_user(db, "journalist_other")
    assert desk.visitor("admin").post(f"/people/{left}/new-password").status_code == 404
