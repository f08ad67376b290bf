"""Signing in by an identity provider: a real one, in a process of its own, right and wrong in every way that counts."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.webapp.desk import Desk, hidden, make_desk
from tests.webapp.people.oidc_provider import CLIENT_ID, CLIENT_SECRET
from webapp.accounts import add_user_without_password, get_user
from webapp.audit import entries
from webapp.people.directory import find_person
from webapp.people.identities import expect
from webapp.people.invitations import invite
from webapp.people.leaving import end_account
from webapp.people.settings import Provider, Settings
from webapp.public.site_address import SiteAddress

ADDRESS = SiteAddress("http", "localhost")
NEW = "words of nobody else"


@dataclass(frozen=True, slots=True)
class Outside:
    """The provider's process."""

    issuer: str

    def tell(self, **how: object) -> None:
        usual = {"fault": "", "subject": "subject-1", "email": "dana@example.org", "verified": True, "shown_s_ago": 0}
        requests.post(f"{self.issuer}/tell", json=usual | how, timeout=5).raise_for_status()


@pytest.fixture(scope="module")
def outside() -> Iterator[Outside]:
    command = [sys.executable, "-m", "tests.webapp.people.oidc_provider"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        said = re.search(r"http://\S+", process.stderr.readline())
        try:
            assert said
            yield Outside(said.group())
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return make_desk(tmp_path_factory.mktemp("identity"))


@pytest.fixture
def desk(outside: Outside, shared: Desk) -> Desk:
    """A newsroom that knows the provider; of the people in it nobody has an identity yet."""
    outside.tell()
    with closing(shared.open()) as db:
        for table in ("identity", "identity_expected"):
            db.execute(f"DELETE FROM {table}")  # noqa: S608
    provider = Provider("Radio Qala", outside.issuer, CLIENT_ID, CLIENT_SECRET)
    return replace(shared, cookies={}, settings=Settings(ADDRESS, provider))


def back_of(asked: TestResponse) -> str:
    """Go to the provider as a browser does; return where it sends one back to, without the host."""
    assert asked.status_code == 302, asked.text
    answer = requests.get(asked.location, allow_redirects=False, timeout=5)
    parts = urlsplit(answer.headers["Location"])
    assert parts.netloc == ADDRESS.host
    return f"{parts.path}?{parts.query}"


def come(client: FlaskClient, query: str = "") -> TestResponse:
    return client.get(back_of(client.get(f"/sign-in/provider{query}")))


def allow(desk: Desk, name: str, address: str) -> None:
    with closing(desk.open()) as db:
        expect(db, name, address, get_user(db, "admin"))


def is_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


def test_an_address_that_an_admin_expects_is_linked_and_signs_in_from_then_on(desk: Desk, outside: Outside) -> None:
    allow(desk, "journalist", "Dana@Example.org")
    client = desk.app.test_client()
    assert come(client, f"?to={desk.address}").location == desk.address
    assert "journalist" in client.get("/account").text
    assert "dana@example.org" in client.get("/account").text
    outside.tell(email="other@example.org")
    again = desk.app.test_client()
    assert come(again).status_code == 303, "the identity counts, not the address"
    assert is_in(again)
    with closing(desk.open()) as db:
        actions = [each.action for each in entries(db, newest_first=True, limit=8)]
        assert "identity linked: journalist" in actions
        assert "identity expected: journalist" in actions
        assert "dana@example.org" not in str(actions)


def test_what_the_provider_is_asked(desk: Desk) -> None:
    asked = parse_qs(urlsplit(desk.app.test_client().get("/sign-in/provider").location).query)
    assert asked["response_type"] == ["code"]
    assert asked["scope"] == ["openid email"]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["max_age"] == ["600"]
    assert asked["redirect_uri"] == ["http://localhost/sign-in/provider/back"]
    assert all(len(asked[name][0]) >= 43 for name in ("state", "nonce", "code_challenge"))
    assert CLIENT_SECRET not in str(asked)


def test_nobody_gets_an_account_by_an_identity_alone(desk: Desk, outside: Outside) -> None:
    with closing(desk.open()) as db:
        before = db.table("user").count
    client = desk.app.test_client()
    refused = come(client)
    assert refused.status_code == 403
    assert "no account here belongs to this identity" in refused.text
    assert not is_in(client)
    allow(desk, "journalist", "dana@example.org")
    outside.tell(verified=False)
    assert come(client).status_code == 403, "an address that nobody verified is nobody's"
    with closing(desk.open()) as db:
        assert db.table("user").count == before


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        ("nonce", 403),
        ("no nonce", 403),
        ("issuer", 403),
        ("audience", 403),
        ("expired", 403),
        ("signature", 403),
        ("alg none", 403),
        ("alg HS256", 403),
        ("iss", 403),
        ("declined", 403),
    ],
)
def test_an_answer_that_cannot_be_trusted_is_refused(desk: Desk, outside: Outside, fault: str, status: int) -> None:
    allow(desk, "journalist", "dana@example.org")
    outside.tell(fault=fault)
    client = desk.app.test_client()
    refused = come(client)
    assert refused.status_code == status
    assert refused.text.count("<h1") == 1
    assert not is_in(client)
    with closing(desk.open()) as db:
        assert db.table("identity").count == 0


@pytest.mark.parametrize("fault", ["away", "endless", "broken", "other issuer named"])
def test_a_provider_that_does_not_answer_is_said_to(desk: Desk, outside: Outside, fault: str) -> None:
    outside.tell(fault=fault)
    answer = desk.app.test_client().get("/sign-in/provider")
    assert answer.status_code == 502
    assert "sign in by your password" in answer.text


def test_the_door_leads_to_the_provider_alone(desk: Desk, outside: Outside) -> None:
    client = desk.app.test_client()
    back = back_of(client.get("/sign-in/provider"))
    outside.tell(fault="other host")
    assert client.get(back).status_code == 502


def test_an_answer_is_taken_once_and_in_the_browser_that_asked(desk: Desk) -> None:
    allow(desk, "journalist", "dana@example.org")
    client, other = desk.app.test_client(), desk.app.test_client()
    back = back_of(client.get("/sign-in/provider"))
    kept = client.get_cookie("newsroom")
    assert kept
    other.get("/sign-in/provider")
    assert other.get(back).status_code == 403, "the state is another browser's"
    assert client.get(back).status_code == 303
    client.set_cookie("newsroom", kept.value)
    assert client.get(back).status_code == 403, "the cookie of before, replayed"
    assert desk.app.test_client().get("/sign-in/provider/back?code=x&state=").status_code == 403


def test_who_takes_more_than_ten_minutes_begins_again(desk: Desk) -> None:
    allow(desk, "journalist", "dana@example.org")
    client = desk.app.test_client()
    back = back_of(client.get("/sign-in/provider"))
    with client.session_transaction() as kept:
        left_ms = kept["ceremony"]["until_ms"] - time.time_ns() // 1_000_000
        kept["ceremony"] = kept["ceremony"] | {"until_ms": kept["ceremony"]["until_ms"] - 10 * 60_000}
    assert left_ms <= 10 * 60_000
    assert client.get(back).status_code == 403


@pytest.mark.parametrize(
    ("shown_s_ago", "said"), [(0, ""), (3600, "Sign out and in again"), (None, "does not say when you signed in")]
)
def test_who_sets_a_first_password_has_just_signed_in_at_the_provider(
    desk: Desk, outside: Outside, shown_s_ago: int | None, said: str
) -> None:
    name = f"shown {shown_s_ago}"
    with closing(desk.open()) as db:
        add_user_without_password(db, name, "contributor")
    allow(desk, name, f"{shown_s_ago}@example.org")
    outside.tell(subject=name, email=f"{shown_s_ago}@example.org", shown_s_ago=shown_s_ago)
    client = desk.app.test_client()
    assert come(client).status_code == 303, "enough to work"
    form = {"csrf_token": hidden(client.get("/account").text, "csrf_token"), "new": NEW, "again": NEW}
    answer = client.post("/account/password", data=form)
    assert answer.status_code == (422 if said else 303)
    assert said in answer.text


def test_an_invited_person_makes_an_account_by_their_identity(desk: Desk, outside: Outside) -> None:
    outside.tell(subject="subject-2", email="ulan@example.org")
    with closing(desk.open()) as db:
        _, token = invite(db, "contributor", get_user(db, "admin"))
    client = desk.app.test_client()
    assert come(client, f"?invitation={token}").location == f"/invitations/{token}"
    page = client.get(f"/invitations/{token}").text
    assert "ulan@example.org" in page
    form = {"csrf_token": hidden(page, "csrf_token"), "name": "Ұлан", "by": hidden(page, "by")}
    assert client.post(f"/invitations/{token}", data=form).status_code == 303
    assert is_in(client)
    with closing(desk.open()) as db:
        person = find_person(db, get_user(db, "ұлан").user_id)
        assert (person.user.role, person.has_password, person.has_identity) == ("contributor", False, True)
    again = desk.app.test_client()
    assert come(again).status_code == 303
    assert "Ұлан" in again.get("/account").text


def test_whoever_left_comes_in_by_no_identity(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> None:
    allow(desk, "journalist_other", "dana@example.org")
    client = desk.app.test_client()
    assert come(client).status_code == 303
    with closing(desk.open()) as db:
        end_account(db, "journalist_other", get_user(db, "admin"))
    assert not is_in(client)
    assert come(client).status_code == 403


def test_a_newsroom_without_a_provider_loads_none_of_it() -> None:
    code = "import webapp.newsroom.app, sys; print('\\n'.join(sys.modules))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {name.partition(".")[0] for name in found} & {"authlib", "joserfc", "webauthn", "requests", "cbor2"}
