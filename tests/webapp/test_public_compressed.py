"""Style sheets and scripts come compressed to whoever takes that, fonts as they are."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.webapp.published import public_client

TEXT, FONT = "css/base.css", "fonts/literata-latin.woff2"


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    return public_client(tmp_path)


def address(client: FlaskClient, name: str) -> str:
    return f"{client.application.static_url_path}/{name}"


@pytest.mark.parametrize("name", [TEXT, "js/find.js", "icon.svg"])
def test_texts_come_compressed(client: FlaskClient, name: str) -> None:
    plain = client.get(address(client, name))
    packed = client.get(address(client, name), headers={"Accept-Encoding": "gzip, br"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert int(packed.headers["Content-Length"]) == len(packed.data)
    assert plain.headers["ETag"] != packed.headers["ETag"]
    assert plain.headers["Cache-Control"] == packed.headers["Cache-Control"]
    for response in (plain, packed):
        assert "Accept-Encoding" in response.vary


def test_style_is_less_than_half(client: FlaskClient) -> None:
    plain = client.get(address(client, TEXT))
    packed = client.get(address(client, TEXT), headers={"Accept-Encoding": "gzip"})
    assert len(packed.data) < len(plain.data) / 2


def test_head_and_what_is_known_already(client: FlaskClient) -> None:
    asked = {"Accept-Encoding": "gzip"}
    packed = client.get(address(client, TEXT), headers=asked)
    head = client.head(address(client, TEXT), headers=asked)
    assert (head.headers["Content-Length"], head.data) == (packed.headers["Content-Length"], b"")
    known = client.get(address(client, TEXT), headers={**asked, "If-None-Match": packed.headers["ETag"]})
    assert (known.status_code, known.data) == (304, b"")


@pytest.mark.parametrize(
    "headers", [{"Accept-Encoding": "identity"}, {"Accept-Encoding": "gzip;q=0"}, {"Accept-Encoding": "br"}, {}]
)
def test_nobody_gets_what_they_cannot_read(client: FlaskClient, headers: dict[str, str]) -> None:
    assert "Content-Encoding" not in client.get(address(client, TEXT), headers=headers).headers


def test_fonts_parts_and_failures_are_left_alone(client: FlaskClient) -> None:
    asked = {"Accept-Encoding": "gzip"}
    assert "Content-Encoding" not in client.get(address(client, FONT), headers=asked).headers
    part = client.get(address(client, TEXT), headers={**asked, "Range": "bytes=0-9"})
    assert (part.status_code, len(part.data)) == (206, 10)
    assert "Content-Encoding" not in part.headers
    missing = client.get(address(client, "css/nothing.css"), headers=asked)
    assert missing.status_code == 404
    assert "Content-Encoding" not in missing.headers
