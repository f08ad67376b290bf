"""Several windows of one person, one after another or at once: nothing that was typed is lost."""

from __future__ import annotations

from playwright.sync_api import Page, Route, expect

from tests.browser.editor.conftest import Room, Window, field, saved, type_at_end
from tests.browser.editor.test_typing import FIRST

WORDS = "**/segments/*/words"
NAME = "sessionStorage.getItem('muragat-window')"
CRASHED = """() => {
  const last = setTimeout(() => {});
  for (let each = 1; each <= last; each += 1) clearTimeout(each);
  const mine = sessionStorage.getItem("muragat-window");
  const alive = Object.keys(localStorage).find((key) => key.endsWith(`alive:${mine}`));
  localStorage.setItem(alive, String(Date.now() - 3_600_000));
}"""
"""It says no more that it is there, and was not closed as windows are."""


def cut_off(page: Page) -> None:
    def abort(route: Route) -> None:
        route.abort()

    page.route(WORDS, abort)


def kept(page: Page) -> None:
    expect(page.get_by_role("status")).to_contain_text("cannot be reached")


def test_a_doubled_window_takes_nothing_from_the_one_that_it_was_made_of(room: Room, window: Window) -> None:
    """A browser that doubles a window copies what it keeps for one window, and with it the window's name."""
    page = window()
    cut_off(page)
    type_at_end(page, " тоғыз")
    kept(page)
    with page.context.expect_page() as opened:
        page.evaluate("void open(location.href)")
    other = opened.value
    expect(field(other)).to_be_visible()
    saved(other)
    assert other.evaluate(NAME) != page.evaluate(NAME)
    assert room.edits() == 0
    type_at_end(page, " он")
    page.unroute(WORDS)
    page.evaluate("dispatchEvent(new Event('online'))")
    room.wait_for(page, f"{FIRST} тоғыз он")
    saved(page)
    expect(field(page)).to_have_value(f"{FIRST} тоғыз он")


def test_what_a_closed_window_left_is_there_in_the_next_at_once(room: Room, window: Window) -> None:
    page = window()
    cut_off(page)
    type_at_end(page, " тоғыз")
    kept(page)
    page.goto("about:blank")
    other = page.context.new_page()
    other.goto(room.path)
    expect(field(other)).to_have_value(f"{FIRST} тоғыз")
    room.wait_for(other, f"{FIRST} тоғыз")
    assert room.edits() == 1


def test_what_a_crashed_window_left_comes_into_one_that_is_open(room: Room, window: Window) -> None:
    page = window()
    cut_off(page)
    type_at_end(page, " тоғыз")
    type_at_end(page, " он", 1)
    kept(page)
    other = page.context.new_page()
    other.goto(room.path)
    type_at_end(other, " менікі", 1)
    page.evaluate(CRASHED)
    other.evaluate("dispatchEvent(new Event('focus'))")
    expect(field(other)).to_have_value(f"{FIRST} тоғыз")
    room.wait_for(other, f"{FIRST} тоғыз")
    expect(field(other, 1)).to_have_value(f"{FIRST} менікі")
    room.wait_for(other, f"{FIRST} менікі", 1)
