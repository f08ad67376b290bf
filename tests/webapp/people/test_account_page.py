"""One's own account: sessions are seen and ended, the password is changed, and nobody does it in another's place."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sqlite_utils import Database

from tests.security.test_newsroom_sessions import cookie, csrf, enter
from tests.webapp.desk import PASSWORD, Desk
from webapp import accounts
from webapp.accounts import How, Where, begin_session, get_user, sign_in, signed_in
from webapp.audit import entries
from webapp.people import passwords
from webapp.people.device import browser_name, network_of
from webapp.people.sessions import sessions_of

NEW = "four words of another day"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"


@pytest.fixture
def client(desk: Desk) -> FlaskClient:
    return desk.visitor("journalist").client


def change(client: FlaskClient, **fields: str) -> int:
    form = {"csrf_token": csrf(client), "password": PASSWORD, "new": NEW, "again": NEW}
    return client.post("/account/password", data=form | fields).status_code


def test_a_person_sees_where_they_are_signed_in_and_ends_one(desk: Desk, db: Database, client: FlaskClient) -> None:
    other = desk.app.test_client()
    other.environ_base["REMOTE_ADDR"] = "92.47.12.34"
    other.environ_base["HTTP_USER_AGENT"] = FIREFOX
    enter(other, "journalist")
    page = client.get("/account").text
    assert "Firefox, Windows" in page
    assert "92.47.12.0/24" in page
    assert "92.47.12.34" not in page
    theirs = next(row["session_id"] for row in db.table("session").rows if row["network"])
    assert client.post(f"/account/sessions/{theirs}/end", data={"csrf_token": csrf(client)}).status_code == 303
    assert other.get("/").status_code == 302
    assert client.get("/").status_code == 200
    again = client.post(f"/account/sessions/{theirs}/end", data={"csrf_token": csrf(client)})
    assert again.status_code == 404


def test_nobody_ends_anothers_session(desk: Desk, db: Database, client: FlaskClient) -> None:
    admin = desk.visitor("admin")
    for row in list(db.table("session").rows_where("user_id = ?", [get_user(db, "journalist").user_id])):
        theirs = admin.post(f"/account/sessions/{row['session_id']}/end")
        absent = admin.post("/account/sessions/nothing/end")
        assert (theirs.status_code, absent.status_code) == (404, 404)
        plain = [re.sub('name="csrf_token" value="[^"]*"', "", each.text) for each in (theirs, absent)]
        assert plain[0].replace(str(row["session_id"]), "nothing") == plain[1]
    assert client.get("/").status_code == 200


def test_all_others_end_together(desk: Desk, client: FlaskClient) -> None:
    others = [desk.app.test_client() for _ in range(2)]
    for other in others:
        enter(other, "journalist")
    client.post("/account/sessions/end-others", data={"csrf_token": csrf(client)})
    assert [other.get("/").status_code for other in others] == [302, 302]
    assert client.get("/").status_code == 200


def test_a_new_password_ends_every_other_session_and_gives_this_one_another_token(
    desk: Desk, client: FlaskClient
) -> None:
    other, before = desk.app.test_client(), cookie(client)
    enter(other, "journalist")
    assert change(client) == 303
    assert client.get("/account").status_code == 200
    thief = desk.app.test_client()
    thief.set_cookie("newsroom", before)
    assert [each.get("/").status_code for each in (other, thief)] == [302, 302]
    assert enter(desk.app.test_client(), "journalist").status_code == 401
    assert enter(desk.app.test_client(), "journalist", NEW).status_code == 303


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"password": "not the password"}, "This is not your password."),
        ({"again": "other words of a day"}, "The two new passwords differ"),
        ({"new": "short", "again": "short"}, "Use at least 12 characters"),
        ({"new": "aaaaaaaaaaaaaaaa", "again": "aaaaaaaaaaaaaaaa"}, "Use at least 12 characters"),
    ],
)
def test_what_cannot_be_a_change_of_password(client: FlaskClient, fields: dict[str, str], said: str) -> None:
    form = {"csrf_token": csrf(client), "password": PASSWORD, "new": NEW, "again": NEW} | fields
    answer = client.post("/account/password", data=form)
    assert answer.status_code == 422
    assert said in answer.text
    assert all(value not in answer.text for value in fields.values() if value != "short")
    assert client.get("/account").status_code == 200


def test_whoever_sits_at_an_open_desk_cannot_guess_its_password(client: FlaskClient) -> None:
    statuses = [change(client, password=f"guess number {number}") for number in range(6)]
    assert statuses == [422] * 5 + [429]
    assert change(client) == 429


def test_a_password_of_older_parameters_is_hashed_anew_and_is_no_other(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    weaker = passwords.argon2.PasswordHasher(time_cost=1, memory_cost=8 << 10).hash(PASSWORD)
    db.execute("UPDATE user SET password_hash = ? WHERE name = 'journalist'", [weaker])
    _, before = sign_in(db, "admin", PASSWORD)
    _, token = sign_in(db, "journalist", PASSWORD)
    (kept,) = db.execute("SELECT password_hash FROM user WHERE name = 'journalist'").fetchone()
    assert "m=65536,t=3,p=4" in kept
    assert not passwords.is_outdated(kept)
    assert signed_in(db, token)
    assert signed_in(db, before)
    assert sign_in(db, "journalist", PASSWORD)
    actions = [each.action for each in entries(db, newest_first=True, limit=6)]
    assert "password hashed anew: journalist" in actions
    assert "password changed: journalist" not in actions[:3]


def test_an_account_without_a_password_is_entered_by_none(db: Database) -> None:
    user = accounts.add_user_without_password(db, "Айнұр", "journalist")
    for guess in ("", passwords.NO_PASSWORD, PASSWORD):
        with pytest.raises(accounts.SignInRefused):
            sign_in(db, "Айнұр", guess)
    token = begin_session(db, user, How.PASSKEY, Where("Safari, iPhone", ""))
    assert [(each.how, each.browser, each.is_this) for each in sessions_of(db, user, token)] == [
        (How.PASSKEY, "Safari, iPhone", True)
    ]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (FIREFOX, "Firefox, Windows"),
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36",
            "Chrome, Linux",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 Version/19.0 Safari/604",
            "Safari, iPhone",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 Edg/142.0", "Edge, Windows"),
        ("curl/8.5", ""),
        ("", ""),
    ],
)
def test_browsers_have_names(said: str, name: str) -> None:
    assert browser_name(said) == name


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("92.47.12.34", "92.47.12.0/24"),
        ("2a02:26f7:c0c4:1::1", "2a02:26f7:c0c4::/48"),
        ("fe80::1%eth0", "fe80::/48"),
        ("127.0.0.1", ""),
        ("::1", ""),
        (None, ""),
        ("nonsense", ""),
    ],
)
def test_networks_are_no_addresses(address: str | None, network: str) -> None:
    assert network_of(address) == network
