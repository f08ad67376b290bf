"""Comments as a browser without JavaScript uses them, and who may do what to one."""

from __future__ import annotations

import re

import pytest
from sqlite_utils import Database

from media.catalogue import current_document
from tests.webapp.desk import Desk, make_desk
from transcribe.linking.claims import split_claims
from webapp.accounts import get_user
from webapp.desk.comments import About, thread_of, threads_of, write_comment


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return make_desk(tmp_path_factory.mktemp("comment pages"))


def begin(desk: Desk, db: Database, text: str = "Is it so?", author: str = "journalist") -> str:
    return write_comment(db, desk.programme_id, get_user(db, author), text, About()).thread_id


def test_a_comment_about_a_moment_a_passage_and_a_sentence(desk: Desk, db: Database) -> None:
    journalist, page = desk.visitor("journalist"), f"{desk.address}/comments"
    summary = current_document(db, desk.programme_id, "summary")
    assert summary
    claim = split_claims(summary.text)[1]
    forms: tuple[dict[str, object], ...] = (
        {"text": "One moment", "at": "0:01"},
        {"text": "One passage", "about": f"segment {desk.segment_id}"},
        {"text": "One sentence", "about": f"sentence {claim.claim_id}"},
    )
    for form in forms:
        assert journalist.post(page, form).status_code == 303
    shown = journalist.get(page).text
    found = [thread.about for thread in threads_of(db, desk.programme_id)][-3:]
    assert found[0] == About(start_ms=1_000)
    assert (found[1].segment_id, found[1].start_ms, found[1].quote) == (desk.segment_id, 0, found[1].quote)
    assert "Қызылорда" in (found[1].quote or "")
    assert found[2] == About(claim_id=claim.claim_id, quote=claim.text)
    assert 'data-start="1000"' in shown
    assert f"links#{claim.claim_id}" in shown
    empty = journalist.get(f"{page}?about=segment+{desk.segment_id}").text
    assert f'name="about" value="segment {desk.segment_id}"' in empty


def test_who_is_named_finds_it_on_their_first_page(desk: Desk, db: Database) -> None:
    begin(desk, db, "Please look, @Approver_Too: <b>bold</b>")
    page = desk.visitor("approver_too").get("/").text
    assert "Comments that name you" in page
    assert "&lt;b&gt;bold&lt;/b&gt;" in page
    assert "Comments that name you" not in desk.visitor("approver").get("/").text


def test_whoever_cannot_see_it_is_not_told_and_the_author_learns_so(desk: Desk, db: Database) -> None:
    journalist = desk.visitor("journalist")
    answer = journalist.post(f"{desk.address}/comments", {"text": "@journalist_other, and @admin?"})
    assert "journalist_other cannot see this programme" in journalist.get(answer.location).text
    assert "Comments that name you" not in desk.visitor("journalist_other").get("/").text


def test_who_names_nobody_is_told_and_the_comment_is_kept(desk: Desk, db: Database) -> None:
    journalist = desk.visitor("journalist")
    answer = journalist.post(f"{desk.address}/comments", {"text": "@nobody_here, @approver, a@mail.example"})
    page = journalist.get(answer.location).text
    assert "Nobody here is called nobody_here, so" in page
    assert "@nobody_here, @approver, a@mail.example" in page


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"text": " "}, "A comment has"),
        ({"text": "x" * 5001}, "A comment has"),
        ({"text": "Kept <i>words</i>", "at": "4 o’clock"}, "such as 4:12"),
        ({"text": "Kept <i>words</i>", "at": "99999999999999"}, "such as 4:12"),
        ({"text": "Kept <i>words</i>", "at": "59:59"}, "The sound ends at"),
    ],
)
def test_what_cannot_be_kept_comes_back(desk: Desk, db: Database, form: dict[str, object], said: str) -> None:
    before = db.table("comment_row").count
    answer = desk.visitor("journalist").post(f"{desk.address}/comments", form)
    assert answer.status_code == 422
    assert said in answer.text
    if "Kept" in str(form["text"]):
        assert "Kept &lt;i&gt;words&lt;/i&gt;</textarea>" in answer.text
    assert db.table("comment_row").count == before


@pytest.mark.parametrize(
    ("actor", "edit", "delete"),
    [
        ("journalist", 303, 303),
        ("journalist_too", 403, 403),
        ("contributor_owner", 403, 403),
        ("approver", 403, 303),
        ("admin", 403, 303),
        ("contributor_other", 404, 404),
        ("journalist_other", 404, 404),
    ],
)
def test_who_may_change_a_comment(desk: Desk, db: Database, actor: str, edit: int, delete: int) -> None:
    name = begin(desk, db)
    place, visitor = f"{desk.address}/comments/{name}/{name}", desk.visitor(actor)
    seen = thread_of(db, desk.programme_id, name).comments[0].texts[0].row_id
    assert visitor.post(place, {"do": "edit", "text": "Otherwise", "seen": seen}).status_code == edit
    assert visitor.post(place, {"do": "delete"}).status_code == delete
    may_see = edit != 404
    assert visitor.post(place, {"do": "resolve"}).status_code == (303 if may_see else 404)
    assert visitor.post(place, {"do": "shout"}).status_code == (400 if may_see else 404)


def test_an_edit_of_what_changed_elsewhere_loses_nothing(desk: Desk, db: Database) -> None:
    name, journalist = begin(desk, db, "First"), desk.visitor("journalist")
    place = f"{desk.address}/comments/{name}/{name}"
    seen = thread_of(db, desk.programme_id, name).comments[0].texts[0].row_id
    assert journalist.post(place, {"do": "edit", "text": "Second", "seen": seen}).status_code == 303
    refused = journalist.post(place, {"do": "edit", "text": "Third", "seen": seen})
    assert refused.status_code == 412
    assert "Third</textarea>" in refused.text
    assert "Second" in refused.text
    newest = thread_of(db, desk.programme_id, name).comments[0].texts[0].row_id
    assert f'name="seen" value="{newest}"' in refused.text


def test_an_open_comment_stands_against_an_approval_until_it_is_resolved(desk: Desk, db: Database) -> None:
    db.execute("DELETE FROM comment_mention")
    db.execute("DELETE FROM comment_row")
    name, approver = begin(desk, db), desk.visitor("approver")
    page = approver.get(desk.address).text
    assert "Comments that nobody has resolved: 1." in page
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen
    refused = approver.post(f"{desk.address}/approve", {"seen": seen[1]})
    assert refused.status_code == 409
    assert "write here why it is approved all the same" in refused.text
    approver.post(f"{desk.address}/comments/{name}/{name}", {"do": "resolve"})
    assert "Nothing stands against an approval" in approver.get(desk.address).text
    assert approver.post(f"{desk.address}/approve", {"seen": seen[1]}).status_code == 303
