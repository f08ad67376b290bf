"""Every operation × actor × scope is answered as its row says; without a token that can be used, all alike."""

from __future__ import annotations

import re
import time
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from werkzeug.test import TestResponse

from tests.security.access_api import ACTORS, API_ACCESS
from tests.security.access_newsroom import NEWSROOM_ACCESS
from tests.security.test_access_matrix import METHODS
from tests.security.test_newsroom_headers import problems
from tests.webapp.api.asking import PROBLEM, Script, script
from tests.webapp.desk import SUMMARY, Desk, fill, make_desk, with_a_second_run, with_a_translation
from transcribe.linking.claims import split_claims
from transcribe.revise import current_text
from webapp.accounts import disable_user, get_user, set_password
from webapp.newsroom.api.openapi import BASE
from webapp.newsroom.api.operations import NOT_BY_TOKEN, OPERATIONS
from webapp.newsroom.api.rate import Rate
from webapp.newsroom.routes import ROUTES
from webapp.people.tokens import Scope, end_token, make_token, tokens_of

BY_ROW = {(operation.method, operation.path): operation for operation in OPERATIONS}
ENDED: list[str] = []
PLACES = sorted({path for _, path in API_ACCESS})


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return furnished(tmp_path_factory.mktemp("api"))


def furnished(root: Path) -> Desk:
    """Return a newsroom that has something for every operation; what a test asks for may be asked for again."""
    desk = with_a_translation(with_a_second_run(make_desk(root)))
    desk.app.config["API_RATE"] = Rate(10**9)
    return desk


def place(desk: Desk, path: str, programme_id: str | None = None) -> str:
    """Return the address of an operation about what there is at the desk."""
    named = {
        "programme_id": programme_id or desk.programme_id,
        "segment_id": desk.segment_id,
        "claim_id": split_claims(SUMMARY)[0].claim_id,
        "job_id": desk.job_id,
        "change_id": "0",
        "user_id": ended_id(desk),
        **dict.fromkeys(
            (
                *("thread_id", "comment_id", "item_key", "invitation_id", "document_id", "redaction_id"),
                *("upload_id", "other_id"),
            ),
            "nothing",
        ),
        "number": "0" if "/edits" in path else "2",
        "name": "csv" if "links-file" in path else "vtt",
    }
    return re.sub(r"\{(\w+)\}", lambda part: named[part[1]], path)


def ended_id(desk: Desk) -> str:
    """Return the id of the account that has ended: the same in every newsroom that was copied from one."""
    if not ENDED:
        with closing(desk.open()) as db:
            ENDED.extend(row["user_id"] for row in db.query("SELECT user_id FROM user WHERE disabled_at IS NOT NULL"))
    return ENDED[0]


def test_every_operation_has_a_row_and_every_route_is_one(desk: Desk) -> None:
    assert set(BY_ROW) == set(API_ACCESS)
    assert {row: operation.scope for row, operation in BY_ROW.items()} == {
        row: access.scope for row, access in API_ACCESS.items()
    }
    served = {
        (method, rule.rule)
        for rule in desk.app.url_map.iter_rules()
        for method in rule.methods or ()
        if rule.rule.startswith("/api") and method not in {"HEAD", "OPTIONS"}
    }
    made = {(operation.method, BASE + operation.rule) for operation in OPERATIONS}
    assert served == {*made, ("GET", f"{BASE}/openapi.json")}


def test_what_a_page_changes_the_api_does_too_or_says_why_not() -> None:
    pages = {f"{method} {rule}" for rule, method, _ in ROUTES if method != "GET"}
    done = {page for operation in OPERATIONS for page in operation.pages}
    assert pages - done - set(NOT_BY_TOKEN) == set(), "pages that the API cannot do"
    assert (done | set(NOT_BY_TOKEN)) - pages == set(), "pages that there are not"
    assert done & set(NOT_BY_TOKEN) == set()
    assert all(NOT_BY_TOKEN.values())


@pytest.mark.parametrize("actor", ACTORS)
def test_actors(desk: Desk, actor: str) -> None:
    who, wrong = script(desk, actor), []
    for (method, path), row in API_ACCESS.items():
        expected = int(getattr(row, actor))
        answer = who.ask(method, place(desk, path))
        if answer.status_code != expected:
            wrong.append(f"{method} {path}: {answer.status_code}, the row says {expected}: {answer.text[:200]}")
        if answer.status_code in {403, 404}:
            assert answer.headers["Content-Type"] == PROBLEM
            assert desk.programme_id not in answer.text
    assert wrong == []


@pytest.mark.parametrize("scope", Scope)
def test_a_scope_opens_what_it_is_for_and_nothing_else(desk: Desk, scope: Scope) -> None:
    only = script(desk, "admin", [scope])
    others = script(desk, "admin", [each for each in Scope if each is not scope])
    wrong = []
    for (method, path), row in API_ACCESS.items():
        if row.scope is scope:
            answers = [who.ask(method, place(desk, path)).status_code for who in (others, only)]
            wrong += [(method, path, answers)] if answers != [403, row.admin] else []
    assert wrong == []


def test_no_scope_tells_whether_something_is_there(desk: Desk) -> None:
    who = script(desk, "contributor_other", [Scope.PEOPLE])
    told = {who.ask("GET", place(desk, "/programmes/{programme_id}", each)).data for each in (None, "nobody")}
    assert len(told) == 1


def test_methods_that_are_not_there(desk: Desk) -> None:
    admin = script(desk)
    urls = desk.app.url_map.bind("localhost")
    for path in PLACES:
        there = set(urls.allowed_methods(BASE + place(desk, path)))
        assert {method for method, each in API_ACCESS if each == path} <= there
        options = admin.ask("OPTIONS", place(desk, path))
        assert (options.status_code, set(options.headers["Allow"].split(", "))) == (200, there)
        for method in sorted(set(METHODS) - there)[:1]:
            answer = admin.ask(method, place(desk, path))
            assert (answer.status_code, answer.headers["Content-Type"]) == (405, PROBLEM), path
            assert set(answer.headers["Allow"].split(", ")) == there


def test_who_has_no_token_that_can_be_used_is_nobody(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    client, good = desk.app.test_client(), script(desk, "journalist_too").token
    expired, ended, left, renewed = (
        script(desk, actor).token for actor in ("approver_too", "journalist", "journalist_other", "contributor_owner")
    )
    with closing(desk.open()) as db:
        owner = get_user(db, "journalist")
        end_token(db, owner, tokens_of(db, owner)[0].token_id)
        db.execute("UPDATE token SET expires_at_ms = 1 WHERE user_id = ?", [get_user(db, "approver_too").user_id])
        disable_user(db, "journalist_other")
        set_password(db, "contributor_owner", "another long password")
    headers: list[dict[str, str]] = [
        {},
        {"Authorization": ""},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer "},
        {"Authorization": f"Basic {good}"},
        {"Authorization": f"Bearer {good[:-1]}"},
        {"Authorization": f"Bearer {good}x"},
        {"Authorization": f"Bearer {good.upper()}"},
        {"Authorization": f"Token {good}"},
        {"X-Token": good},
        *({"Authorization": f"Bearer {each}"} for each in (expired, ended, left, renewed)),
    ]
    bodies: set[bytes] = set()
    asked = [(method, path, {}) for method, path in API_ACCESS]
    asked += [(method, path, {}) for method in METHODS for path in ("/me", "/nowhere", "/openapi.json")]
    asked += [("GET", "/me", sent) for sent in headers]
    for method, path, sent in asked:
        answer = client.open(f"{BASE}{place(desk, path)}", method=method, headers=sent)
        assert answer.status_code == 401, (method, path, sent)
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        bodies |= {answer.data} if method != "HEAD" else set()
    assert len(bodies) == 1
    assert client.get(f"{BASE}/me?token={good}").status_code == 401
    assert client.get(f"{BASE}/me", headers={"Authorization": f"bearer {good}"}).status_code == 200


def test_who_is_signed_in_is_nobody_here_and_a_token_opens_no_page(desk: Desk) -> None:
    signed_in = desk.visitor("admin").client
    assert signed_in.get("/programmes").status_code == 200
    for method, path in API_ACCESS:
        assert signed_in.open(BASE + place(desk, path), method=method).status_code == 401
    who = script(desk)
    for method, rule in NEWSROOM_ACCESS:
        if (method, rule) == ("GET", "/audit"):
            headers = {"Authorization": f"Bearer {who.token}"}
            assert desk.app.test_client().get(rule, headers=headers).status_code == 302


def test_no_answer_sets_a_cookie_or_opens_to_other_sites(desk: Desk) -> None:
    who, origin = script(desk), {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "GET"}
    answers: list[TestResponse] = [
        who.ask("GET", "/me"),
        who.ask("GET", "/me", headers=origin),
        who.ask("GET", "/nowhere"),
        who.ask("PUT", "/me"),
        who.ask("GET", "/me?ui=kk"),
        who.ask("OPTIONS", "/programmes", headers=origin),
        who.ask("GET", place(desk, "/programmes/{programme_id}/sound"), headers={"Range": "bytes=0-9"}),
        who.ask("PATCH", place(desk, "/programmes/{programme_id}/facts"), {"author": "A"}),
        desk.app.test_client().get(f"{BASE}/me", headers=origin),
        desk.app.test_client().options(f"{BASE}/me", headers=origin),
    ]
    for answer in answers:
        assert list(problems(answer)) == []
        assert "Set-Cookie" not in answer.headers
        assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]
    assert [answer.status_code for answer in answers] == [200, 200, 404, 405, 400, 200, 206, 428, 401, 401]


def test_what_another_brought_is_as_absent_as_what_is_not_there(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    with closing(desk.open()) as db:
        other_id, _, other_job = fill(desk.archive, db, "contributor_other", words="басқа " * 40)
        other_segment = current_text(db, other_id).segments[-1].segment_id
    owner, other = script(desk, "contributor_owner"), script(desk, "contributor_other")
    for who, theirs, job in ((owner, other_id, other_job), (other, desk.programme_id, desk.job_id)):
        for method, path in API_ACCESS if who is owner else [each for each in API_ACCESS if each[0] == "GET"]:
            if "{programme_id}" in path:
                assert same_absence(who, method, place(desk, path, theirs), place(desk, path, "nobody")), path
            if "{job_id}" in path:
                there = path.replace("{job_id}", job)
                assert same_absence(who, method, there, path.replace("{job_id}", "nobody")), path
        assert theirs not in who.ask("GET", "/programmes").text
        assert theirs not in who.ask("GET", "/jobs").text
    mine = f"/programmes/{desk.programme_id}/segments"
    for method in ("GET", "PATCH"):
        swapped = [owner.refused(method, f"{mine}/{each}", {"text": "x"}) for each in (other_segment, "nobody")]
        told = [str(each).replace(other_segment, "nobody") for each in swapped]
        assert told[0] == told[1]
        assert swapped[0]["status"] == 404


def same_absence(who: Script, method: str, there: str, nowhere: str) -> bool:
    """Return whether nobody can tell what is another's from what is not."""
    answers = [who.ask(method, each) for each in (there, nowhere)]
    said = [(each.status_code, each.data, sorted(each.headers)) for each in answers]
    return said[0] == said[1] and said[0][0] == 404


def test_a_role_that_is_taken_away_takes_the_tokens_power_at_once(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    who = script(desk, "approver")
    publish = place(desk, "/programmes/{programme_id}/publish")
    assert who.ask("POST", publish, {}).status_code == 409
    with closing(desk.open()) as db:
        db.execute("UPDATE user SET role = 'journalist' WHERE name = 'approver'")
    assert who.ask("POST", publish, {}).status_code == 404, "nor does a journalist see what is not theirs"


def test_who_asks_too_often_waits(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    desk.app.config["API_RATE"] = Rate(5)
    one, other = script(desk, "approver"), script(desk, "admin")
    while time.monotonic() % 60 > 50:  # The minute must not change in between.
        time.sleep(0.2)
    answers = [one.ask("GET", "/me") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 60
    assert msgspec.json.decode(answers[-1].data)["status"] == 429
    assert other.ask("GET", "/me").status_code == 200


def test_the_database_keeps_no_token(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    with closing(desk.open()) as db:
        token, text = make_token(db, get_user(db, "admin"), "one", [Scope.READ])
        kept = "\n".join(db.conn.iterdump())
    assert token.prefix in kept
    assert text.startswith(token.prefix)
    assert text not in kept
    assert text.removeprefix(token.prefix) not in kept
