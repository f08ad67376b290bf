"""Any two states of words, summaries and facts: told apart word by word, and made to stand again."""

from __future__ import annotations

import re
from contextlib import closing
from http import HTTPStatus
from pathlib import Path

import pytest

from media.catalogue import current_document, get_programme, set_facts
from media.fact_history import fact_changes
from tests.transcribe.texts import type_words
from tests.webapp.checking.asked import SUMMARY, with_something_to_ask
from tests.webapp.desk import WORDS, Desk, hidden, make_desk, with_a_second_run
from transcribe.linking.store import latest_linking
from webapp.accounts import get_user
from webapp.audit import entries, verify
from webapp.errors import ChangedSince, UnknownState
from webapp.links import links_now
from webapp.review import approve, content
from webapp.states import StateKind, states_of, words_in
from webapp.summaries import store_summary, versions_of


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return with_something_to_ask(make_desk(tmp_path))


def said(desk: Desk, key: str) -> str:
    with closing(desk.open()) as db:
        return " ".join(segment.text for segment in words_in(db, desk.programme_id, key))


def test_words_of_every_state(desk: Desk) -> None:
    with closing(desk.open()) as db:
        before = approve(db, desk.programme_id, "approver", "not checked in a test")
        type_words(db, desk.programme_id, "s0", "жаңа сөздер", "journalist")
        approve(db, desk.programme_id, "approver", "not checked in a test")
    with_a_second_run(desk)
    with closing(desk.open()) as db:
        states = states_of(db, desk.programme_id)
        approvals = [each for each in states if each.kind is StateKind.APPROVED]
        assert before.created_at == approvals[-1].at
    assert said(desk, approvals[-1].key) == WORDS, "before the edit"
    assert said(desk, approvals[0].key).startswith("жаңа сөздер екінші")
    assert "екті" in said(desk, "run-2")
    assert said(desk, "edit-2").endswith("деді ол бүгін кешке")
    for unknown in ("edit-9", "run-9", "approved-9", "nothing", "edit-x", "edit-", "run-²"):
        with pytest.raises(UnknownState):
            said(desk, unknown)


def test_any_two_are_compared(desk: Desk) -> None:
    with_a_second_run(desk)
    person = desk.visitor("journalist")
    inline = person.get(f"{desk.address}/revisions/compare?a=run-1&b=run-2").text
    assert "2 changes of words" in inline
    assert re.search(r"<del><span[^>]*>\[goes: </span>егеді<span", inline)
    assert re.search(r"<ins><span[^>]*>\[comes: </span>екті<span", inline)
    beside = person.get(f"{desk.address}/revisions/compare?a=run-2&b=run-1&view=beside").text
    assert '<th scope="col">Run 2' in beside
    assert re.search(r"<del><span[^>]*>\[goes: </span>екті<span", beside)
    assert "Both are the same." in person.get(f"{desk.address}/revisions/compare?a=run-1&b=run-1").text
    assert person.get(f"{desk.address}/revisions/compare?a=run-7").status_code == HTTPStatus.NOT_FOUND
    page = person.get(f"{desk.address}/revisions/compare").text
    assert re.findall(r'value="([^"]+)" selected', page) == ["run-1", "edit-1"], (
        "what the machine heard, and what stands"
    )


def test_a_corrected_summary_keeps_the_links_of_the_other_sentences(desk: Desk) -> None:
    with closing(desk.open()) as db:
        before = links_now(content(db, desk.programme_id))
        now = versions_of(db, desk.programme_id)[0]
        corrected = f"A word before. {SUMMARY}".replace("Serik Omarov was", "Berik Omarov was")
        person = get_user(db, "journalist")
        made = store_summary(db, desk.programme_id, corrected, "en", person, seen=now.document_id)
        assert made
        (link,) = links_now(content(db, desk.programme_id))
        assert link.placed.spans == before[0].placed.spans
        claim = link.placed.link.claim
        assert corrected[claim.start_char : claim.end_char] == claim.text
        assert [corrected[part.start_char : part.end_char] for part in link.placed.link.parts] == ["Aral", "2018"]
        with pytest.raises(ChangedSince):
            store_summary(db, desk.programme_id, "Another.", "en", person, seen=now.document_id)
        whole = store_summary(db, desk.programme_id, "All is otherwise.", "en", person, seen=made.document_id)
        linking = latest_linking(db, desk.programme_id)
        assert whole
        assert linking
        assert linking.document_id != whole.document_id, "no sentence is left that a link could be of"


def test_summaries_are_listed_compared_and_stand_again(desk: Desk) -> None:
    person = desk.visitor("journalist")
    base = hidden(person.get(f"{desk.address}/summary").text, "base")
    person.post(f"{desk.address}/summary", {"summary": f"{SUMMARY} More.", "summary_language": "en", "base": base})
    page = person.get(f"{desk.address}/summary/versions").text
    assert "Summary 3, " in page
    assert ", journalist" in page
    assert re.search(r"<ins><span[^>]*>\[comes: </span>More\.<span", page)
    newest = hidden(page, "base")
    restored = person.post(f"{desk.address}/summary/versions/{base}", {"base": newest})
    assert restored.status_code == HTTPStatus.SEE_OTHER
    late = desk.visitor("approver").post(f"{desk.address}/summary/versions/{newest}", {"base": newest})
    assert late.status_code == HTTPStatus.PRECONDITION_FAILED
    with closing(desk.open()) as db:
        versions = versions_of(db, desk.programme_id)
        assert (versions[0].text, versions[0].saved_by, len(versions)) == (SUMMARY, "journalist", 4)
        stored = [each for each in entries(db, desk.programme_id) if each.action == "summary"]
        assert [each.user_name for each in stored[-2:]] == ["journalist", "journalist"]
        assert list(verify(db)) == []


def test_facts_are_told_and_taken_back(desk: Desk) -> None:
    person = desk.visitor("journalist")
    with closing(desk.open()) as db:
        set_facts(db, desk.programme_id, {"title": "Қате атау"}, user_name="journalist")
        facts = [each for each in entries(db, desk.programme_id) if each.action == "facts"]
        assert facts[-1].user_name == "journalist"
        (change,) = fact_changes(db, desk.programme_id)
    page = person.get(f"{desk.address}/facts/history").text
    assert "Қате атау" in page
    place = f"{desk.address}/facts/history/{change.fact_change_id}"
    assert person.post(place, {"seen": "another"}).status_code == HTTPStatus.PRECONDITION_FAILED
    assert person.post(place, {"seen": hidden(page, "seen")}).status_code == HTTPStatus.SEE_OTHER
    with closing(desk.open()) as db:
        assert get_programme(db, desk.programme_id).title == "Сексеуіл"
        assert fact_changes(db, desk.programme_id)[0].user_name == "journalist"
        assert current_document(db, desk.programme_id, "summary")
    assert person.post(f"{desk.address}/facts/history/99", {"seen": ""}).status_code == HTTPStatus.NOT_FOUND
