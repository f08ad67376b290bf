"""What there is can be found without a word: by who, where, what, and when."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.webapp.editions import approved
from tests.webapp.published import GONE, SAXAUL, public_client, published_once
from webapp.edition.layout import Layout
from webapp.edition.store import add_version, edition_writer

COUNTED = re.compile(r'href="([^"]+)">([^<]+)</a> <span class="count">(\d+)</span>')


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return public_client(published_once(tmp_path_factory).root)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    layout = Layout(tmp_path_factory.mktemp("archive"))
    dates = ["2023-12-31", "2024", "2024-05", "2024-05-17", "2024-05-18", None]
    with edition_writer(layout):
        for number, aired in enumerate(dates):
            one = approved(f"p{number}", f"Title {number}")
            facts = dataclasses.replace(
                one.programme, aired=aired, places='Арал; Ош & "Алай" <b>', topics=f"Тақырып {number:02}"
            )
            add_version(layout, dataclasses.replace(one, programme=facts), None)
        for number in range(30):
            one = approved(f"q{number}", f"Other {number}")
            facts = dataclasses.replace(one.programme, published="2020-01-02", topics=f"Сала {number:02}")
            add_version(layout, dataclasses.replace(one, programme=facts), None)
    return public_client(layout.root)


def test_every_count_leads_to_so_many_programmes(archive: FlaskClient) -> None:
    for place in ("/browse", "/browse/place", "/browse/topic", "/browse/year", "/browse/language", "/timeline"):
        rows = COUNTED.findall(archive.get(place).text)
        assert rows, place
        for address, _, count in rows:
            listed = archive.get(address.replace("&amp;", "&"))
            assert listed.status_code == 200, address
            assert re.search(rf">\s*{count} programmes?<", listed.text), address


def test_home_leads_to_them(archive: FlaskClient) -> None:
    text = archive.get("/").text
    assert 'href="/browse"' in text
    assert 'href="/timeline"' in text


def test_many_values_are_all_behind_a_link(archive: FlaskClient) -> None:
    text = archive.get("/browse").text
    assert "Тақырып 00" not in text, "the twelve first of equals"
    assert re.search(r'href="/browse/topic">All 36<', text)
    assert "Тақырып 00" in archive.get("/browse/topic").text


def test_timeline_has_years_and_months(archive: FlaskClient) -> None:
    rows = [(name, int(count)) for _, name, count in COUNTED.findall(archive.get("/timeline").text)]
    dated = [("2024", 4), ("May", 3), ("2023", 1), ("December", 1), ("2020", 30), ("January", 30)]
    assert rows == [*dated, ("Without a date", 1)]
    russian = archive.get("/timeline", headers={"Accept-Language": "ru"}).text
    assert 'aria-label="май 2024"' in russian


def test_programmes_without_a_date_have_a_list(archive: FlaskClient) -> None:
    text = archive.get("/timeline?date=none").text
    assert "<h1>Without a date</h1>" in text
    assert re.findall(r'<h2><a href="/programmes/(\w+)"', text) == ["p5"]


def test_lists_have_pages(archive: FlaskClient) -> None:
    first = archive.get("/timeline?date=2020").text
    second = archive.get("/timeline?date=2020&page=2").text
    names = re.findall(r'<h2><a href="/programmes/(\w+)"', first + second)
    assert sorted(names) == sorted(f"q{number}" for number in range(30))
    assert 'href="/timeline?page=2&amp;date=2020"' in first


def test_newest_first_by_the_day_on_air_or_else_of_publication(archive: FlaskClient) -> None:
    names = re.findall(r'<h2><a href="/programmes/(\w+)"', archive.get("/").text)
    assert names[:5] == ["p4", "p3", "p2", "p1", "p0"]
    assert names[5].startswith("q")


@pytest.mark.parametrize(
    "place",
    [
        "/browse/nothing",
        "/browse/speaker",
        "/browse/place?name=",
        "/browse/place?name=Atlantis",
        "/timeline?date=1999",
        "/timeline?date=soon",
        "/timeline?date=2024-13",
        "/timeline?date=",
    ],
)
def test_what_is_not_there_is_not_found(archive: FlaskClient, place: str) -> None:
    response = archive.get(place)
    assert response.status_code == 404
    assert "look for the programme by its words" in response.text


def test_withdrawn_programme_is_in_no_list(client: FlaskClient) -> None:
    for place in ("/browse", "/browse/language?name=kk", "/timeline", "/"):
        assert f"/programmes/{GONE}" not in client.get(place).text


def test_empty_edition_can_be_browsed(tmp_path: Path) -> None:
    client = public_client(tmp_path)
    assert "Nothing is published here yet" in client.get("/browse").text
    assert client.get("/timeline").status_code == 200
    assert client.get("/browse/place").status_code == 200
    assert "Nothing was found" in client.get("/search?q=a").text


@pytest.mark.parametrize(("language", "head"), [("en", "Series"), ("kk", "Айдарлар"), ("ru", "Циклы")])
def test_list_of_series_has_the_word_for_several(client: FlaskClient, language: str, head: str) -> None:
    assert f"<h1>{head}</h1>" in client.get(f"/browse/series?ui={language}").text


@pytest.mark.parametrize("place", ["/", "/search", "/browse", "/api", f"/programmes/{SAXAUL}", "/nowhere"])
def test_every_page_leads_to_lists_and_years(client: FlaskClient, place: str) -> None:
    foot = client.get(f"{place}?ui=en").text.partition('<footer class="foot"')[2]
    assert '<a href="/browse">Browse</a>' in foot
    assert '<a href="/timeline">Timeline</a>' in foot
