"""Error pages say in words what is the matter, and where to go on."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.webapp.published import GONE, public_client, published_once


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return public_client(published_once(tmp_path_factory).root)


def test_error_pages_have_a_title_in_words_and_ways_on(client: FlaskClient) -> None:
    for place, title in (
        (f"/programmes/{GONE}", "Withdrawn programme"),
        ("/nowhere", "Not found"),
        ("/browse/x", "Not found"),
    ):
        page = client.get(f"{place}?ui=en").text
        assert f"<title>{title} · muragat</title>" in page
        main = page.partition("<main")[2].partition("</main>")[0]
        assert all(f'href="{way}"' in main for way in ("/", "/browse", "/timeline"))
        assert 'action="/search"' in main


def test_withdrawn_page_names_the_programme_and_the_day(client: FlaskClient) -> None:
    for place in (f"/programmes/{GONE}", f"/programmes/{GONE}/versions/1", f"/embed/programmes/{GONE}/versions/1"):
        page = client.get(f"{place}?ui=en").text
        assert f"<span>{GONE}</span>" in page
        assert re.search(r"<span>withdrawn on \d{1,2} \w+ 20\d\d</span>", page)
