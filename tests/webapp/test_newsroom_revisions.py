"""Whoever may see a programme sees every state of its words, what is otherwise now, and can have one stand again."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from tests.transcribe.texts import type_words
from tests.webapp.desk import WORDS, Desk, hidden, make_desk
from transcribe.revise import current_text


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def edit(desk: Desk, text: str, author: str) -> None:
    with closing(desk.open()) as db:
        type_words(db, desk.programme_id, desk.segment_id, text, author)


def words(desk: Desk) -> str:
    with closing(desk.open()) as db:
        return " ".join(segment.text for segment in current_text(db, desk.programme_id).segments)


def test_earlier_state_is_compared_and_stands_again(desk: Desk) -> None:
    edit(desk, "Түркістан облысы Арал ауданы", "journalist")
    edit(desk, "Түркістан облысы", "approver")
    journalist = desk.visitor("journalist")
    page = journalist.get(f"{desk.address}/revisions").text
    assert page.index("Edit 2") < page.index("Edit 1") < page.index("Before the first edit")
    page = journalist.get(f"{desk.address}/revisions/0").text
    assert "[then: </span>Қызылорда" in page
    assert "</span>Түркістан" in page
    base = hidden(page, "base")
    assert journalist.post(f"{desk.address}/revisions/0", {"base": base}).status_code == 303
    assert words(desk) == WORDS
    assert "Edit 3" in journalist.get(f"{desk.address}/revisions").text
    again = journalist.post(f"{desk.address}/revisions/0", {"base": base})
    assert (again.status_code, "look at it again" in again.text) == (412, True)
    assert "The words are so now" in journalist.get(f"{desk.address}/revisions/0").text
    assert journalist.get(f"{desk.address}/revisions/9").status_code == 404


def test_nobody_sees_the_words_of_what_is_not_theirs(desk: Desk) -> None:
    edit(desk, "Жасырын сөз", "journalist")
    stranger = desk.visitor("contributor_other")
    for place in ("revisions", "revisions/0", "revisions/1", "history"):
        assert stranger.get(f"{desk.address}/{place}").status_code == 404
