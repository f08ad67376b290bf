"""THREATS 22: whatever a title, a word, a speaker or a fact holds, it is text and stays text."""

from __future__ import annotations

import io
import json
import re
from html.parser import HTMLParser

import pytest
import webvtt
from flask.testing import FlaskClient

from tests.security.payloads import PAYLOADS, PLAIN, filled
from tests.webapp.published import public_client
from webapp.edition.layout import Layout
from webapp.edition.store import add_version, edition_writer
from webapp.public.finding.search import Query

PAGES = (
    "/",
    "/search?q=сөз",
    "/browse",
    "/browse/place",
    "/browse/person",
    "/timeline",
    "/programmes/p1",
    "/programmes/p1?q=сөз",
    "/programmes/p1/versions/1",
)


class Shape(HTMLParser):
    """The elements of a page and the names of their attributes: what markup it is made of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.shape: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.shape.append(f"<{tag} {' '.join(name for name, _ in attrs)}>")

    def handle_endtag(self, tag: str) -> None:
        self.shape.append(f"</{tag}>")

    def handle_comment(self, data: str) -> None:
        self.shape.append("comment")


def client_with(texts: tuple[str, ...], factory: pytest.TempPathFactory) -> FlaskClient:
    layout = Layout(factory.mktemp("edition"))
    with edition_writer(layout):
        add_version(layout, filled(texts, None), None)
    return public_client(layout.root)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return client_with(PAYLOADS, tmp_path_factory)


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return client_with(PLAIN, tmp_path_factory)


def test_there_are_enough() -> None:
    assert len(set(PAYLOADS)) >= 300


@pytest.mark.parametrize("place", PAGES)
def test_page_is_made_of_the_same_markup_as_with_harmless_text(
    hostile: FlaskClient, harmless: FlaskClient, place: str
) -> None:
    shape = Shape(hostile.get(place).text).shape
    assert len(shape) > 20
    assert shape == Shape(harmless.get(place).text).shape


def test_every_text_is_still_there_to_read(hostile: FlaskClient) -> None:
    class Words(HTMLParser):
        said: list[str] = []  # noqa: RUF012 one use

        def handle_data(self, data: str) -> None:
            self.said.append(data)

    parser = Words()
    parser.feed(hostile.get("/programmes/p1").text)
    read = " ".join(" ".join(parser.said).split())
    for payload in PAYLOADS:
        assert " ".join(payload.split()) in read


def test_query_is_text(hostile: FlaskClient, harmless: FlaskClient) -> None:
    plain = Shape(harmless.get("/search?q=zzzz").text).shape
    after_heading = plain.index("</h1>") + 1
    for payload in PAYLOADS:
        text = f"zzzz {payload}"
        response = hostile.get("/search", query_string={"q": text})
        told = ["<p class>", "</p>"] * len(Query.parse(text).troubles)
        assert Shape(response.text).shape == [*plain[:after_heading], *told, *plain[after_heading:]], payload


def test_found_words_are_marked_and_stay_text(hostile: FlaskClient) -> None:
    def shape(place: str) -> list[str]:
        tags = Shape(hostile.get(place).text).shape
        return [tag.replace(" id", "") for tag in tags if "mark" not in tag]

    assert "<mark>" in hostile.get("/programmes/p1?q=alert").text
    assert shape("/programmes/p1?q=alert") == shape("/programmes/p1")
    assert "<mark>" in hostile.get("/search?q=alert").text
    assert set(shape("/search?q=alert")) <= set(shape("/search?q=сөз"))


def test_headers_are_not_split(hostile: FlaskClient) -> None:
    for name in ("vtt", "srt", "txt", "json"):
        response = hostile.get(f"/programmes/p1/transcript.{name}")
        assert response.status_code == 200
        assert "Set-Cookie" not in response.headers
        assert re.fullmatch(r"attachment; filename=[a-z0-9.-]+", response.headers["Content-Disposition"])


def test_captions_hold_no_markup_but_their_own(hostile: FlaskClient) -> None:
    text = hostile.get("/programmes/p1/transcript.vtt").text
    assert set(re.findall(r"<[^v/\n]\w*", text.split("\n\n", 2)[2])) == set()
    captions = webvtt.from_buffer(io.StringIO(text)).captions
    assert text.count("-->") == len(captions) >= len(PAYLOADS)


def test_json_gives_every_text_back(hostile: FlaskClient) -> None:
    record = json.loads(hostile.get("/programmes/p1/transcript.json").data)
    assert tuple(segment["words"][0]["text"] for segment in record["segments"]) == PAYLOADS


def test_head_of_a_file_stays_its_head(hostile: FlaskClient) -> None:
    """A title of several lines must not read as words that somebody spoke."""
    head, _, body = hostile.get("/programmes/p1/transcript.txt").text.partition("\n\n")
    assert all(line.startswith("# ") for line in head.split("\n"))
    assert "\r" not in head
    assert body.startswith("0 ")
