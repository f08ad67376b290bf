"""What an admin does with people: roles, invitations that work once, and an end that loses nothing."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sqlite_utils import Database
from werkzeug.test import TestResponse

from media.catalogue import add_programme
from tests.transcribe.texts import type_words
from tests.webapp.command_line import Muragat
from tests.webapp.desk import Desk, hidden
from transcribe.revise import current_text
from webapp.accounts import How, begin_session, disable_user, get_user, set_role, signed_in
from webapp.audit import entries, verify
from webapp.errors import LastAdmin
from webapp.owners import set_owner
from webapp.people.assignments import assign, assigned_to, assignees, left_by
from webapp.people.invitations import invite, open_invitations
from webapp.people.leaving import end_account, hand_over
from webapp.people.passkeys import NewPasskey, add_passkey, passkeys_of
from webapp.people.tokens import Scope, bearer_of, make_token

GOOD = "four words of another day"


def take(client: FlaskClient, token: str, name: str, password: str = GOOD) -> TestResponse:
    page = client.get(f"/invitations/{token}")
    form = {"csrf_token": hidden(page.text, "csrf_token"), "name": name, "password": password}
    return client.post(f"/invitations/{token}", data=form)


def make_invitation(desk: Desk, **fields: str) -> tuple[TestResponse, str]:
    answer = desk.visitor("admin").post("/invitations", {"role": "journalist", "days": "7"} | fields)
    found = re.search(r"/invitations/([\w-]{40,})", answer.text)
    return answer, found[1] if found else ""


def test_an_invitation_makes_one_account_of_its_role(desk: Desk, db: Database) -> None:
    answer, token = make_invitation(desk, whom="Назгүл", role="approver")
    assert answer.status_code == 201
    people = desk.visitor("admin").get("/people").text
    assert "Назгүл" in people
    assert token not in people, "it is shown once"
    client = desk.app.test_client()
    assert 'value="Назгүл"' in client.get(f"/invitations/{token}").text
    assert take(client, token, "Назгүл Әлі").status_code == 303
    assert get_user(db, "назгүл әлі").role == "approver"
    assert "Назгүл Әлі" in client.get("/").text
    assert desk.app.test_client().get(f"/invitations/{token}").status_code == 404
    said = [(each.user_name, each.action) for each in entries(db, newest_first=True, limit=6)]
    assert ("admin", "invited: approver, Назгүл") in said
    assert ("Назгүл Әлі", "invitation used: Назгүл Әлі") in said
    assert list(verify(db)) == []


def test_the_archive_keeps_no_link(desk: Desk, db: Database) -> None:
    _, token = invite(db, "journalist", get_user(db, "admin"))
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert token.encode() not in desk.archive.database_path.read_bytes()


@pytest.mark.parametrize(
    ("name", "password", "said"),
    [
        ("journalist", GOOD, "Somebody has this name already"),
        ("JOURNALIST", GOOD, "Somebody has this name already"),
        ("a\u202eb", GOOD, "A name has 1 to 64 letters"),
        ("Назгүл", "short", "Use at least 12 characters"),
        ("Four words of it", "four words of it", "little more than names"),
    ],
)
def test_what_was_chosen_wrongly_can_be_chosen_again(
    desk: Desk, db: Database, name: str, password: str, said: str
) -> None:
    _, token = invite(db, "journalist", get_user(db, "admin"))
    before, client = db.table("user").count, desk.app.test_client()
    refused = take(client, token, name, password)
    assert refused.status_code == 422
    assert said in refused.text
    assert f'value="{name}"' in refused.text
    assert db.table("user").count == before
    assert client.get(f"/invitations/{token}").status_code == 200


def test_an_invitation_ends_by_time_by_hand_and_by_use_and_says_nothing_of_which(desk: Desk, db: Database) -> None:
    admin = get_user(db, "admin")
    (late, late_token), (taken, taken_token) = (invite(db, "journalist", admin) for _ in range(2))
    db.execute("UPDATE invitation SET expires_at_ms = 1 WHERE invitation_id = ?", [late.invitation_id])
    assert desk.visitor("admin").post(f"/invitations/{taken.invitation_id}/take-back").status_code == 303
    client = desk.app.test_client()
    answers = [client.get(f"/invitations/{token}") for token in (late_token, taken_token, "x" * 43)]
    assert [each.status_code for each in answers] == [404] * 3
    plain = {re.sub(r"/invitations/[\w-]+|csrf_token\S+", "", each.text) for each in answers}
    assert len(plain) == 1
    assert open_invitations(db) == ()


def test_two_who_open_one_link_make_one_account(desk: Desk, db: Database) -> None:
    _, token = invite(db, "journalist", get_user(db, "admin"))
    first, second = desk.app.test_client(), desk.app.test_client()
    page = second.get(f"/invitations/{token}").text
    assert take(first, token, "Бірінші").status_code == 303
    form = {"csrf_token": hidden(page, "csrf_token"), "name": "Екінші", "password": GOOD}
    assert second.post(f"/invitations/{token}", data=form).status_code == 404
    assert [each["name"] for each in db.query("SELECT name FROM user WHERE name IN ('Бірінші', 'Екінші')")] == [
        "Бірінші"
    ]


@pytest.mark.parametrize("fields", [{"days": "0"}, {"days": "31"}, {"whom": "x" * 65}])
def test_what_is_no_invitation(desk: Desk, db: Database, fields: dict[str, str]) -> None:
    answer, _ = make_invitation(desk, **fields)
    assert answer.status_code == 422
    assert open_invitations(db) == ()
    assert make_invitation(desk, role="owner")[0].status_code == 400


def test_a_role_counts_from_the_next_request_on(desk: Desk, db: Database) -> None:
    user = get_user(db, "journalist")
    journalist = desk.visitor("journalist")
    assert journalist.get("/people").status_code == 403
    desk.visitor("admin").post(f"/people/{user.user_id}/role", {"role": "admin"})
    assert journalist.get("/people").status_code == 200
    newest = entries(db, newest_first=True, limit=1)[0]
    assert (newest.user_name, newest.action) == ("admin", "role: journalist, admin"), "the audit says who gave it"


def test_the_last_admin_stays(desk: Desk, db: Database) -> None:
    disable_user(db, "expired")
    admin = get_user(db, "admin")
    with pytest.raises(LastAdmin):
        end_account(db, "admin", admin)
    with pytest.raises(LastAdmin):
        set_role(db, "admin", "approver")
    visitor = desk.visitor("admin")
    assert visitor.post(f"/people/{admin.user_id}/end").status_code == 409
    assert visitor.post(f"/people/{admin.user_id}/role", {"role": "journalist"}).status_code == 409
    assert visitor.get("/people").status_code == 200
    assert Muragat(desk.archive.root)("user", "disable", "admin").returncode == 1


def test_whoever_leaves_has_no_way_in_and_keeps_their_name(desk: Desk, db: Database) -> None:
    pid, user, admin = desk.programme_id, get_user(db, "journalist"), get_user(db, "admin")
    type_words(db, pid, desk.segment_id, "Басқа сөздер", user.name)
    assign(db, pid, user.name, admin.name, "2026-12-24")
    _, token = make_token(db, user, "script", [Scope.READ])
    add_passkey(db, user, NewPasskey(b"id", b"key", 0), "Phone")
    session = begin_session(db, user, How.PASSWORD)
    assert bearer_of(db, token)
    desk.visitor("admin").post(f"/people/{user.user_id}/end")
    assert signed_in(db, session) is None
    assert bearer_of(db, token) is None
    assert passkeys_of(db, user) == ()
    assert [each.user_name for each in assignees(db, pid)] == ["journalist_too"]
    assert current_text(db, pid).revision.author == "journalist"
    assert desk.visitor("journalist").get("/").status_code == 302
    page = desk.visitor("admin").get(f"/people/{user.user_id}").text
    assert "Сексеуіл" in page
    assert "journalist" in desk.visitor("admin").get(f"{desk.address}/history").text
    said = [(each.user_name, each.action) for each in entries(db, newest_first=True, limit=12)]
    assert ("admin", "left: journalist, 2026-12-24") in said
    ended = ("passkey removed: journalist", "account ended: journalist", "token ended: script, journalist")
    assert {("admin", action) for action in ended} <= set(said)
    assert list(verify(db)) == []


def test_what_was_left_is_given_to_others_with_its_day(desk: Desk, db: Database) -> None:
    admin, user = get_user(db, "admin"), get_user(db, "journalist")
    second = add_programme(db, {"title": "Екінші", "language": "kk"}).programme_id
    assign(db, second, user.name, "admin", "2026-12-01")
    assert {each.programme_id for each in end_account(db, user.name, admin)} == {desk.programme_id, second}
    assert len(left_by(db, user.user_id)) == 2
    answer = desk.visitor("admin").post(
        f"/people/{user.user_id}/hand-over", {"to": "journalist_other", "programme": [second, "pnothing"]}
    )
    assert answer.status_code == 303
    assert [(each.programme_id, each.due) for each in assigned_to(db, "journalist_other")] == [(second, "2026-12-01")]
    assert [each.programme_id for each in left_by(db, user.user_id)] == [desk.programme_id]
    assert hand_over(db, user.user_id, "journalist_other", admin, [second]) == 0, "it is nobody's no more"
    assert (
        desk.visitor("admin")
        .post(f"/people/{user.user_id}/hand-over", {"to": "contributor_other", "programme": [desk.programme_id]})
        .status_code
        == 403
    )


def test_what_one_brought_and_nobody_works_on_is_left_too(desk: Desk, db: Database) -> None:
    admin, user = get_user(db, "admin"), get_user(db, "journalist")
    brought = add_programme(db, {"title": "Әкелінген", "language": "kk"}).programme_id
    set_owner(db, brought, user)
    helped = add_programme(db, {"title": "Бірге", "language": "kk"}).programme_id
    set_owner(db, helped, user)
    assign(db, helped, "journalist_other", "admin")
    assert {each.programme_id for each in end_account(db, user.name, admin)} == {desk.programme_id, brought}
    assert "Әкелінген" in desk.visitor("admin").get(f"/people/{user.user_id}").text
    assert hand_over(db, user.user_id, "journalist_other", admin, [brought]) == 1
    assert brought in {each.programme_id for each in assigned_to(db, "journalist_other")}


def test_ending_at_the_command_line_is_the_same_and_lists_what_is_left(desk: Desk, db: Database) -> None:
    ended = Muragat(desk.archive.root).done("user", "disable", "journalist")
    assert desk.programme_id in ended
    assert len(left_by(db, str(db.execute("SELECT user_id FROM user WHERE name = 'journalist'").fetchone()[0]))) == 1


def test_an_ended_account_is_not_changed(desk: Desk, db: Database) -> None:
    user, admin = get_user(db, "journalist"), desk.visitor("admin")
    end_account(db, "journalist", get_user(db, "admin"))
    for path in ("role", "identity", "end"):
        assert admin.post(f"/people/{user.user_id}/{path}", {"role": "admin"}).status_code == 404


def test_what_was_planted_in_a_browser_is_dropped_when_an_invitation_is_taken(desk: Desk, db: Database) -> None:
    _, token = invite(db, "journalist", get_user(db, "admin"))
    client = desk.app.test_client()
    client.get(f"/invitations/{token}")
    with client.session_transaction() as planted:
        planted["token"], planted["planted"] = "chosen by an attacker", True
    assert take(client, token, "Назгүл").status_code == 303
    with client.session_transaction() as session:
        assert session["token"] != "chosen by an attacker"
        assert "planted" not in session
