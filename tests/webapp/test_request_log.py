"""What a log says of a request: its route, never its words; and a failure is found again by its number."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from media.wordless import WordlessFormatter
from tests.webapp.api.asking import script
from tests.webapp.desk import Desk, make_desk
from tests.webapp.published import public_client
from webapp.accounts import get_user
from webapp.people.tokens import Scope
from webapp.request_log import HEADER

WORD = "Бұлдырқай"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path / "desk")


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(WordlessFormatter())
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield stream
    root.removeHandler(handler)
    root.setLevel(before)


def test_a_request_is_told_by_its_route_and_its_number(desk: Desk, log: io.StringIO) -> None:
    visitor = desk.visitor("admin")
    for address in (f"/programmes?q={WORD}", f"/programmes/{WORD}"):
        assert HEADER not in visitor.get(address).headers
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert [line["message"].rpartition(" ms")[0].rpartition(" ")[0] for line in lines] == [
        "GET /programmes 200",
        "GET /programmes/<programme_id> 404",
    ]
    assert len({line["request"] for line in lines}) == 2
    assert WORD not in log.getvalue()


def test_a_failure_has_the_number_that_its_answer_has(desk: Desk, log: io.StringIO) -> None:
    visitor = desk.visitor("admin")
    with closing(desk.open()) as db:
        db.execute("ALTER TABLE programme RENAME TO gone")
    answer = visitor.get(f"/programmes?q={WORD}")
    assert answer.status_code == 500
    failed = [json.loads(line) for line in log.getvalue().splitlines()]
    assert {line["request"] for line in failed} == {answer.headers[HEADER]}
    assert [line["level"] for line in failed] == ["ERROR", "INFO"]
    assert "OperationalError" in failed[0]["trace"]


def test_what_an_attack_looks_like_is_told_and_never_what_was_typed(desk: Desk, log: io.StringIO) -> None:
    stranger, journalist = desk.app.test_client(), desk.visitor("journalist")
    with closing(desk.open()) as db:
        known = get_user(db, "journalist").user_id
    page = stranger.get("/sign-in").text
    field = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert field
    for name in ("journalist", WORD):
        stranger.post("/sign-in", data={"name": name, "password": f"{WORD} {WORD}", "csrf_token": field[1]})
    stranger.post("/sign-in", data={"name": WORD})
    stranger.get("/api/v1/me", headers={"Authorization": f"Bearer {WORD}"})
    journalist.get("/people")
    script(desk, "journalist", [Scope.READ]).ask("POST", f"/programmes/{desk.programme_id}/publish")
    told = [re.sub(r" \d+ ms$", "", json.loads(line)["message"]) for line in log.getvalue().splitlines()]
    assert told[1:] == [
        f"a password was refused: {known}",
        "POST /sign-in 401",
        "a password was refused: no such account",
        "POST /sign-in 401",
        "The CSRF token is missing.",
        "POST /sign-in 400",
        "GET /api/v1/me 401",
        "GET /people 403",
        "POST /api/v1/programmes/<programme_id>/publish 403",
    ]
    assert WORD not in log.getvalue()


def test_whoever_looks_after_the_machine_is_told_whether_work_can_be_done(desk: Desk) -> None:
    client = desk.app.test_client()
    assert (client.get("/readyz").status_code, client.get("/readyz").text) == (200, "ready")
    with closing(desk.open()) as db:
        db.execute("ALTER TABLE job RENAME TO gone")
    assert (client.get("/readyz").status_code, client.get("/healthz").status_code) == (503, 200)


def test_the_public_site_writes_down_nothing_that_its_readers_read(tmp_path: Path, log: io.StringIO) -> None:
    client = public_client(tmp_path / "edition")
    assert client.get(f"/search?q={WORD}").status_code in {200, 503}
    assert log.getvalue() == "" or WORD not in log.getvalue()
