"""The public site does what its table says, and has no route that the table does not know."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.security.access_public import ASKED, PUBLIC_ACCESS, READ, REFUSED
from tests.webapp.published import GONE, SAXAUL, public_client, published_once
from webapp.public.shelf import Shelf

ABSENT = "0" * 64
METHODS = (*READ, *REFUSED)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return public_client(published_once(tmp_path_factory).root)


@pytest.fixture(scope="module")
def sound_sha256(client: FlaskClient) -> str:
    app: Flask = client.application
    shelf = Shelf(app.config["EDITION"])
    sha256 = shelf.version(SAXAUL).sound_sha256
    shelf.close()
    assert sha256
    return sha256


def address(app: Flask, rule: str, **values: str | int) -> str:
    (found,) = (route for route in app.url_map.iter_rules() if route.rule == rule)
    built = found.build({name: values[name] for name in found.arguments})
    assert built
    return built[1] + ASKED.get(rule, "")


def name_in(rule: str) -> str:
    """Return the first of the names that a rule allows."""
    named = re.search(r"<any\((\w+)", rule)
    return named[1] if named else ""


def test_every_route_has_a_row(client: FlaskClient) -> None:
    assert {route.rule for route in client.application.url_map.iter_rules()} == {rule for rule, _ in PUBLIC_ACCESS}


@pytest.mark.parametrize(("rule", "method"), PUBLIC_ACCESS, ids=lambda part: part)
def test_row(client: FlaskClient, sound_sha256: str, rule: str, method: str) -> None:
    known = {"programme_id": SAXAUL, "number": 1, "name": name_in(rule), "sha256": sound_sha256, "kind": "language"}
    response = client.open(address(client.application, rule, **known, filename="css/base.css"), method=method)
    assert response.status_code == PUBLIC_ACCESS[rule, method]
    if response.status_code == 405:
        allowed = {each for each in METHODS if PUBLIC_ACCESS[rule, each] != 405}
        assert set(response.headers["Allow"].split(", ")) == allowed


@pytest.mark.parametrize("rule", [rule for rule, method in PUBLIC_ACCESS if method == "GET" and "<" in rule])
def test_what_is_absent_is_absent(client: FlaskClient, rule: str) -> None:
    absent = {"programme_id": "nobody", "number": 1, "name": name_in(rule), "sha256": ABSENT, "kind": "nothing"}
    assert client.get(address(client.application, rule, **absent, filename="css/none.css")).status_code == 404


@pytest.mark.parametrize("rule", [rule for rule, method in PUBLIC_ACCESS if method == "GET" and "programme_id" in rule])
def test_what_was_withdrawn_is_gone(client: FlaskClient, rule: str) -> None:
    gone = {"programme_id": GONE, "number": 1, "name": name_in(rule)}
    response = client.get(address(client.application, rule, **gone))
    assert response.status_code == 410
    assert "withdrawn by the newsroom" in response.text


@pytest.mark.parametrize(
    "place",
    [
        "/sound/../public.db",
        "/sound/%2e%2e/public.db",
        "/sound/..%2fpublic.db",
        "/sound/" + "/" * 60 + "a.b.m4a",
        "/sound/" + "." * 64 + ".m4a",
        "/sound/" + "../" * 21 + "a.m4a",
        "/programmes/../public.db",
        "/programmes/..%2f..%2fpublic.db",
        "/programmes/%00",
        "/programmes/saxaul%00",
        "/programmes/saxaul/versions/0",
        "/programmes/saxaul/versions/2",
        "/programmes/saxaul/versions/-1",
        "/programmes/saxaul/versions/99999999999999999999999",
        "/programmes/saxaul/transcript.exe",
        "/programmes/summaryonly/transcript.vtt",
        "/programmes/SAXAUL",
        "/programmes/' OR 1=1 --",
        "/static/../headers.py",
        "/public.db",
        "/.lock",
        "/newsroom",
        "/sign-in",
        "/archive.db",
    ],
)
def test_no_way_around(client: FlaskClient, place: str) -> None:
    response = client.get(place)
    assert response.status_code == 404
    assert b"SQLite" not in response.data


def test_page_number_that_no_page_has(client: FlaskClient) -> None:
    for page, status in {"0": 200, "-5": 200, "x": 200, "": 200, "999999": 404, "9" * 30: 404}.items():
        assert client.get(f"/?page={page}").status_code == status
        assert client.get(f"/search?q=a&page={page}").status_code == status
