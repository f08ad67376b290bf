"""Find and replace in a real Chromium, by keyboard: from the programme to what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import listening
from tests.browser.test_checking import PHONE, signed_in
from tests.webapp.desk import Desk, make_desk
from transcribe.revise import current_text


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return make_desk(tmp_path_factory.mktemp("replaced"))


@pytest.fixture(scope="module")
def address(desk: Desk) -> Iterator[str]:
    with listening(desk.app) as address:
        yield address


@pytest.mark.parametrize("options", [{}, {"viewport": PHONE, "java_script_enabled": False}])
def test_places_are_shown_then_replaced(
    chromium: Browser, desk: Desk, address: str, options: dict[str, object]
) -> None:
    word, other = ("деді", "айтты") if not options else ("айтты", "деді")
    with signed_in(chromium, desk, address, "journalist", **options) as page:
        page.goto(f"{address}/replace?programme={desk.programme_id}")
        page.get_by_label("Find", exact=True).fill(word)
        page.get_by_label("Replace by").fill(other)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Found in 1 place")).to_be_visible()
        tick = page.locator('input[name="place"]')
        if not options:
            head = page.get_by_role("checkbox", name="Сексеуіл")
            head.press("Space")
            expect(tick).not_to_be_checked()
            head.press("Space")
        expect(tick).to_be_checked()
        page.get_by_role("button", name="Replace what is ticked").press("Enter")
        expect(page.get_by_role("heading", name="Replaced in 1 place")).to_be_visible()
        page.get_by_role("link", name="See it, or have the words before stand again").press("Enter")
        expect(page.get_by_role("button", name="Have these words stand again")).to_be_visible()
        assert page.locator("html").evaluate("root => root.scrollWidth <= innerWidth || innerWidth > 1000")
    with closing(desk.open()) as db:
        assert other in current_text(db, desk.programme_id).segments[1].text
