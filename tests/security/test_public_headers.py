"""The headers of THREATS 21 are on every response of the public site: pages, errors, parts of files, static files."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.webapp.published import SAXAUL, public_client, published_once
from webapp.public.shelf import Shelf

ISOLATION = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
OPEN = {
    "whole",
    "part",
    "beyond",
    "unchanged",
    "other",
    "download",
    "record",
    "linked data",
    "sitemap",
    "gone record",
    "feed",
    "harvest",
    "manifest",
    "api",
    "api asked beforehand",
    "api mistake",
    "api absent",
    "api refused",
    "manifest absent",
    "harvest refused",
    "feed absent",
}
"""What pages of other sites may read: what is made for machines, and is the same for everybody."""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return public_client(published_once(tmp_path_factory).root)


@pytest.fixture(scope="module")
def responses(client: FlaskClient) -> dict[str, TestResponse]:
    shelf = Shelf(client.application.config["EDITION"])
    sound = f"/sound/{shelf.version(SAXAUL).sound_sha256}.m4a"
    shelf.close()
    etag = client.get(sound).headers["ETag"]
    static = client.application.static_url_path
    return {
        "home": client.get("/"),
        "page": client.get("/programmes/saxaul"),
        "search": client.get("/search?q=ауыл"),
        "head": client.head("/"),
        "options": client.options("/"),
        "whole": client.get(sound),
        "part": client.get(sound, headers={"Range": "bytes=0-9"}),
        "beyond": client.get(sound, headers={"Range": "bytes=999999999-"}),
        "unchanged": client.get(sound, headers={"If-None-Match": etag}),
        "other": client.get(sound, headers={"If-Match": '"x"'}),
        "download": client.get("/programmes/saxaul/transcript.json"),
        "absent": client.get("/nowhere"),
        "gone": client.get("/programmes/gone"),
        "refused": client.post("/"),
        "style": client.get(f"{static}/css/base.css"),
        "script": client.get(f"{static}/js/programme.js"),
        "font": client.get(f"{static}/vendor/literata-latin-wght-normal.woff2"),
        "health": client.get("/healthz"),
        "record": client.get("/programmes/saxaul/metadata.dc.xml"),
        "linked data": client.get("/programmes/saxaul/metadata.jsonld"),
        "sitemap": client.get("/sitemap.xml"),
        "gone record": client.get("/programmes/gone/metadata.dc.xml"),
        "feed": client.get("/feeds/programmes.rss"),
        "harvest": client.post("/oai", data={"verb": "Identify"}),
        "manifest": client.get("/iiif/programmes/saxaul/manifest.json"),
        "api": client.get("/api/v1/programmes"),
        "api asked beforehand": client.options("/api/v1/programmes"),
        "api mistake": client.get("/api/v1/programmes?page=x"),
        "api absent": client.get("/api/v1/nowhere"),
        "api refused": client.delete("/api/v1/programmes"),
        "manifest absent": client.get("/iiif/nowhere"),
        "harvest refused": client.put("/oai"),
        "feed absent": client.get("/feeds/nowhere.rss"),
        "nearly a feed": client.get("/feedsome"),
        "manual": client.get("/api"),
    }


def test_the_responses_are_what_they_should_be(responses: dict[str, TestResponse]) -> None:
    statuses = {name: response.status_code for name, response in responses.items()}
    assert {name: status for name, status in statuses.items() if status != 200} == {
        "part": 206,
        "beyond": 416,
        "unchanged": 304,
        "other": 412,
        "absent": 404,
        "gone": 410,
        "refused": 405,
        "gone record": 410,
        "api mistake": 400,
        "api absent": 404,
        "api refused": 405,
        "manifest absent": 404,
        "harvest refused": 405,
        "feed absent": 404,
        "nearly a feed": 404,
    }


def test_programs_are_told_of_errors_in_their_own_form_and_people_on_a_page(
    responses: dict[str, TestResponse],
) -> None:
    for name, response in responses.items():
        if response.status_code >= 400:
            is_problem = response.mimetype == "application/problem+json"
            assert is_problem == (name in OPEN - {"beyond", "other"}), name


def test_every_response_is_isolated(responses: dict[str, TestResponse]) -> None:
    for name, response in responses.items():
        for header, value in ISOLATION.items():
            assert response.headers.getlist(header) == [value], f"{header} of {name}"
        assert "camera=()" in response.headers["Permissions-Policy"], name
        assert "Server" not in response.headers, name


def test_pages_of_other_sites_read_what_is_made_for_machines_and_nothing_else(
    responses: dict[str, TestResponse],
) -> None:
    for name, response in responses.items():
        is_open = name in OPEN
        (policy,) = response.headers.getlist("Cross-Origin-Resource-Policy")
        assert policy == ("cross-origin" if is_open else "same-origin"), name
        assert response.headers.getlist("Access-Control-Allow-Origin") == (["*"] if is_open else []), name
        assert "Access-Control-Allow-Credentials" not in response.headers, name


def test_every_response_allows_only_what_pages_need(responses: dict[str, TestResponse]) -> None:
    for name, response in responses.items():
        (policy,) = response.headers.getlist("Content-Security-Policy")
        rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
        assert rules["default-src"] == "'none'", name
        assert rules["script-src"] == "'self'", name
        assert rules["base-uri"] == rules["frame-ancestors"] == "'none'", name
        assert "unsafe-" not in policy, name
        assert "*" not in policy, name
        assert "http" not in policy, name


def test_pages_are_asked_for_anew(responses: dict[str, TestResponse]) -> None:
    """A withdrawn programme must not live on in a cache, nor an old nonce beside a new policy."""
    for name in ("page", "absent", "gone"):
        assert responses[name].headers["Cache-Control"] == "no-cache", name
    for name in ("home", "search", "manual", "health"):
        assert responses[name].headers["Cache-Control"] == "no-store", name
    for name in ("whole", "part", "unchanged"):
        assert responses[name].headers["Cache-Control"] == "public, no-cache", name
    for name in ("home", "page", "search", "absent", "gone"):
        # A programme's page changes only with its programme; of lists and answers a tag would tell what others did.
        assert ("ETag" in responses[name].headers) == (name == "page"), name


def test_pages_hold_no_markup_that_the_policy_would_stop(responses: dict[str, TestResponse]) -> None:
    for name in ("home", "page", "search", "absent", "gone"):
        text = responses[name].text
        assert not re.search(r"\sstyle\s*=", text), name
        assert not re.search(r"\son\w+\s*=", text), name
        assert "<style" not in text, name
        held = re.findall(r"<script[^>]*>(?!</script>)", text)
        assert [tag for tag in held if tag != '<script type="application/ld+json">'] == [], name


def test_reader_is_given_no_cookie_unless_they_choose_a_language(responses: dict[str, TestResponse]) -> None:
    assert [name for name, response in responses.items() if "Set-Cookie" in response.headers] == []
