"""A saved page in the newsroom: it fills in the form, is stored when somebody adds it, and asks to be looked at."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator

import pytest
from sqlite_utils import Database

from media.catalogue import current_document, get_programme, list_programmes
from tests.webapp.api.asking import script
from tests.webapp.desk import Desk, Visitor, hidden, make_desk
from tests.webapp.importing.layouts import LAYOUTS, Style
from tests.webapp.importing.stories import STORIES
from webapp.audit import entries, verify
from webapp.importing.store import doubts_of
from webapp.obstacles import ObstacleKind, obstacles
from webapp.review import content

STORY = STORIES[1]
PAGE = (
    LAYOUTS["table"](STORY, Style("")).replace("7 November 2011</td>", "07/11/2011</td>").replace("7 November", "Fall")
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return make_desk(tmp_path_factory.mktemp("desk"))


@pytest.fixture
def db(desk: Desk) -> Iterator[Database]:
    db = desk.open()
    yield db
    db.close()


def read(visitor: Visitor, page: str = PAGE, name: str = "page.html") -> str:
    answer = visitor.post("/add/page", {"page": (io.BytesIO(page.encode()), name)})
    assert answer.status_code == 200, answer.text
    return answer.text


def fields(page: str) -> dict[str, str]:
    """Return the form as a browser would send it."""
    form = page.rpartition("<form class")[2]
    typed = dict(re.findall(r'<input[^>]*name="(\w+)" value="([^"]*)"', form))
    typed |= dict(re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>\n(.*?)</textarea>', form, re.DOTALL))
    for name, options in re.findall(r'<select[^>]*name="(\w+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.findall(r'value="(\w*)" selected', options) or re.findall(r'value="(\w*)"', options)
        typed[name] = chosen[0]
    return {name: html.unescape(value) for name, value in typed.items() if name != "csrf_token"}


def test_a_page_fills_the_form_and_is_stored_with_its_doubts(desk: Desk, db: Database) -> None:
    before = db.table("programme").count
    visitor = desk.visitor("contributor_other")
    page = read(visitor)
    assert db.table("programme").count == before, "nothing is stored until somebody has looked"
    typed = fields(page)
    assert (typed["title"], typed["publisher"], typed["language"]) == (STORY.title, STORY.publisher, "kk")
    assert typed["summary"].split("\n\n") == list(STORY.paragraphs)
    assert page.count('class="doubt"') == 2
    assert 'aria-describedby="published-hint published-doubt"' in page
    assert "It can also be read as 2011-07-11." in page
    refused = visitor.post("/add", typed | {"title": ""})
    assert refused.status_code == 422
    assert refused.text.count('class="doubt"') == 2, "a form that comes back is marked still"
    answer = visitor.post("/add", fields(refused.text) | {"title": STORY.title})
    assert answer.status_code == 303, answer.text
    pid = list_programmes(db)[0].programme_id
    assert {each.unsure.name for each in doubts_of(db, pid)} == {"language", "published"}
    summary = current_document(db, pid, "summary")
    assert summary
    read_by = [each.user_name for each in entries(db, pid) if each.action == "page read"]
    assert read_by == ["contributor_other"]
    assert [each.kind for each in obstacles(db, content(db, pid))].count(ObstacleKind.UNSURE) == 1
    shown = visitor.get(answer.location).text
    assert "Read off a page, and not sure" in shown
    assert 'id="language-doubt"' in visitor.get(f"{answer.location}/facts").text
    seen = {"fact": "language", "value": "kk"}
    assert visitor.post(f"{answer.location}/doubts", seen).location == f"{answer.location}#unsure"
    assert [each.unsure.name for each in doubts_of(db, pid)] == ["published"]
    visitor.post(f"{answer.location}/doubts", seen)
    assert "look at it again" in visitor.get(answer.location).text
    who = script(desk, "admin")
    assert [each["value"] for each in who.get(f"/programmes/{pid}/doubts")["unsure"]] == ["2011-11-07"]
    stale = who.ask("POST", f"/programmes/{pid}/doubts", {"name": "published", "value": "2011-07-11"})
    assert stale.status_code == 412
    done = who.ask("POST", f"/programmes/{pid}/doubts", {"name": "published", "value": "2011-11-07"})
    assert done.json == {"unsure": []}
    assert ObstacleKind.UNSURE not in {each.kind for each in obstacles(db, content(db, pid))}
    assert list(verify(db)) == []


def test_what_a_person_corrects_is_no_longer_in_doubt(desk: Desk, db: Database) -> None:
    visitor = desk.visitor("journalist")
    typed = fields(read(visitor))
    visitor.post("/add", typed | {"published": "2011-07-11", "title": "Corrected", "notes": "One.\n\nTwo."})
    found = next(each for each in list_programmes(db) if each.title == "Corrected")
    assert [each.unsure.name for each in doubts_of(db, found.programme_id)] == ["language"]
    assert get_programme(db, found.programme_id).notes == "One.\nTwo."


@pytest.mark.parametrize("sent", [{}, {"page": (io.BytesIO(b"%PDF-1.7"), "<b>.pdf")}, {"page": (io.BytesIO(b""), "x")}])
def test_what_is_no_page_is_said_at_its_field(desk: Desk, sent: dict[str, object]) -> None:
    answer = desk.visitor("journalist").post("/add/page", dict(sent))
    assert answer.status_code == 422
    assert 'id="page-problem"' in answer.text
    assert "<b>.pdf" not in answer.text


def test_a_field_that_was_made_up_changes_nothing(desk: Desk, db: Database) -> None:
    visitor = desk.visitor("journalist")
    form = {"title": "Made up", "language": "kk", "summary": "Words.", "page_read": '{"page": 1}'}
    assert visitor.post("/add", form).status_code == 303
    found = next(each for each in list_programmes(db) if each.title == "Made up")
    assert doubts_of(db, found.programme_id) == ()


def test_markup_of_a_page_is_text_in_the_form(desk: Desk) -> None:
    page = read(
        desk.visitor("journalist"), "<h1>&lt;script&gt;alert(1)&lt;/script&gt;</h1><p>Publisher: A&amp;B</p><p>x</p>"
    )
    assert "<script>alert" not in page
    assert fields(page)["title"] == "<script>alert(1)</script>"
    assert hidden(page, "publisher") == "A&amp;B"


def test_by_token_a_page_is_read_and_not_stored(desk: Desk, db: Database) -> None:
    before, who = db.table("programme").count, script(desk, "journalist")
    headers = {"Authorization": f"Bearer {who.token}", "Content-Type": "application/octet-stream"}
    answer = who.client.post("/api/v1/pages?file_name=page.html", data=PAGE.encode(), headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.json
    assert answer.json["facts"]["title"] == STORY.title
    assert {each["name"] for each in answer.json["unsure"]} == {"language", "published"}
    assert who.client.post("/api/v1/pages?file_name=x", data=b"", headers=headers).status_code == 422
    assert db.table("programme").count == before
