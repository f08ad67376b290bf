"""What docs/asvs.md says and no other test looks at."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

import webapp
from tests.webapp.api.asking import script
from tests.webapp.desk import Desk, make_desk
from tests.webapp.published import public_client
from webapp.accounts import get_user, require_password, set_password
from webapp.errors import SignInRefused
from webapp.newsroom.app import create_newsroom
from webapp.people.settings import Settings
from webapp.public.app import create_public
from webapp.public.site_address import SiteAddress

PACKAGE = Path(webapp.__file__).parent
KNOWN_KEYS = {
    "editor-keys.js": "an act of the editor's own list",
    "newsroom-passkey.js": "one of four fields of a passkey's answer",
    "peaks.js": "a number",
    "waveform.js": "one of four colours",
}
"""Scripts that write once under a computed name, and what the name can be; for others there is Map."""
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


def test_a_newsroom_that_knows_it_is_behind_tls_says_so_on_every_answer(desk: Desk) -> None:
    behind = create_newsroom(desk.archive, desk.edition, Settings(SiteAddress("https", "desk.example")))
    for path in ("/healthz", "/sign-in", "/nowhere", "/api/v1/me"):
        said = behind.test_client().get(path).headers["Strict-Transport-Security"]
        assert int(re.search(r"max-age=(\d+)", said)[1]) >= YEAR_S  # type: ignore[index]
        assert "includeSubDomains" in said
    assert "Strict-Transport-Security" not in desk.app.test_client().get("/sign-in").headers


def test_what_is_asked_twice_is_refused_by_both_apis_and_no_form_is_taken_for_an_address(
    desk: Desk, tmp_path: Path
) -> None:
    twice = "limit=1&limit=2"
    assert "once" in script(desk).refused("GET", f"/programmes?{twice}")["detail"]
    answer = public_client(tmp_path).get(f"/api/v1/programmes?{twice}")
    assert (answer.status_code, "more than once" in answer.text) == (400, True)
    pages = [path for path in PACKAGE.rglob("*.py") if "request.values" in path.read_text()]
    assert pages == [], "a field of a form and one of the address are not the same"


def test_scripts_write_under_no_name_that_comes_from_outside() -> None:
    """A key “__proto__” would change every object of the page."""
    written = {
        f"{path.name}: {line.strip()}"
        for path in (PACKAGE / "static" / "js").glob("*.js")
        for line in path.read_text().splitlines()
        if re.search(r"[\w)]\[(?!\d+\])[^\]\"'`]+\] *(?:[-+*/|&]|\?\?|\|\|)?=(?![=>])", line)
    }
    assert {each.partition(":")[0] for each in written} == set(KNOWN_KEYS), written
    assert all(sum(each.startswith(f"{name}:") for each in written) == 1 for name in KNOWN_KEYS)
