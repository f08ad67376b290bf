"""Finding in a real browser: typed, by keyboard, on a phone, without script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import visiting
from tests.browser.playing import play_slowly
from tests.webapp.published import SAXAUL


def test_search_by_keyboard_to_the_second_of_the_hit(page: Page, site: str) -> None:
    play_slowly(page)
    page.goto(site)
    page.get_by_role("searchbox").focus()
    page.keyboard.type("gektar")  # Latin letters for гектар
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q=gektar$"))
    expect(page.locator("mark").first).to_have_text("гектар")
    hit = page.locator(".hits a.clock").first
    said = hit.inner_text()
    hit.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"/programmes/{SAXAUL}\?q=gektar#t=[\d.]+$"))
    minutes, seconds = re.findall(r"\d+", said)[-2:]
    at_s = int(minutes) * 60 + int(seconds)
    page.wait_for_function(
        "at => { const t = document.querySelector('audio').currentTime; return at <= t && t < at + 1 }", arg=at_s
    )


def test_search_is_narrowed_and_widened(page: Page, site: str) -> None:
    page.goto(f"{site}/search?q=the")
    before = page.locator(".lede").inner_text()
    page.get_by_text("Narrow this search").click()
    page.get_by_role("region", name="People").get_by_role("link", name="Bermet Isakova").click()
    expect(page.get_by_role("searchbox")).to_have_value('person:"Bermet Isakova" the')
    expect(page.locator(".entries h2")).to_have_count(1)
    page.get_by_role("link", name="leave out").click()
    expect(page.locator(".lede")).to_have_text(before)


def test_browse_from_home_to_a_programme(page: Page, site: str) -> None:
    page.goto(site)
    page.get_by_role("main").get_by_role("link", name="Browse").click()
    page.get_by_role("region", name="Places").get_by_role("link", name="Aral").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Aral")
    page.get_by_role("heading", level=2).get_by_role("link").first.click()
    expect(page).to_have_url(re.compile(f"/programmes/{SAXAUL}$"))
    page.go_back()
    page.get_by_role("main").get_by_role("link", name="Browse").click()
    page.get_by_role("link", name="All years and months").click()
    page.get_by_role("link", name="November 2026").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("November 2026")


def test_everything_is_found_without_script(chromium: Browser, site: str) -> None:
    with visiting(chromium, java_script_enabled=False, viewport={"width": 390, "height": 844}) as page:
        page.goto(f"{site}/search")
        page.get_by_role("searchbox").fill('"Saxaul is a shield"')
        page.get_by_role("button", name="Search").click()
        expect(page.locator("mark")).to_have_text(["“Saxaul", "is", "a", "shield,"])
        page.goto(f"{site}/search?q=the")
        page.get_by_text("Narrow this search").click()
        page.get_by_role("link", name="English", exact=True).last.click()
        expect(page.locator(".narrowed")).to_contain_text("language")


@pytest.mark.parametrize("width", [320, 390, 1440])
def test_nothing_is_wider_than_the_window(chromium: Browser, site: str, width: int) -> None:
    with visiting(chromium, viewport={"width": width, "height": 800}) as page:
        for place in ("/", "/search", "/search?q=the person:Bermet", "/browse", "/timeline", "/browse/person"):
            page.goto(site + place)
            page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, place
