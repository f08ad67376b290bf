"""Search finds words, beginnings and letters inside words, and leads to their second."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from tests.webapp.editions import approved
from tests.webapp.published import GONE, REELS, SAXAUL, public_client, published_once
from webapp.edition.layout import Layout
from webapp.edition.store import add_version, edition_writer


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return public_client(published_once(tmp_path_factory).root)


def found(client: FlaskClient, query: str) -> list[str]:
    """Return the programmes that a search shows, in order."""
    response = client.get("/search", query_string={"q": query})
    assert response.status_code == 200
    return re.findall(r'<h2><a href="/programmes/(\w+)"', response.text)


@pytest.mark.parametrize(
    ("query", "programmes"),
    [
        ("сексеуіл", [SAXAUL]),
        ("СЕКСЕУІЛ", [SAXAUL]),
        ("сексеу", [SAXAUL]),  # the beginning
        ("ксеуіл", [SAXAUL]),  # inside the word
        ("Жақсыбаева", [SAXAUL]),
        ("ақсыба", [SAXAUL]),
        ("ем", [SAXAUL]),  # two letters: beginnings of words
        ("reels", [REELS]),  # named so, though others may say it
        ("Bermet Osh", [REELS]),  # in different sentences
        ("Bermet Арал", []),  # each in another programme
        ("saxaul", [SAXAUL]),
        ("“Saxaul is a shield”", [SAXAUL]),
        ("demo desk", [REELS, SAXAUL]),
        ("құпиябекова", []),
        ("кетті", [SAXAUL]),  # also in the withdrawn programme
        ("", []),
        ("   ", []),
        ("…!?", []),
    ],
)
def test_search(client: FlaskClient, query: str, programmes: list[str]) -> None:
    assert found(client, query) == programmes


def test_hit_opens_its_programme_at_its_second(client: FlaskClient) -> None:
    text = client.get("/search", query_string={"q": "гектар"}).text
    (address,) = re.findall(r'href="(/programmes/saxaul\?q=[^"]*#t=[\d.]+)"', text)
    page, _, moment = address.partition("#")
    assert page == f"/programmes/saxaul?q={quote('гектар')}"
    assert "<mark>гектар</mark>" in text
    opened = client.get(page).text
    assert f'<mark id="{moment}">гектар</mark>' in opened, "without script the browser goes to the word by itself"


def test_hit_in_a_summary_goes_where_the_sentence_is_heard(client: FlaskClient) -> None:
    text = client.get("/search", query_string={"q": "Gulnar"}).text
    assert re.search(r'href="/programmes/saxaul\?q=Gulnar#t=[\d.]+"', text)
    nowhere = client.get("/search", query_string={"q": "ministry"}).text
    assert 'href="/programmes/reels?q=ministry#summary"' in nowhere


def test_absent_withdrawn_and_nonsense_words_get_one_page(client: FlaskClient) -> None:
    """THREATS 16: nobody learns from the answer that a word was there once."""
    words = ["Құпиябекова", "Zzyzxqq", "Абвгдеёж"]
    pages = {client.get("/search", query_string={"q": word}).data.replace(word.encode(), b"?") for word in words}
    addresses = {re.sub(rb"q=[^&\"]*", b"q=?", page) for page in pages}
    assert len(addresses) == 1
    assert GONE.encode() not in addresses.pop()


@pytest.mark.parametrize(
    "query", ['"', '" OR "a', "a*", "NEAR(a b)", "folded:a", "a AND b", "%", "_", "\\", "'", "a\0b"]
)
def test_signs_of_the_query_language_mean_nothing(client: FlaskClient, query: str) -> None:
    assert client.get("/search", query_string={"q": query}).status_code == 200


@given(st.text(max_size=40))
def test_any_text_can_be_asked_for(client: FlaskClient, query: str) -> None:
    assert client.get("/search", query_string={"q": query}).status_code == 200


def test_long_queries_are_cut(client: FlaskClient) -> None:
    assert found(client, "ауыл " * 5000 + "құпиябекова") == [SAXAUL]
    assert found(client, " ".join("абвгдежз") + " құпиябекова") == found(client, " ".join("абвгдежз"))


def test_results_have_pages(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    with edition_writer(layout):
        for number in range(12):
            add_version(layout, approved(f"p{number:02}", "Trees", summary=None, text="көшет " * 100), None)
    client = public_client(tmp_path)
    first = client.get("/search?q=көшет").text
    second = client.get("/search?q=көшет&page=2").text
    names = re.findall(r'<h2><a href="/programmes/(\w+)"', first + second)
    assert names == [f"p{number:02}" for number in range(12)]
    assert "12 programmes with “көшет”" in first
    assert first.count('class="snippet"') == 10 * 4, "of many passages the best four are shown"
