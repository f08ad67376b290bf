"""The newsroom's settings: what is given counts, what is wrong is said in a sentence before anybody can knock."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.webapp.desk import Desk, make_desk
from webapp.errors import BadSettings
from webapp.newsroom.app import create_newsroom
from webapp.people.settings import NO_SETTINGS, Provider, Settings, read_settings
from webapp.public.site_address import SiteAddress

WHOLE = """
address = "https://desk.example.org"
[oidc]
issuer = "https://id.example.org/realms/qala"
client_id = "muragat"
client_secret = "s3cret"
name = "Radio Qala"
hosts = ["keys.example.org"]
"""


def written(root: Path, text: str, mode: int = 0o600) -> Path:
    path = root / "newsroom.toml"
    path.write_text(text)
    path.chmod(mode)
    return root


def test_nothing_need_be_set(tmp_path: Path) -> None:
    assert read_settings(tmp_path, {}) == NO_SETTINGS


def test_a_file_sets_all(tmp_path: Path) -> None:
    found = read_settings(written(tmp_path, WHOLE), {})
    assert found.address == SiteAddress("https", "desk.example.org")
    assert found.provider == Provider(
        "Radio Qala", "https://id.example.org/realms/qala", "muragat", "s3cret", ("keys.example.org",)
    )


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    given = {
        "MURAGAT_OIDC_CLIENT_SECRET": "another",
        "MURAGAT_OIDC_NAME": "",
        "MURAGAT_NEWSROOM_ADDRESS": "https://x.org",
    }
    found = read_settings(written(tmp_path, WHOLE), given)
    assert found.provider
    assert (found.provider.client_secret, found.provider.name) == ("another", "Radio Qala")
    assert found.address == SiteAddress("https", "x.org")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("address = ", "is not TOML"),
        ("address = 5", "is not a text"),
        ('adress = "https://x.org"', "“adress”, which is no setting"),
        ('address = "x.org"', "The newsroom's address cannot be used"),
        ('address = "http://desk.example.org"', "let passwords cross the network in the open"),
        ('address = "http://10.0.0.2:8001"', "let passwords cross the network in the open"),
        ('address = "http://localhost.evil.example"', "let passwords cross the network in the open"),
        ('[oidc]\nissuer = "https://id.example.org"', "needs “oidc.client_id” too"),
        (WHOLE.replace('address = "https://desk.example.org"', ""), "needs “address” too"),
        (WHOLE.replace("https://id.example.org", "http://id.example.org"), "is not the https address of an issuer"),
        (WHOLE.replace("https://id.example.org", "https://a@id.example.org"), "is not the https address of an issuer"),
        (WHOLE.replace("https://id.example.org", "file:///etc"), "is not the https address of an issuer"),
        (WHOLE.replace("https://id.example.org", "http://localhost.evil.example"), "is not the https address"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadSettings, match=said) as refused:
        read_settings(written(tmp_path, text), {})
    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize("address", ["http://localhost:8001", "http://127.0.0.1:8001", "http://[::1]:8001"])
def test_on_this_machine_no_tls_is_needed(tmp_path: Path, address: str) -> None:
    found = read_settings(written(tmp_path, f'address = "{address}"'), {})
    assert found.address
    assert not found.is_behind_tls


def test_a_secret_that_others_can_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="chmod 600"):
        read_settings(written(tmp_path, WHOLE, 0o640), {})
    assert read_settings(written(tmp_path, 'address = "https://x.org"', 0o644), {}).address


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return make_desk(tmp_path_factory.mktemp("settings"))


@pytest.mark.parametrize(("scheme", "secure"), [("https", True), ("http", False)])
def test_the_cookie_is_for_tls_alone_where_people_come_by_tls(desk: Desk, scheme: str, secure: bool) -> None:
    app = create_newsroom(desk.archive, desk.edition, Settings(SiteAddress(scheme, "desk.example.org")))
    said = app.test_client().get("/sign-in").headers["Set-Cookie"]
    assert ("Secure" in said) is secure
    assert said.startswith("__Host-newsroom=" if secure else "newsroom="), "no other host of the domain can plant it"
    assert ("Path=/;" in f"{said};", "Domain" in said) == (True, False), "else browsers refuse that name"
    assert "HttpOnly" in said
    assert "SameSite=Lax" in said


def test_passkeys_are_allowed_to_this_page_alone_and_only_here(desk: Desk) -> None:
    policy = desk.app.test_client().get("/sign-in").headers["Permissions-Policy"]
    assert "publickey-credentials-get=(self)" in policy
    assert "camera=()" in policy
