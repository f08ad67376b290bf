"""Other sites may show the embed, and nothing else, in a frame; there it is as strict as everywhere."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.security.payloads import PAYLOADS, PLAIN, filled
from tests.security.test_public_injection import Shape
from tests.webapp.published import GONE, SAXAUL, public_client, published_once
from webapp.edition.layout import Layout
from webapp.edition.store import add_version, edition_writer

EMBED = f"/embed/programmes/{SAXAUL}/versions/1?t=1,5"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return public_client(published_once(tmp_path_factory).root)


def twice_published(texts: tuple[str, ...], factory: pytest.TempPathFactory) -> FlaskClient:
    """A programme of these texts, and a second version with every word and fact exchanged."""
    layout = Layout(factory.mktemp("edition"))
    with edition_writer(layout):
        add_version(layout, filled(texts, None), None)
        add_version(layout, filled(tuple(f"{text} " for text in texts[::-1]), None), None)
    return public_client(layout.root)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return twice_published(PAYLOADS, tmp_path_factory)


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return twice_published(PLAIN, tmp_path_factory)


def policy(client: FlaskClient, place: str) -> dict[str, str]:
    (said,) = client.get(place).headers.getlist("Content-Security-Policy")
    return dict(re.sub(" 'nonce-[^']+'", "", rule).split(" ", 1) for rule in said.split("; "))


@pytest.mark.parametrize(
    "place", [EMBED, f"/embed/programmes/{GONE}/versions/1", "/embed/programmes/nobody/versions/1", f"{EMBED}x"]
)
def test_embed_may_be_framed_and_nothing_more(client: FlaskClient, place: str) -> None:
    response = client.get(place)
    assert "X-Frame-Options" not in response.headers
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Access-Control-Allow-Origin" not in response.headers
    assert "Set-Cookie" not in response.headers
    rules, elsewhere = policy(client, place), policy(client, "/")
    assert rules.pop("frame-ancestors") == "*"
    assert elsewhere.pop("frame-ancestors") == "'none'"
    assert rules == elsewhere
    assert response.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "place",
    [
        f"/programmes/{SAXAUL}/versions/1/quote?t=1,5",
        f"/programmes/{SAXAUL}/versions/1/clip.m4a?t=1,5",
        f"/programmes/{SAXAUL}/versions/1/card.png",
        f"/oembed?url=http://localhost/programmes/{SAXAUL}",
        "/embed/nothing",
    ],
)
def test_the_rest_may_not(client: FlaskClient, place: str) -> None:
    assert client.get(place).headers["X-Frame-Options"] == "DENY"
    assert policy(client, place)["frame-ancestors"] == "'none'"


@pytest.mark.parametrize(
    "place", ["/programmes/p1/versions/1/quote?t=0,290", "/embed/programmes/p1/versions/1?t=0,290"]
)
def test_hostile_words_stay_words(hostile: FlaskClient, harmless: FlaskClient, place: str) -> None:
    shape = Shape(hostile.get(place).text).shape
    assert len(shape) > 20
    assert shape == Shape(harmless.get(place).text).shape


def test_hostile_facts_stay_facts_in_files(hostile: FlaskClient) -> None:
    for name in ("bib", "ris", "json"):
        response = hostile.get(f"/programmes/p1/cite.{name}")
        assert response.status_code == 200
        assert "Set-Cookie" not in response.headers
        assert re.fullmatch(r"attachment; filename=[a-z0-9.-]+", response.headers["Content-Disposition"])
    lines = hostile.get("/programmes/p1/cite.ris").text.split("\r\n")
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines[:-1])
    entry = hostile.get("/programmes/p1/cite.bib").text
    assert entry.count("{") == entry.count("}")
    assert hostile.get("/programmes/p1/versions/1/card.png").status_code in {200, 404}
    assert hostile.get("/oembed?url=http://localhost/programmes/p1").status_code == 200
