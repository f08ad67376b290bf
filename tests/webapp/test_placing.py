"""Where a sentence is heard is chosen by words or by times, and is a decision like any other."""

from __future__ import annotations

import re
from contextlib import closing
from http import HTTPStatus
from pathlib import Path

import pytest

from media.records import Span
from tests.webapp.checking.asked import SUMMARY, with_something_to_ask
from tests.webapp.checking.copied import copied
from tests.webapp.desk import Desk, hidden, make_desk
from transcribe.linking.claims import split_claims
from transcribe.linking.decided.decisions import decisions_of
from transcribe.records import DecisionKind, LinkDecision
from webapp.links import links_now
from webapp.review import content

ARAL, SERIK = (claim.claim_id for claim in split_claims(SUMMARY))


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return with_something_to_ask(make_desk(tmp_path_factory.mktemp("placed")))


@pytest.fixture
def desk(tmp_path: Path, linked: Desk) -> Desk:
    return copied(linked, tmp_path)


def chosen(desk: Desk, claim_id: str, sent: dict[str, object]) -> int:
    person = desk.visitor("journalist")
    page = person.get(f"{desk.address}/links/{claim_id}").text
    answer = person.post(f"{desk.address}/links/{claim_id}", sent | {"seen": hidden(page, "seen")})
    return answer.status_code


def newest(desk: Desk) -> LinkDecision:
    with closing(desk.open()) as db:
        return decisions_of(db, desk.programme_id)[-1]


def test_by_words(desk: Desk) -> None:
    page = desk.visitor("journalist").get(f"{desk.address}/links/{SERIK}").text
    starts = re.findall(r'<option value="(\d+)" lang="kk">0:0\d', page)
    assert starts[:2] == ["0", "400"]
    assert chosen(desk, SERIK, {"do": "move", "first": "400", "last": "1200"}) == HTTPStatus.SEE_OTHER
    decision = newest(desk)
    assert (decision.kind, decision.spans, decision.user_name) == (
        DecisionKind.MOVE,
        (Span(400, 1_200),),
        "journalist",
    )
    with closing(desk.open()) as db:
        link = next(
            each for each in links_now(content(db, desk.programme_id)) if each.placed.link.claim.claim_id == SERIK
        )
    assert link.placed.spans == (Span(400, 1_200),)
    assert link.placed.link.checked


def test_typed_times_come_before_words(desk: Desk) -> None:
    sent: dict[str, object] = {"do": "add", "start": "0:01.6", "end": "0:02", "first": "0", "last": "400"}
    assert chosen(desk, ARAL, sent) == HTTPStatus.SEE_OTHER
    assert newest(desk).spans == (Span(1_600, 2_000),)


@pytest.mark.parametrize("sent", [{}, {"first": "400"}, {"first": "1200", "last": "400"}, {"first": "x", "last": "²"}])
def test_no_place_is_no_decision(desk: Desk, sent: dict[str, object]) -> None:
    assert chosen(desk, SERIK, {"do": "move"} | sent) == HTTPStatus.UNPROCESSABLE_ENTITY
    with closing(desk.open()) as db:
        assert decisions_of(db, desk.programme_id) == ()


def test_the_stretch_that_is_shown(desk: Desk) -> None:
    person = desk.visitor("journalist")
    page = person.get(f"{desk.address}/links/{ARAL}?at=0:02").text
    assert 'data-from="0" data-to="3000"' in page, "three seconds are shown whole"
    bars = re.search(r'data-heights="([^"]*)"', page)
    assert bars
    assert set(bars[1].split()) == {"25"}
    gone = person.get(f"{desk.address}/links/c000", follow_redirects=True)
    assert gone.request.path == f"{desk.address}/links"
    assert "This sentence is here no more" in gone.text
    wrong = person.post(f"{desk.address}/links/c000", {"do": "accept", "seen": "x"})
    assert wrong.status_code == HTTPStatus.PRECONDITION_FAILED
    assert "This sentence is here no more" in wrong.text
