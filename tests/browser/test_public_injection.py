"""THREATS 22 in a real browser: no dialog opens, nothing is asked of another host, no policy is violated."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import served
from tests.security.payloads import PAYLOADS, filled
from tests.webapp.editions import make_sound
from webapp.edition.layout import Layout
from webapp.edition.store import add_version, edition_writer


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    layout = Layout(tmp_path_factory.mktemp("edition"))
    files = make_sound(tmp_path_factory.mktemp("sound"))
    with edition_writer(layout):
        add_version(layout, filled(PAYLOADS, files.sound), files)
    with served(layout.root) as address:
        yield address


def test_texts_stay_texts(page: Page, hostile_site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for place in ("/", "/search?q=сөз", "/programmes/p1", "/programmes/p1?q=сөз#t=1"):
        page.goto(hostile_site + place)
        if "programmes" in place:
            page.wait_for_selector(".player.has-wave")
            page.locator(".segment [data-w]").nth(1).click()
            page.locator(".segment [data-w]").last.hover()
            page.locator("#find").fill("script")
            page.locator("#find").press("Enter")
        assert page.url.startswith(hostile_site), place
        foreign = "iframe, img, object, embed, form:not(.search, .find, .wish), main style"
        assert page.evaluate("what => document.querySelectorAll(what).length", foreign) == 0, place
    assert all(address.startswith(hostile_site) for address in asked)


def test_addresses_stay_texts(page: Page, hostile_site: str) -> None:
    for payload in PAYLOADS[::40]:
        page.goto(f"{hostile_site}/search?q={quote(payload)}")
        page.goto(f"{hostile_site}/programmes/p1?q={quote(payload)}#{quote(payload)}")
        assert page.url.startswith(hostile_site)
