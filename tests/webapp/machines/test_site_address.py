"""What absolute addresses are made of, with a proxy before the site and without."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.webapp.editions import approved
from tests.webapp.published import public_client
from webapp.edition.layout import Layout
from webapp.edition.store import add_version, edition_writer
from webapp.errors import NotAnAddress
from webapp.public.app import create_public
from webapp.public.site_address import SiteAddress
from webapp.serve import public_command

PLACES = ("/oai?verb=Identify", "/feeds/programmes.rss", "/sitemap.xml", "/robots.txt", "/api/v1/programmes")


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    with edition_writer(Layout(tmp_path)):
        add_version(Layout(tmp_path), approved("p1"), None)
    return tmp_path


@pytest.fixture
def named(edition: Path) -> FlaskClient:
    return create_public(edition, SiteAddress.parse("https://archive.example")).test_client()


@pytest.mark.parametrize("place", PLACES)
def test_address_that_was_given_is_used_whatever_a_request_says(named: FlaskClient, place: str) -> None:
    claims = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "ftp"}
    text = named.get(place, headers=claims).text
    assert "https://archive.example/" in text
    assert "evil" not in text


@pytest.mark.parametrize("place", PLACES)
def test_without_one_it_is_what_the_request_asks_for(edition: Path, place: str) -> None:
    text = public_client(edition).get(place, base_url="http://desk.example:8000").text
    assert "http://desk.example:8000/" in text


def test_cookie_of_a_site_known_by_https_is_secure(named: FlaskClient) -> None:
    assert "Secure" in named.get("/?ui=kk").headers["Set-Cookie"]


def test_public_process_is_told() -> None:
    command = public_command(Path("e"), "127.0.0.1", 80, "https://archive.example")
    assert command[-2:] == ["--address", "https://archive.example"]
    assert "--address" not in public_command(Path("e"), "127.0.0.1", 80)


@pytest.mark.parametrize(
    ("text", "host"),
    [("https://archive.example", "archive.example"), ("http://a.example:8080/", "a.example:8080")],
)
def test_address(text: str, host: str) -> None:
    assert SiteAddress.parse(text).host == host


@pytest.mark.parametrize(
    "text",
    [
        "",
        "archive.example",
        "ftp://a.example",
        "https://",
        "https://a.example/path",
        "https://a.example?q",
        "https://u:p@a.example",
        "https://a.example:x",
        "https://[",
        "https://a.example\r\nX: y",
        "https://мұрағат.example",
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(NotAnAddress, match="not a site's address"):
        SiteAddress.parse(text)
