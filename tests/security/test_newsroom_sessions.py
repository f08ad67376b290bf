"""Nobody acts in another's name: CSRF, fixation, rotation, sign-out, revocation, guessing."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.security.access_newsroom import NEWSROOM_ACCESS
from tests.security.stages import stage_for
from tests.security.test_access_matrix import address, form
from tests.webapp.desk import PASSWORD, Desk, hidden, make_desk
from webapp.accounts import add_user, disable_user
from webapp.newsroom.app import create_newsroom

UNSAFE = sorted(rule for method, rule in NEWSROOM_ACCESS if method == "POST")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def enter(client: FlaskClient, name: str, password: str = PASSWORD, **more: str) -> TestResponse:
    token = hidden(client.get("/sign-in").text, "csrf_token")
    return client.post("/sign-in", data={"csrf_token": token, "name": name, "password": password} | more)


def cookie(client: FlaskClient) -> str:
    found = client.get_cookie("newsroom")
    assert found
    return found.value


def rows(desk: Desk, table: str) -> list[dict[str, object]]:
    db = desk.open()
    try:
        return list(db.table(table).rows)
    finally:
        db.close()


@pytest.mark.parametrize("rule", UNSAFE)
def test_nothing_unsafe_happens_without_the_forms_token(rule: str) -> None:
    desk = stage_for(rule).again()
    admin, other = desk.visitor("admin"), desk.visitor("journalist")
    before = archive_of(desk)
    data = form(desk, rule)
    for token in ({}, {"csrf_token": ""}, {"csrf_token": "x.y.z"}, {"csrf_token": other.csrf()}):
        answer = admin.client.post(address(desk, rule), data=data | token)
        assert answer.status_code == 400, token
    assert archive_of(desk) == before


def archive_of(desk: Desk) -> list[str]:
    db = desk.open()
    try:
        return list(db.conn.iterdump())
    finally:
        db.close()


def test_the_session_of_before_is_dropped_at_sign_in(desk: Desk) -> None:
    client = desk.app.test_client()
    client.get("/sign-in")
    with client.session_transaction() as planted:
        planted["token"], planted["planted"] = "chosen by an attacker", True
        before = planted["csrf_token"]
    assert enter(client, "journalist").status_code == 303
    with client.session_transaction() as session:
        assert session["token"] != "chosen by an attacker"
        assert "planted" not in session
        assert session.get("csrf_token") != before
    stolen = desk.app.test_client()
    with stolen.session_transaction() as session:
        session["token"] = "chosen by an attacker"
    assert stolen.get("/").status_code == 302


def test_signing_in_again_ends_the_session_of_before(desk: Desk) -> None:
    client = desk.app.test_client()
    enter(client, "journalist")
    first = cookie(client)
    client.post("/sign-in", data={"csrf_token": csrf(client), "name": "admin", "password": PASSWORD})
    assert cookie(client) != first
    old = desk.app.test_client()
    old.set_cookie("newsroom", first)
    assert old.get("/").status_code == 302
    assert "admin" in client.get("/").text


def csrf(client: FlaskClient) -> str:
    return hidden(client.get("/").text, "csrf_token")


def test_sign_out_ends_the_session_in_the_archive(desk: Desk) -> None:
    client = desk.app.test_client()
    enter(client, "journalist")
    kept, sessions = cookie(client), len(rows(desk, "session"))
    assert client.post("/sign-out", data={"csrf_token": csrf(client)}).location == "/sign-in"
    assert len(rows(desk, "session")) == sessions - 1
    thief = desk.app.test_client()
    thief.set_cookie("newsroom", kept)
    assert thief.get("/").status_code == 302


def test_a_disabled_account_is_out_with_its_next_request(desk: Desk) -> None:
    client = desk.app.test_client()
    enter(client, "journalist")
    assert client.get("/").status_code == 200
    db = desk.open()
    disable_user(db, "journalist")
    db.close()
    assert client.get("/").status_code == 302


def test_the_cookie_tells_no_password_and_cannot_be_made(desk: Desk) -> None:
    client = desk.app.test_client()
    enter(client, "journalist")
    value = cookie(client)
    for forged in (value[:-2] + ("aa" if value[-2:] != "aa" else "bb"), value.partition(".")[0], ""):
        other = desk.app.test_client()
        other.set_cookie("newsroom", forged)
        assert other.get("/").status_code == 302


def test_the_sixth_bad_sign_in_waits_also_after_a_restart(desk: Desk) -> None:
    client = desk.app.test_client()
    for _ in range(5):
        answer = enter(client, "journalist", "not the password")
        assert answer.status_code == 401
        assert "The name or the password is not right." in answer.text
        assert 'value="journalist"' in answer.text
        assert "not the password" not in answer.text
    restarted = create_newsroom(desk.archive, desk.edition).test_client()
    for each in (client, restarted):
        refused = enter(each, "Journalist")
        assert refused.status_code == 429
        assert 0 < int(refused.headers["Retry-After"]) <= 30
    assert enter(restarted, "admin").status_code == 303


def test_unknown_names_are_answered_as_known_ones(desk: Desk) -> None:
    known = enter(desk.app.test_client(), "journalist", "not the password")
    unknown = enter(desk.app.test_client(), "jjjjjjjjjj", "not the password")
    plain = [re.sub(r'value="[^"]*"', "", answer.text) for answer in (known, unknown)]
    assert plain[0] == plain[1]
    assert known.status_code == unknown.status_code == 401


@pytest.mark.parametrize(
    "to",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "/sign-out",
        "/nowhere",
        "",
    ],
)
def test_sign_in_leads_to_no_other_site(desk: Desk, to: str) -> None:
    assert enter(desk.app.test_client(), "journalist", to=to).location == "/"


def test_sign_in_leads_to_where_one_wanted_to_go(desk: Desk) -> None:
    client = desk.app.test_client()
    wanted = client.get(f"{desk.address}/facts?x=1").location
    assert wanted == f"/sign-in?to={desk.address}/facts"
    assert hidden(client.get(wanted).text, "to") == f"{desk.address}/facts"
    assert enter(client, "journalist", to=f"{desk.address}/facts").location == f"{desk.address}/facts"


def test_the_key_is_the_owners_alone_and_stays(desk: Desk) -> None:
    key = desk.archive.root / "newsroom.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    client = desk.app.test_client()
    enter(client, "journalist")
    restarted = create_newsroom(desk.archive, desk.edition).test_client()
    restarted.set_cookie("newsroom", cookie(client))
    assert restarted.get("/").status_code == 200
    assert list(desk.archive.root.glob("newsroom.key*")) == [key]


def test_the_answers_to_a_user_added_meanwhile(desk: Desk) -> None:
    db = desk.open()
    add_user(db, "Жаңа адам", "contributor", PASSWORD)
    db.close()
    client = desk.app.test_client()
    assert enter(client, "жаңа адам").status_code == 303
    assert "Жаңа адам" in client.get("/").text
