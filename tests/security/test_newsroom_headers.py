"""The headers of THREATS 21 are on every response of the newsroom, of which only static files are kept by anybody."""

from __future__ import annotations

import io
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from tests.security.access_newsroom import ACTORS, NEWSROOM_ACCESS
from tests.security.stages import stage_for
from tests.security.test_access_matrix import METHODS, address, ask
from tests.webapp.desk import Desk, make_desk
from webapp.static_files import static_path

ISOLATION = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
KEPT = "public, max-age=31536000"
"""Of what is the program's own and the same for everybody."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return make_desk(tmp_path_factory.mktemp("headers"))


def problems(response: TestResponse) -> Iterator[str]:
    is_static = response.request.path.startswith("/static/") and response.request.method in {"GET", "HEAD"}
    cache = KEPT if is_static and response.status_code == 200 else "no-store"
    for name, value in {**ISOLATION, "Cache-Control": cache}.items():
        if response.headers.get(name) != value:
            yield f"{name}: {response.headers.get(name)}"
    policy = response.headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "frame-ancestors 'none'" not in policy or "unsafe" in policy:
        yield f"policy: {policy}"
    if not response.headers.get("Permissions-Policy"):
        yield "no Permissions-Policy"
    if response.headers.get("Server") or response.headers.get("X-Powered-By"):
        yield "says what it runs on"
    for cookie in response.headers.getlist("Set-Cookie"):
        if "HttpOnly" not in cookie or "SameSite=Lax" not in cookie:
            yield f"cookie: {cookie}"


@pytest.mark.parametrize("actor", [actor for actor in ACTORS if actor in {"anonymous", "contributor_other", "admin"}])
def test_every_route_and_refusal(actor: str) -> None:
    wrong = []
    for rule in sorted({rule for _, rule in NEWSROOM_ACCESS}):
        desk = stage_for(rule).again()
        for method in METHODS:
            response = ask(desk, rule, method, actor)
            wrong += [(method, rule, response.status_code, found) for found in problems(response)]
            response.close()
    assert wrong == []


def test_errors_and_parts(desk: Desk) -> None:
    admin = desk.visitor("admin")
    sound = f"{desk.address}/sound"
    etag = admin.get(sound, buffered=True).headers["ETag"]
    desk.app.config["MAX_UPLOAD_BYTES"] = 2000
    responses = {
        206: admin.get(sound, headers={"Range": "bytes=0-9"}),
        304: admin.get(sound, headers={"If-None-Match": etag}),
        400: admin.client.post(f"{desk.address}/approve"),
        404: admin.get(f"{static_path()}/css/none.css"),
        405: admin.client.put("/sign-in"),
        409: admin.post(f"{desk.address}/publish"),
        412: admin.post(f"{desk.address}/approve", {"seen": "something else"}),
        413: admin.post("/add", {"sound": (io.BytesIO(bytes(3000)), "x.wav")}),
        416: admin.get(sound, headers={"Range": "bytes=99999999-"}),
        422: admin.post(f"{desk.address}/summary", {"summary": ""}),
    }
    assert {code: response.status_code for code, response in responses.items()} == {code: code for code in responses}
    assert {code: list(problems(response)) for code, response in responses.items()} == {code: [] for code in responses}


def test_failures_are_sentences_not_tracebacks(desk: Desk, tmp_path: Path) -> None:
    app = make_desk(tmp_path)
    admin = app.visitor("admin")
    connection = sqlite3.connect(app.archive.database_path)
    connection.execute("ALTER TABLE session RENAME TO elsewhere")
    connection.close()
    response = admin.get(app.address)
    assert response.status_code == 500
    assert "The newsroom has failed here" in response.text
    assert not re.search(r"Traceback|sqlite|session_|no such table|\.py", response.text)
    assert list(problems(response)) == []


def test_the_cookie_is_secure_where_the_page_is(desk: Desk) -> None:
    client = desk.app.test_client()
    plain = client.get("/sign-in").headers["Set-Cookie"]
    with_tls = desk.app.test_client().get("/sign-in", base_url="https://localhost").headers["Set-Cookie"]
    assert "Secure" not in plain
    assert "Secure" in with_tls


def test_pages_hold_no_script_of_their_own(desk: Desk) -> None:
    admin = desk.visitor("admin")
    for _, rule in sorted(row for row in NEWSROOM_ACCESS if row[0] == "GET"):
        response = admin.get(address(desk, rule), buffered=True)
        if response.mimetype == "text/html":
            assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|style=|javascript:", response.text), rule
