"""Words that are spelt nearly like a term of the glossary are offered where they stand, and written by one press."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from tests.webapp.desk import Desk, hidden, make_desk
from tests.webapp.editions import segments
from transcribe.editing.seen import tag_of
from transcribe.glossary import MOST_TERMS, add_terms
from transcribe.revise import current_text
from webapp.editor.checks import check
from webapp.suggesting.near import near_terms

TERMS = ("Тоқаев", "Қасым-Жомарт", "Назарбаев", "Қызылорда", "Серік Омаров", "сексеуіл", "Saxaul Fund", "Арал")


@pytest.mark.parametrize(
    ("said", "language", "written"),
    [
        ("Кеше Токаевтың сөзі", "kk", ["Тоқаевтың"]),
        ("Касым Жомарт келді", "kk", ["Қасым-Жомарт"]),
        ("Назарбайевқа, Серик Омаровпен", "kk", ["Назарбаевқа", "Серік Омаровпен"]),
        ("Сексеуил мен сексеуілдің көлеңкесі", "kk", ["Сексеуіл"]),
        ("The Saksaul Fund was here", "en", ["Saxaul Fund"]),
        ("Тоқаевтың ТОҚАЕВ Қызылордада Тоқаевизм сексеуілді", "kk", []),  # As they are written.
        ("Берік Омаров Аралдағы орал Назар", "kk", []),  # Others.
        ("Токаев и Назарбаевым в Кызылорде", "ru", []),  # As Russian writes them.
        ("Назарбайевым был Тохаев", "ru", ["Назарбаевым"]),  # Of short names one letter makes another.
        ("The Qyzylorda", "en", []),  # Another script.
        ("", "kk", []),
    ],
)
def test_what_is_nearly_a_term_is_offered_with_its_ending(said: str, language: str, written: list[str]) -> None:
    found = near_terms(segments(said), TERMS, language)
    assert [each.written for each in found] == written
    texts = {each.segment_id: each.text for each in segments(said)}
    assert all(texts[each.segment_id][each.start : each.end] == each.heard for each in found)
    assert near_terms(segments(said), (), language) == ()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = make_desk(tmp_path)
    with closing(desk.open()) as db:
        add_terms(db, "", [f"Xylophon {number}" for number in range(MOST_TERMS)])  # More than an engine is told.
        add_terms(db, "", ["сексеуил", "Қызылорда"])
    return desk


def text(desk: Desk) -> str:
    with closing(desk.open()) as db:
        return current_text(db, desk.programme_id).segments[0].text


def test_one_press_writes_it_from_the_list_and_from_the_passages_form(desk: Desk) -> None:
    journalist = desk.visitor("journalist")
    (offer,) = journalist.get(f"{desk.address}/edit/terms").get_json()["offers"]
    assert (offer["heard"], offer["written"], offer["segment_id"]) == ("сексеуіл", "сексеуил", desk.segment_id)
    page = journalist.get(f"{desk.address}/terms").text
    assert "<mark>сексеуіл</mark>" in page
    before = text(desk)
    form: dict[str, object] = {name: hidden(page, name) for name in ("base", "text", "list")}
    place = f"{desk.address}/segments/{desk.segment_id}"
    answer = journalist.post(place, form)
    assert (answer.status_code, answer.location) == (303, f"{desk.address}/terms")
    assert text(desk) == before.replace("сексеуіл", "сексеуил")
    assert "No word stands here" in journalist.get(f"{desk.address}/terms").text

    # In the form of the passage what was typed besides stays.
    with closing(desk.open()) as db:
        add_terms(db, "", ["облыссы"])
    form = {"base": hidden(journalist.get(place).text, "base"), "text": f"Иә, {text(desk)}"}
    at = journalist.get(f"{desk.address}/edit/terms").get_json()["offers"][0]["start"]
    answer = journalist.post(place, form | {"term": str(at)})
    assert (answer.status_code, answer.location) == (303, place)
    assert text(desk).startswith("Иә, Қызылорда")
    assert "облыссы" in text(desk)


def test_nothing_is_offered_to_a_contributor_nor_in_what_somebody_vouches_for(desk: Desk) -> None:
    assert desk.visitor("contributor_owner").get(f"{desk.address}/edit/terms").get_json() == {"offers": []}
    with closing(desk.open()) as db:
        segment = current_text(db, desk.programme_id).segments[0]
        check(db, desk.programme_id, segment.segment_id, "journalist", seen=tag_of(segment))
    assert desk.visitor("journalist").get(f"{desk.address}/edit/terms").get_json() == {"offers": []}
