"""What a newer run heard otherwise, in a real Chromium: heard on the spot, taken over by keyboard, on a phone too."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.test_newsroom_desk import PHONE, address, at_the_desk
from tests.webapp.desk import Desk, make_desk, with_a_second_run
from transcribe.revise import current_text

DESKTOP = {"width": 1440, "height": 900}

__all__ = ["address"]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return with_a_second_run(make_desk(tmp_path))


@pytest.mark.parametrize("options", [{"viewport": PHONE, "color_scheme": "dark"}, {"viewport": DESKTOP}])
def test_a_difference_is_heard_and_taken_over(
    chromium: Browser, desk: Desk, address: str, options: dict[str, object]
) -> None:
    width = options["viewport"]["width"]  # type: ignore[index]
    with at_the_desk(chromium, address, "journalist_too", **options) as page:
        page.goto(address + desk.address)
        page.get_by_role("link", name="See what it heard").click()
        expect(page.get_by_role("heading", name="What run 2 heard otherwise")).to_be_visible()
        page.wait_for_load_state()  # A click before the script is there follows the link.
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.get_by_role("link", name="Hear it at 0:00").click()
        page.locator("#played").evaluate(
            "audio => audio.currentTime > 0 || new Promise(heard => audio.addEventListener('timeupdate', heard))"
        )
        assert page.url.endswith("/differences"), "the sound plays here"
        button = page.get_by_role("button", name="Take over", exact=True)
        button.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_have_text("Taken over.")
        expect(page.get_by_role("button", name="Replace the words of journalist")).to_be_visible()
    db = desk.open()
    assert current_text(db, desk.programme_id).segments[0].run == 2
    db.close()
