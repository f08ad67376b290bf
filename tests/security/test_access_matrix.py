"""Every route × method × actor is answered as its row says; a route without a row fails."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from media.catalogue import current_document
from tests.security.access_newsroom import (
    ABSENT,
    ACTORS,
    ANYBODY,
    FORBIDDEN,
    METHOD,
    NEWSROOM_ACCESS,
    OPEN_ROUTES,
    OTHER_METHODS,
    STATIC,
    WHO,
    Access,
)
from tests.security.access_public import PUBLIC_ACCESS
from tests.security.stages import stage_for
from tests.webapp.desk import PASSWORD, Desk, hidden, make_desk, with_a_second_run, with_a_translation
from tests.webapp.linked import SUMMARY
from transcribe.linking.claims import split_claims
from webapp.downloads.asked import IN_ADDRESS
from webapp.public.app import create_public

REFUSED = {WHO, FORBIDDEN, ABSENT, METHOD}
API = "/api/"
MOST_UNLIKE = ("anonymous", "contributor_other", "admin")
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return with_a_translation(with_a_second_run(make_desk(tmp_path_factory.mktemp("matrix"))))


def rules(app: Flask) -> set[str]:
    return {rule.rule for rule in app.url_map.iter_rules()}


def row(rule: str, method: str) -> Access:
    """Return what the table says of a route and method; HEAD is as GET."""
    asked = "GET" if method == "HEAD" else method
    if (asked, rule) in NEWSROOM_ACCESS:
        return NEWSROOM_ACCESS[asked, rule]
    other = OTHER_METHODS[asked]
    if rule in OPEN_ROUTES and method == "OPTIONS":
        return ANYBODY
    return other


def test_every_route_of_the_newsroom_has_a_row(desk: Desk) -> None:
    served = {
        (method, rule.rule)
        for rule in desk.app.url_map.iter_rules()
        for method in rule.methods or ()
        if method not in {"HEAD", "OPTIONS"} and not rule.rule.startswith(API)
    }
    assert served - set(NEWSROOM_ACCESS) == set(), "routes without a row"
    assert set(NEWSROOM_ACCESS) - served == set(), "rows without a route"


def test_every_route_of_the_public_site_has_a_row(tmp_path: Path) -> None:
    served = {
        (rule.rule, method) for rule in create_public(tmp_path).url_map.iter_rules() for method in rule.methods or ()
    }
    assert served - set(PUBLIC_ACCESS) == set()


def test_no_address_answers_on_both_sites_by_mistake(desk: Desk, tmp_path: Path) -> None:
    shared = rules(desk.app) & rules(create_public(tmp_path))
    # Each site has its API; tests/security/access_api.py has a row for each operation of this one.
    shared = {rule for rule in shared if not rule.startswith(API)}
    assert shared <= {STATIC, "/", "/healthz", "/readyz", "/programmes/<programme_id>"}


def is_served(rule: str, method: str) -> bool:
    """Return whether a route has a method of its own, and is not only asked what it has."""
    return ("GET" if method == "HEAD" else method, rule) in NEWSROOM_ACCESS


@pytest.mark.parametrize("actor", ACTORS)
def test_matrix(desk: Desk, actor: str) -> None:
    assert answered(desk, actor, is_served) == []


@pytest.mark.parametrize(
    "actor", [each if each in MOST_UNLIKE else pytest.param(each, marks=pytest.mark.release) for each in ACTORS]
)
def test_matrix_of_methods_that_no_route_has(desk: Desk, actor: str) -> None:
    assert answered(desk, actor, lambda rule, method: not is_served(rule, method)) == []


def answered(desk: Desk, actor: str, is_asked: Callable[[str, str], bool]) -> list[str]:
    """Return where an actor is answered otherwise than the row says."""
    wrong = []
    for rule in sorted({rule for _, rule in NEWSROOM_ACCESS}):
        for method in (method for method in METHODS if is_asked(rule, method)):
            # What changes something gets a newsroom as it was at first; what only asks, or is refused, can share one.
            expected = row(rule, method).of(actor)
            is_form = method == "POST" and ("POST", rule) in NEWSROOM_ACCESS
            changes = is_form and (expected not in REFUSED or "<claim_id>" in rule)
            place = stage_for(rule).again() if changes else desk
            answer = ask(place, rule, method, actor)
            if answer.status_code != expected:
                wrong.append(f"{method} {rule}: {answer.status_code}, the row says {expected}")
            answer.close()
    return wrong


def ask(desk: Desk, rule: str, method: str, actor: str) -> TestResponse:
    visitor = desk.visitor(actor)
    is_form = ("POST", rule) in NEWSROOM_ACCESS and method == "POST"
    data = form(desk, rule) | {"csrf_token": visitor.csrf()} if is_form else None
    return visitor.client.open(address(desk, rule), method=method, data=data)


def address(desk: Desk, rule: str) -> str:
    for name in ("token", "session_id", "passkey_id", "invitation_id", "token_id", "upload_id"):
        rule = rule.replace(f"<{name}>", "nothing")
    return (
        rule.replace("<programme_id>", desk.programme_id)
        .replace("<segment_id>", desk.segment_id)
        .replace("<job_id>", desk.job_id)
        .replace("<user_id>", desk.other_id if "<user_id>" in rule else "")
        .replace("<item_key>", "d-2-s0")
        .replace("<int(max=999999999):change_id>", "1")
        .replace("<document_id>", newest_summary(desk) if "<document_id>" in rule else "")
        .replace("<redaction_id>", "nothing")
        .replace("<claim_id>", split_claims(SUMMARY)[0].claim_id)
        .replace("revisions/<int(max=999999):number>", "revisions/0")
        .replace("<int(max=999999):number>", "2")
        .replace(f"<{IN_ADDRESS}:name>", "vtt")
        .replace("<any(vtt, txt):name>", "vtt")
        .replace("<path:filename>", "css/base.css")
        .replace("<thread_id>/<comment_id>", "nothing/nothing")
        .replace("<any(html, csv, json, jsonld):name>", "csv")
    )


def form(desk: Desk, rule: str) -> dict[str, object]:
    """Return what a person would send who wants something done."""
    if "runs" in rule and "<segment_id>" in rule:
        return {"seen": seen(desk, "/runs/2/differences", "seen")}
    if rule == "/replace":
        return replacing(desk) | {"place": found_place(desk, replacing(desk))}
    last = rule.rpartition("/")[2]
    return MADE_FROM[last](desk) if last in MADE_FROM else SENT.get(last, ANYTHING)


def replacing(desk: Desk) -> dict[str, object]:
    return {"find": "егеді", "by": "екті", "scope": f"programme:{desk.programme_id}"}


SENT: dict[str, dict[str, object]] = {
    "sign-in": {"name": "admin", "password": PASSWORD},
    "add": {"title": "A new one", "language": "kk", "summary": "Words of it."},
    "assign": {"name": "journalist", "due": "2026-12-01"},
    "unassign": {"name": "journalist"},
    "page": {"nothing": "chosen"},
    "comments": {"text": "@approver, is this the name?"},
    "suggestions": {"do": "dismiss", "pair": "settled"},
    "<int(max=999999999):change_id>": {"seen": "Басқа"},
}
"""By the end of a rule: what is sent whatever the newsroom holds."""
ANYTHING: dict[str, object] = {
    "role": "journalist",
    "to": "approver",
    "priority": "urgent",
    "reason": "a mistake",
    "kind": "link",
    "series": "Ауыл",
}
MADE_FROM: dict[str, Callable[[Desk], dict[str, object]]] = {
    "facts": lambda desk: {"title": "Another title", "base": seen(desk, "/facts")},
    # Another summary would leave no link.
    "summary": lambda desk: {"summary": SUMMARY, "base": seen(desk, "/summary")},
    "<int(max=999999):number>": lambda desk: {"base": seen(desk, "/revisions/0")},
    "preview": replacing,
    "<document_id>": lambda desk: {"base": newest_summary(desk)},
    "<item_key>": lambda desk: {"answer": "words kept", "seen": seen(desk, "/check/d-2-s0", "seen")},
    "<segment_id>": lambda desk: {"text": "Басқа сөздер", "base": seen(desk, f"/segments/{desk.segment_id}")},
    "approve": lambda desk: {"do": "no-support", "seen": seen(desk, "", "seen")},
    "<claim_id>": lambda desk: {"do": "no-support", "heard": "said", "seen": seen(desk, "/links", "seen")},
}
"""By the end of a rule: what says what it was made from, as an admin reads it."""


def newest_summary(desk: Desk) -> str:
    with closing(desk.open()) as db:
        found = current_document(db, desk.programme_id, "summary")
    assert found
    return found.document_id


def found_place(desk: Desk, sent: dict[str, object]) -> str:
    """Return the name of a place that a preview shows an admin."""
    return hidden(desk.visitor("admin").post("/replace/preview", sent).text, "place")


def seen(desk: Desk, page: str, name: str = "base") -> str:
    """Return what a form says that it was made from, as an admin reads it."""
    return hidden(desk.visitor("admin").get(desk.address + page).text, name)
