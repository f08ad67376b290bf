"""What people correct again and again is offered, counted, taken or refused; no name that is kept back ever is."""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path

import pytest
from sqlite_utils import Database

from media.catalogue import get_programme, set_facts
from tests.transcribe.texts import segment, type_words
from tests.webapp.checking.copied import copied
from tests.webapp.desk import Desk, fill, make_desk
from transcribe.glossary import list_terms
from transcribe.records import Segment
from transcribe.revise import current_text
from webapp.audit import entries
from webapp.redaction.store import add_person
from webapp.redaction.vault import new_key
from webapp.suggesting.pairs import corrected
from webapp.suggesting.suggestions import Suggestion, suggestions

SERIES = "Ауыл таңы"
WRONG = "Серік Омарұв келді . Омарұв айтты"


def test_corrections_are_a_few_words_for_a_few() -> None:
    machine = {each.segment_id: each for each in (segment("a", "Серік Омарұв келді"), segment("b", "бір екі үш төрт"))}
    now = (
        _edited("a", "Серік «Омаров» келді"),
        _edited("b", "мүлде басқа сөздер тұр енді мұнда"),
        segment("c", "жаңа"),
    )
    assert list(corrected(machine, now)) == [("Омарұв", "Омаров")]
    assert list(corrected(machine, (_edited("a", "серік омарұв, келді!"),))) == [], (
        "capitals and commas are no other word"
    )


def _edited(segment_id: str, text: str) -> Segment:
    return replace(segment(segment_id, text), edited_by="Айгүл")


@pytest.fixture(scope="module")
def series(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Two programmes of a series in which one name is corrected in four places."""
    desk = make_desk(tmp_path_factory.mktemp("series"))
    with closing(desk.open()) as db:
        for _ in range(2):
            programme_id = fill(desk.archive, db, "journalist", WRONG)[0]
            set_facts(db, programme_id, {"series": SERIES})
            text = current_text(db, programme_id)
            right = text.segments[0].text.replace("Омарұв", "Омаров")
            type_words(db, programme_id, text.segments[0].segment_id, right, "journalist")
    return desk


@pytest.fixture
def desk(tmp_path: Path, series: Desk) -> Desk:
    return copied(series, tmp_path)


def offered(db: Database) -> tuple[Suggestion, ...]:
    ids = [row["programme_id"] for row in db.query("SELECT programme_id FROM programme WHERE series = ?", [SERIES])]
    return suggestions(db, SERIES, [get_programme(db, programme_id) for programme_id in ids])


def test_it_is_offered_with_counts_and_taken(desk: Desk) -> None:
    person = desk.visitor("journalist")
    page = person.get("/glossary/suggestions").text
    assert "Омарұв" in page
    assert "4 places" in page
    assert "2 programmes" in page
    pair = re.search(r'name="pair" value="([^"]+)"', page)
    assert pair
    sent = {"series": SERIES, "pair": pair[1]}
    taken = person.post("/glossary/suggestions", sent | {"do": "accept"})
    assert taken.status_code == HTTPStatus.SEE_OTHER
    with closing(desk.open()) as db:
        assert [(term.series, term.term) for term in list_terms(db)] == [(SERIES, "Омаров")]
        assert offered(db) == ()
        newest = entries(db, newest_first=True, limit=1)[0]
        assert (newest.user_name, newest.action) == ("journalist", "suggestion accepted")
    assert "Nothing was corrected that often." in person.get("/glossary/suggestions").text


def test_what_is_refused_is_offered_no_more(desk: Desk) -> None:
    person = desk.visitor("journalist")
    with closing(desk.open()) as db:
        (suggestion,) = offered(db)
    sent = {"series": SERIES, "pair": suggestion.sha256}
    assert person.post("/glossary/suggestions", sent | {"do": "perhaps"}).status_code == HTTPStatus.BAD_REQUEST
    assert person.post("/glossary/suggestions", sent | {"do": "dismiss"}).status_code == HTTPStatus.SEE_OTHER
    with closing(desk.open()) as db:
        assert offered(db) == ()
        assert list_terms(db) == ()
        row = next(db.table("suggestion_decision").rows)
        assert "Омар" not in str(row), "the row has no word of it"


def test_only_of_programmes_that_one_may_see(desk: Desk) -> None:
    page = desk.visitor("journalist_too").get("/glossary/suggestions").text
    assert "Омаров" not in page


def test_a_name_that_is_kept_back_is_never_offered(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    key = new_key()
    monkeypatch.setenv("MURAGAT_REDACTION_KEY", key)
    with closing(desk.open()) as db:
        assert offered(db)
        add_person(db, desk.programme_id, ["Берік Омаров"], "admin", reason="a witness")
        assert offered(db) == ()
    assert "Омаров" not in desk.visitor("journalist").get("/glossary/suggestions").text
    monkeypatch.delenv("MURAGAT_REDACTION_KEY")
    page = desk.visitor("journalist").get("/glossary/suggestions").text
    assert "Омаров" not in page
    assert "has no key to tell which" in page
