"""A programme's page whose sound plays: what several tests do with it."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Frame, Locator, Page, expect

from tests.browser.conftest import PATIENCE_MS
from tests.webapp.published import SAXAUL

SLOW = 0.25
"""A page of which three browsers on two processors let a second pass has still seen each word at this speed."""
PAUSED = "document.querySelector('#sound').paused"


def audio_s(page: Page) -> float:
    return float(page.evaluate("document.querySelector('#sound').currentTime"))


def open_programme(page: Page, site: str, name: str = SAXAUL, rest: str = "") -> None:
    page.goto(f"{site}/programmes/{name}{rest}")
    page.wait_for_selector(".player.has-wave")


def wait_until_near(page: Page, seconds: float) -> None:
    page.wait_for_function(
        "wanted => Math.abs(document.querySelector('#sound').currentTime - wanted) < 1.5", arg=seconds
    )


def wait_until_paused(page: Page, *, is_paused: bool = True) -> None:
    page.wait_for_function(f"() => {PAUSED} === {str(is_paused).lower()}")


def play_slowly(page: Page) -> None:
    """Let whatever begins to play on the pages that are opened from here on do so at `SLOW`."""
    page.add_init_script(
        f"document.addEventListener('play', (event) => {{ event.target.playbackRate = {SLOW}; }}, true)"
    )


def slow_down(page: Page | Frame) -> None:
    page.evaluate("speed => { document.querySelector('audio').playbackRate = speed; }", SLOW)


def wait_for(page: Page, is_so: Callable[[], bool], said: Callable[[], object] = lambda: "") -> None:
    """Wait for what only this side can tell.

    :param said: what there is instead.
    :raises AssertionError: it did not come.
    """
    for _ in range(PATIENCE_MS // 50):
        if is_so():
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"It did not come. {said()}")


def play(page: Page) -> None:
    page.keyboard.press("k")
    page.wait_for_function("() => document.querySelector('#sound').currentTime > 0.1")


def more(page: Page) -> Locator:
    """Unfold the panel."""
    page.get_by_role("button", name="More…").click()
    panel = page.locator("[data-part=panel]")
    expect(panel).to_be_visible()
    return panel


def drawn_pixels(page: Page) -> int:
    return int(
        page.evaluate("""() => {
            const canvas = document.querySelector('canvas.drawing');
            // A copy: Chromium warns of a canvas that is read again and again.
            const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d');
            copy.drawImage(canvas, 0, 0);
            const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
            return data.filter((value, index) => index % 4 === 3 && value > 0).length;
        }""")
    )
