"""The newsroom's names and terms: staff add and remove them, with the page alone."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

import pytest

from media.catalogue import set_facts
from tests.webapp.desk import Desk, make_desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def listed(page: str) -> list[str]:
    return re.findall(r"<span data-term>(.*?)</span>", page)


def test_terms_are_added_by_the_line_and_removed(desk: Desk) -> None:
    journalist = desk.visitor("journalist")
    answer = journalist.post("/glossary", {"terms": "Қызылорда\r\n\r\n<Арал>", "series": "Дала"})
    assert (answer.status_code, answer.location) == (303, "/glossary")
    journalist.post("/glossary", {"terms": "Азаттық", "series": ""})
    page = journalist.get("/glossary").text
    assert page.index("<h2>Дала</h2>") < page.index("No programme is of this series yet")
    with closing(desk.open()) as db:
        set_facts(db, desk.programme_id, {"series": " Дала"})
    assert "No programme is of this series yet" not in journalist.get("/glossary").text
    assert listed(page) == ["Азаттық", "Қызылорда", "&lt;Арал&gt;"]
    assert "<h2>Дала</h2>" in page
    assert "<h2>All programmes</h2>" in page
    journalist.post("/glossary/remove", {"term": "қызылорда", "series": "Дала"})
    assert listed(journalist.get("/glossary").text) == ["Азаттық", "&lt;Арал&gt;"]


def test_series_are_offered_of_programmes_that_the_person_may_see(desk: Desk) -> None:
    with closing(desk.open()) as db:
        set_facts(db, desk.programme_id, {"series": "Айгүлдің ауылы"})
    assert "Айгүлдің ауылы" in desk.visitor("journalist").get("/glossary").text
    assert "Айгүлдің ауылы" not in desk.visitor("journalist_other").get("/glossary").text


def test_what_is_no_term_comes_back_as_it_was_typed(desk: Desk) -> None:
    approver = desk.visitor("approver")
    answer = approver.post("/glossary", {"terms": "Арал\n" + "a" * 81, "series": "Дала"})
    assert answer.status_code == 422
    assert "Арал\n" + "a" * 81 in answer.text.replace("\r\n", "\n")
    assert 'value="Дала"' in answer.text
    assert "at most 80 characters" in answer.text
    assert listed(approver.get("/glossary").text) == []


@pytest.mark.parametrize(("tag", "words"), [("kk", "Есімдер мен терминдер"), ("ru", "Имена и термины")])
def test_the_page_speaks_the_readers_language(desk: Desk, tag: str, words: str) -> None:
    assert words in desk.visitor("journalist").get(f"/glossary?ui={tag}").text


def test_contributors_are_not_led_there(desk: Desk) -> None:
    assert "/glossary" not in desk.visitor("contributor_owner").get("/").text
    assert "/glossary" in desk.visitor("journalist").get("/").text
