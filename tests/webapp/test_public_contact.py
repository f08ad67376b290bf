"""Readers write of errors to a mailbox: the link says which programme, version and moment."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from tests.webapp.published import SAXAUL, ClosingClient, public_client, published_once
from webapp.edition.layout import Layout
from webapp.errors import NotAnAddress
from webapp.public.app import create_public
from webapp.public.contact import Contact

MAILBOX = "corrections@archive.example"
QUOTE = f"/programmes/{SAXAUL}/versions/1/quote?t=12.488,18.887"


@pytest.fixture(scope="module")
def layout(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    return published_once(tmp_path_factory)


@pytest.fixture(scope="module")
def client(layout: Layout) -> FlaskClient:
    app = create_public(layout.root, contact=Contact.parse(MAILBOX))
    app.test_client_class = ClosingClient
    return app.test_client()


@pytest.mark.parametrize(
    ("path", "about"), [(f"/programmes/{SAXAUL}", f"{SAXAUL}, 1"), (QUOTE, f"{SAXAUL}, 1, 0:12–0:18")]
)
@pytest.mark.parametrize(("language", "said"), [("en", "An error in"), ("kk", "қате"), ("ru", "Ошибка в")])
def test_a_reader_can_write_what_is_wrong(client: FlaskClient, path: str, about: str, language: str, said: str) -> None:
    page = client.get(path, headers={"Accept-Language": language}).text
    (link,) = re.findall(r'href="(mailto:[^"]*)"', page)
    parts = urlsplit(html.unescape(link))
    assert parts.path == MAILBOX
    asked = parse_qs(parts.query)
    (subject,), (body,) = asked["subject"], asked["body"]
    assert set(asked) == {"subject", "body"}
    assert said in subject
    assert f"({about})" in subject
    assert "\n" not in subject
    assert body.startswith(f"http://localhost/programmes/{SAXAUL}/versions/1")


def test_without_a_mailbox_pages_say_nothing_of_one_even_beside_a_site_that_has_one(
    layout: Layout, client: FlaskClient
) -> None:
    without = public_client(layout.root)
    for path in (f"/programmes/{SAXAUL}", QUOTE):
        assert "mailto:" in client.get(path).text
        assert "mailto:" not in without.get(path).text


@pytest.mark.parametrize(
    "text", ["", "archive.example", "a@b", "a b@c.example", "a@c.example?cc=d@e.example", "a@c.example\n"]
)
def test_what_is_no_mailbox_is_refused(text: str) -> None:
    with pytest.raises(NotAnAddress, match="write one like"):
        Contact.parse(text)
