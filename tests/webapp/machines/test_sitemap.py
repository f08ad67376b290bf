"""What search engines are told of."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml import etree

from tests.webapp.editions import approved
from tests.webapp.published import GONE, REELS, SAXAUL, public_client
from webapp.edition.layout import Layout
from webapp.edition.store import add_version, block, edition_writer
from webapp.public.machines import sitemap

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def addresses(client: FlaskClient, place: str) -> list[str]:
    response = client.get(place)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/xml; charset=utf-8"
    return [str(each.text) for each in etree.fromstring(response.data).iter(f"{SITEMAP}loc")]


def test_all_public_pages_are_there_and_answer(client: FlaskClient) -> None:
    found = addresses(client, "/sitemap.xml")
    assert {f"http://localhost/programmes/{name}" for name in (SAXAUL, REELS)} < set(found)
    assert f"http://localhost/programmes/{GONE}" not in found
    assert {client.get(address).status_code for address in found} == {200}
    root = etree.fromstring(client.get("/sitemap.xml").data)
    assert len(list(root.iter(f"{SITEMAP}lastmod"))) == len(found) - 1, "of all but the list of programmes"


def test_many_pages_are_in_several_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "SITEMAP_ADDRESSES", 2)
    layout = Layout(tmp_path)
    with edition_writer(layout):
        for number in range(5):
            add_version(layout, approved(f"p{number}", text=None), None)
    client = public_client(tmp_path)
    files = addresses(client, "/sitemap.xml")
    assert len(files) == 3
    listed = {address for file in files for address in addresses(client, file)}
    assert listed == {"http://localhost/", *(f"http://localhost/programmes/p{number}" for number in range(5))}
    for absent in ("0", "4", "99999999999999999999"):
        assert client.get(f"/sitemap.xml?file={absent}").status_code == 404


def test_withdrawn_is_gone_at_once(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    with edition_writer(layout):
        add_version(layout, approved("p1"), None)
    client = public_client(tmp_path)
    assert addresses(client, "/sitemap.xml")[1:] == ["http://localhost/programmes/p1"]
    block(layout, "p1")  # The index still has it.
    assert addresses(client, "/sitemap.xml") == ["http://localhost/"]


def test_crawlers_are_kept_from_what_has_no_end(client: FlaskClient) -> None:
    text = client.get("/robots.txt").text
    assert "Disallow: /search\n" in text
    assert "Sitemap: http://localhost/sitemap.xml" in text
    assert "Disallow: /programmes" not in text.replace("Disallow: /programmes/*/clip.m4a\n", "")
