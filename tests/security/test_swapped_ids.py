"""Every id swapped between two owners: what is another's is answered as what is not there, to the last byte."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus

import pytest
from werkzeug.test import TestResponse

from media.catalogue import current_document
from tests.security.access_newsroom import NEWSROOM_ACCESS
from tests.security.test_access_matrix import address
from tests.webapp.desk import Desk, Visitor, fill, make_desk
from webapp.accounts import get_user
from webapp.desk.comments import About, write_comment
from webapp.people.invitations import invite
from webapp.people.passkeys import NewPasskey, add_passkey, passkeys_of
from webapp.people.tokens import Scope, make_token

ABSENT = "zzzzzzzzzzzz"
OF_ONE = sorted((method, rule) for method, rule in NEWSROOM_ACCESS if "<programme_id>" in rule or "<job_id>" in rule)


NAMES = ("job_id", "document_id", "thread_id", "comment_id", "token_id", "passkey_id", "session_id", "invitation_id")
NOTHING = {f"<{name}>": f"x{ABSENT}" for name in NAMES}


@dataclass(frozen=True, slots=True)
class Two:
    """A newsroom with a programme of each of two contributors."""

    desk: Desk
    """Of ``contributor_owner``."""
    ids: Mapping[str, str]
    """Of ``contributor_other`` and an admin, by how routes call them."""


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Two:
    desk = make_desk(tmp_path_factory.mktemp("swapped"))
    with closing(desk.open()) as db:
        theirs, _, job = fill(desk.archive, db, "contributor_other")
        summary = current_document(db, theirs, "summary")
        thread = write_comment(db, theirs, get_user(db, "contributor_other"), "Is this so?", About())
        admin = get_user(db, "admin")
        add_passkey(db, admin, NewPasskey(b"their id", b"their key", 0), "Key")
        token, _ = make_token(db, admin, "script", [Scope.READ])
        invitation, _ = invite(db, "journalist", admin)
        session = next(db.table("session").rows_where("user_id = ?", [admin.user_id]))
        passkey = passkeys_of(db, admin)[0]
    assert summary
    ids = (
        job,
        summary.document_id,
        thread.thread_id,
        thread.comments[0].comment_id,
        token.token_id,
        passkey.passkey_id,
        str(session["session_id"]),
        invitation.invitation_id,
    )
    return Two(desk, dict(zip(NOTHING, ids, strict=True)))


def ask(visitor: Visitor, method: str, path: str) -> TestResponse:
    """Ask without a word in the form: what a form must hold is told to nobody who may not send it."""
    sent = {"csrf_token": visitor.csrf()} if method == "POST" else None
    answer = visitor.client.open(path, method=method, data=sent)
    answer.get_data()
    return answer


def plain(answer: TestResponse, *ids: str) -> tuple[int, str | None, str]:
    """Return what an answer tells, without the ids that were asked for."""
    text = re.sub(r'name="csrf_token" value="[^"]*"', "", answer.get_data(as_text=True))
    for each in ids:
        text = text.replace(each, "…")
    return answer.status_code, answer.headers.get("Content-Type"), text


@pytest.mark.parametrize("actor", ["contributor_other", "journalist_other"])
def test_anothers_programme_is_answered_as_none(two: Two, actor: str) -> None:
    wrong, visitor, desk = [], two.desk.visitor(actor), two.desk
    for method, rule in OF_ONE:
        real = address(desk, rule)
        absent = real.replace(desk.programme_id, f"p{ABSENT}").replace(desk.job_id, f"j{ABSENT}")
        ids = (desk.programme_id, desk.job_id, f"p{ABSENT}", f"j{ABSENT}")
        theirs, nothing = (plain(ask(visitor, method, path), *ids) for path in (real, absent))
        if theirs != nothing or theirs[0] < HTTPStatus.BAD_REQUEST:
            wrong.append(f"{method} {rule}: {theirs[0]}, {nothing[0]}")
    assert wrong == []


def test_anothers_id_in_ones_own_is_answered_as_none(two: Two) -> None:
    visitor, wrong = two.desk.visitor("contributor_owner"), []
    swapped = [each for each in NEWSROOM_ACCESS if any(name in each[1] for name in two.ids)]
    for method, rule in swapped:
        own = rule.replace("<programme_id>", two.desk.programme_id)
        theirs, nothing = (plain(ask(visitor, method, put(own, ids)), *ids.values()) for ids in (two.ids, NOTHING))
        if theirs != nothing or theirs[0] < HTTPStatus.BAD_REQUEST:
            wrong.append(f"{method} {rule}: {theirs[0]}, {nothing[0]}")
    assert wrong == []
    assert len(swapped) >= 8


def put(rule: str, ids: Mapping[str, str]) -> str:
    """Return the path with these ids."""
    for name, value in ids.items():
        rule = rule.replace(name, value)
    return rule
