"""What docs/asvs.md says and no other test looks at."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.webapp.desk import Desk, make_desk
from tests.webapp.published import public_client
from webapp.accounts import get_user, require_password, set_password
from webapp.errors import SignInRefused
from webapp.public.app import create_public
from webapp.public.site_address import SiteAddress

LONG = "Ә long passphrase, with spaces and  two of them in a row; " * 3
YEAR_S = 365 * 24 * 3600


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return make_desk(tmp_path_factory.mktemp("promises"))


def test_a_password_is_hidden_and_can_be_pasted_by_a_manager(desk: Desk) -> None:
    page = desk.app.test_client().get("/sign-in").text
    field = re.search(r'<input id="password"[^>]*>', page)
    assert field
    assert 'type="password"' in field[0]
    assert 'autocomplete="current-password"' in field[0]
    assert "maxlength" not in field[0]


def test_a_password_is_taken_as_it_was_typed_however_long(desk: Desk) -> None:
    db = desk.open()
    set_password(db, "journalist_other", LONG)
    assert require_password(db, "journalist_other", LONG) == get_user(db, "journalist_other")
    for other in (LONG.strip(), LONG[:72]):
        with pytest.raises(SignInRefused):
            require_password(db, "journalist_other", other)
    db.close()


@pytest.fixture(params=["newsroom", "public"])
def client(request: pytest.FixtureRequest, desk: Desk, tmp_path: Path) -> FlaskClient:
    return desk.app.test_client() if request.param == "newsroom" else public_client(tmp_path)


def test_nobody_traces(client: FlaskClient) -> None:
    answer = client.open("/healthz", method="TRACE", headers={"X-Secret": "echo"})
    assert answer.status_code in (401, 405), "a newsroom asks first who it is"
    assert "echo" not in answer.text


def test_a_site_that_knows_it_is_behind_tls_says_so_to_browsers(tmp_path: Path) -> None:
    app = create_public(tmp_path, SiteAddress("https", "archive.example"))
    said = app.test_client().get("/healthz").headers["Strict-Transport-Security"]
    assert int(re.search(r"max-age=(\d+)", said)[1]) >= YEAR_S  # type: ignore[index]
    assert "includeSubDomains" in said
    assert "Strict-Transport-Security" not in public_client(tmp_path).get("/healthz").headers
