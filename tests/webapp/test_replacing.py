"""Find and replace at the desk: shown first, stored as one edit a programme, conflicts told, undone by restoring."""

from __future__ import annotations

import re
from contextlib import closing
from http import HTTPStatus
from pathlib import Path

import pytest
from sqlite_utils import Database

from media.catalogue import add_document, current_document, get_programme, list_programmes, set_facts
from tests.transcribe.texts import type_words
from tests.webapp.checking.copied import copied
from tests.webapp.desk import WORDS, Desk, fill, make_desk
from transcribe.replacing.find import Wanted
from transcribe.revise import current_text, revisions_of
from webapp.accounts import get_user
from webapp.people.assignments import seen_by
from webapp.replacing import search as searching
from webapp.replacing.apply import replace_in_programme
from webapp.replacing.search import search

SERIES = "Ауыл таңы"
SUMMARY = "Сексеуіл is planted. Сексеуіл grows."
WHOLE = Wanted("сексеуіл", True, False, False)


@pytest.fixture(scope="module")
def series(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A series of two programmes of the journalist's, and one of another contributor's."""
    desk = make_desk(tmp_path_factory.mktemp("series"))
    with closing(desk.open()) as db:
        ids = [fill(desk.archive, db, owner)[0] for owner in ("journalist", "contributor_other")]
        for programme_id in (desk.programme_id, *ids):
            set_facts(db, programme_id, {"series": SERIES})
            add_document(db, programme_id, "summary", SUMMARY, language="kk")
    return desk


@pytest.fixture
def desk(tmp_path: Path, series: Desk) -> Desk:
    return copied(series, tmp_path)


def test_a_series_is_shown_and_what_is_ticked_replaced(desk: Desk) -> None:
    person = desk.visitor("journalist")
    asked = {"find": "сексеуіл", "by": "қарағаш", "scope": f"series:{SERIES}", "whole": "on", "summaries": "on"}
    page = person.post("/replace/preview", asked).text
    places = re.findall(r'name="place" value="([^"]+)"', page)
    assert len(places) == 6, "three of each of the two programmes that the journalist may edit"
    assert "[goes: </span>сексеуіл" in page
    done = person.post("/replace", asked | {"place": places[1:]}).text
    assert "Replaced in 5 places" in done
    with closing(desk.open()) as db:
        for programme_id in {place.partition("/")[0] for place in places}:
            (edit,) = revisions_of(db, programme_id)[:1]
            assert edit.author == "journalist"
            assert "қарағаш" in current_text(db, programme_id).segments[0].text
        ids = {place.partition("/")[0] for place in places}
        summaries = [current_document(db, programme_id, "summary") for programme_id in ids]
    said = {each.text: each.saved_by for each in summaries if each}
    assert said == dict.fromkeys(
        ("Қарағаш is planted. Қарағаш grows.", "Сексеуіл is planted. Қарағаш grows."), "journalist"
    )


def test_what_somebody_changed_is_told_and_left(desk: Desk) -> None:
    person = desk.visitor("journalist")
    asked = {"find": "деді", "by": "айтты", "scope": f"programme:{desk.programme_id}"}
    (place,) = re.findall(r'name="place" value="([^"]+)"', person.post("/replace/preview", asked).text)
    with closing(desk.open()) as db:
        type_words(db, desk.programme_id, "s1", "деді деді", "approver")
    done = person.post("/replace", asked | {"place": [place]}).text
    assert "1 place was changed by somebody since it was shown" in done
    with closing(desk.open()) as db:
        assert current_text(db, desk.programme_id).segments[1].text == "деді деді"
        assert len(revisions_of(db, desk.programme_id)) == 1


def test_it_is_undone_by_restoring(desk: Desk) -> None:
    with closing(desk.open()) as db:
        before = current_text(db, desk.programme_id).segments
        found = search(db, [get_programme(db, desk.programme_id)], WHOLE, with_summaries=False)
        keys = [place.key for each in found.programmes for place in each.places]
        done = replace_in_programme(
            db, get_programme(db, desk.programme_id), WHOLE, "", keys, get_user(db, "journalist")
        )
        assert done.revision
        assert "сексеуіл" not in current_text(db, desk.programme_id).segments[0].text
    person = desk.visitor("journalist")
    page = person.get(f"{desk.address}/revisions/0").text
    base = re.search(r'name="base" value="([^"]*)"', page)
    assert base
    restored = person.post(f"{desk.address}/revisions/0", {"base": base[1]})
    assert restored.status_code == HTTPStatus.SEE_OTHER
    with closing(desk.open()) as db:
        assert current_text(db, desk.programme_id).segments == before


def test_what_cannot_be_sought_comes_back(desk: Desk) -> None:
    person = desk.visitor("journalist")
    for find in ("", "а\u202eб"):
        asked = {"find": find, "by": "қарағаш", "scope": f"programme:{desk.programme_id}"}
        refused = person.post("/replace/preview", asked)
        assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert 'value="қарағаш"' in refused.text
    nothing = person.post("/replace", {"find": "а", "by": "б", "scope": f"programme:{desk.programme_id}"})
    assert nothing.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Tick the places" in nothing.text
    assert person.post("/replace/preview", {"find": "а", "scope": "series:"}).status_code == HTTPStatus.NOT_FOUND


def test_nobody_replaces_in_what_is_not_theirs(desk: Desk) -> None:
    with closing(desk.open()) as db:
        theirs = next(
            row["programme_id"]
            for row in db.query("SELECT programme_id FROM programme_owner WHERE user_name = 'contributor_other'")
        )
        found = search(db, [get_programme(db, theirs)], WHOLE, with_summaries=True)
    keys = [place.key for each in found.programmes for place in each.places]
    person = desk.visitor("journalist")
    asked = {"find": "сексеуіл", "by": "қарағаш", "whole": "on"}
    assert person.post("/replace", asked | {"scope": f"programme:{theirs}", "place": keys}).status_code == 404
    assert person.post("/replace", asked | {"scope": f"series:{SERIES}", "place": keys}).status_code == 422
    with closing(desk.open()) as db:
        assert revisions_of(db, theirs) == []


def test_a_long_series_is_shown_part_by_part(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "MOST_PLACES", 1)
    person = desk.visitor("approver")
    asked = {"find": "сексеуіл", "by": "қарағаш", "scope": f"series:{SERIES}"}
    first = person.post("/replace/preview", asked).text
    rest = re.search(r'name="from" value="([^"]+)"', first)
    assert rest
    second = person.post("/replace/preview", asked | {"from": rest[1]}).text
    shown = [set(re.findall(r'name="place" value="([^/]+)/', page)) for page in (first, second)]
    assert len(shown[0]) == len(shown[1]) == 1
    assert not shown[0] & shown[1]
    assert WORDS.split()[0] in first


def test_all_of_it_or_nothing(desk: Desk) -> None:
    person = desk.visitor("journalist")
    asked = {"find": "Сексеуіл", "by": "", "scope": f"series:{SERIES}", "case": "on", "summaries": "on"}
    with closing(desk.open()) as db:
        mine = [each for each in seen(db) if each != desk.programme_id]
        add_document(db, mine[0], "summary", "Сексеуіл", language="kk")
    places = re.findall(r'name="place" value="([^"]+)"', person.post("/replace/preview", asked).text)
    refused = person.post("/replace", asked | {"place": places})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "A summary would be empty" in refused.text
    long = {"find": "сексеуіл", "by": "а" * 9_990, "scope": f"series:{SERIES}"}
    places = re.findall(r'name="place" value="([^"]+)"', person.post("/replace/preview", long).text)
    assert person.post("/replace", long | {"place": places}).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    with closing(desk.open()) as db:
        assert [revisions_of(db, programme_id) for programme_id in seen(db)] == [[], []]
        summary = current_document(db, desk.programme_id, "summary")
        assert summary
        assert summary.text == SUMMARY, "what could be replaced was not either"


def seen(db: Database) -> list[str]:
    """Return the programmes of the series that the journalist sees."""
    ids = seen_by(db, get_user(db, "journalist"))
    return [each.programme_id for each in list_programmes(db) if each.series == SERIES and each.programme_id in ids]
