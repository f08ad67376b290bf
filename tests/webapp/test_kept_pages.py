"""A page that was written is written once, and what is no longer public is not kept."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.webapp.editions import approved
from tests.webapp.published import public_client
from webapp.edition.layout import Layout
from webapp.edition.store import add_version, block, edition_writer
from webapp.public import kept_pages
from webapp.public.kept_pages import KeptPages


def test_page_is_written_once_while_the_index_is_the_same() -> None:
    pages, written = KeptPages(), []

    def write() -> bytes:
        written.append(1)
        return b"page"

    assert [pages.get("one", "a", write), pages.get("one", "a", write)] == [b"page"] * 2
    assert len(written) == 1
    pages.get("one", "b", write)
    pages.get("two", "a", write)
    assert len(written) == 3


def test_oldest_page_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_pages, "MOST_BYTES", 10)
    pages = KeptPages()
    for name in "abc":
        pages.get("one", name, lambda: b"xxxx")
    pages.get("one", "c", lambda: pytest.fail("it was kept"))
    assert pages.get("one", "a", lambda: b"anew") == b"anew"
    assert pages.get("one", "large", lambda: b"y" * 11) == b"y" * 11, "sent, and not kept"


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    layout = Layout(tmp_path / "edition")
    with edition_writer(layout):
        add_version(layout, approved("p1", "First"), None)
    return layout


@pytest.fixture
def client(layout: Layout) -> FlaskClient:
    return public_client(layout.root)


def test_second_reader_gets_the_same_page_and_each_their_own_language(client: FlaskClient) -> None:
    first = client.get("/programmes/p1", headers={"Accept-Encoding": "gzip"})
    again = client.get("/programmes/p1", headers={"Accept-Encoding": "gzip"})
    assert first.data == again.data
    assert gzip.decompress(first.data) == client.get("/programmes/p1").data, "uncompressed to whoever asks so"
    assert client.get("/programmes/p1?ui=kk").data != client.get("/programmes/p1?ui=ru").data
    elsewhere = client.get("/programmes/p1", base_url="https://archive.example")
    assert "https://archive.example/" in elsewhere.text
    assert "archive.example" not in client.get("/programmes/p1").text


def test_unchanged_page_is_not_sent_again(client: FlaskClient) -> None:
    etag = client.get("/programmes/p1").headers["ETag"]
    assert client.get("/programmes/p1", headers={"If-None-Match": etag}).status_code == 304
    other = client.get("/programmes/p1?ui=ru", headers={"If-None-Match": etag})
    assert other.status_code == 200


def test_new_version_and_withdrawal_are_seen_at_once(layout: Layout, client: FlaskClient) -> None:
    etag = client.get("/programmes/p1").headers["ETag"]
    with edition_writer(layout):
        add_version(layout, approved("p1", "Second"), None)
    page = client.get("/programmes/p1", headers={"If-None-Match": etag})
    assert (page.status_code, "Second" in page.text) == (200, True)
    block(layout, "p1")
    asked = client.get("/programmes/p1", headers={"If-None-Match": page.headers["ETag"]})
    assert asked.status_code == 410
