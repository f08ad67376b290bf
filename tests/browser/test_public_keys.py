"""The player by keyboard alone: by its keys, and by Tab."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.playing import PAUSED, audio_s, more, open_programme, wait_until_near, wait_until_paused
from tests.webapp.published import REELS


def test_keys(page: Page, site: str) -> None:
    open_programme(page, site)
    page.keyboard.press("l")
    wait_until_near(page, 15)
    page.keyboard.press("ArrowRight")
    wait_until_near(page, 20)
    page.keyboard.press("j")
    wait_until_near(page, 5)
    page.keyboard.press("ArrowLeft")
    wait_until_near(page, 0)
    page.keyboard.press("k")
    wait_until_paused(page, is_paused=False)
    page.keyboard.press(" ")
    wait_until_paused(page)
    page.keyboard.press(">")
    expect(page.get_by_label("Speed")).to_have_value("1.25")
    page.keyboard.press("<")
    page.keyboard.press("<")
    assert page.evaluate("document.querySelector('#sound').playbackRate") == 0.75
    page.keyboard.press("m")
    assert page.evaluate("document.querySelector('#sound').muted")
    page.keyboard.press("f")
    expect(page.get_by_role("button", name="Follow")).to_have_attribute("aria-pressed", "false")


def test_keys_are_where_they_stand_on_a_cyrillic_keyboard(page: Page, site: str) -> None:
    open_programme(page, site)
    page.evaluate("""() => document.body.dispatchEvent(
        new KeyboardEvent('keydown', {key: 'л', code: 'KeyK', bubbles: true}))""")
    wait_until_paused(page, is_paused=False)
    page.evaluate("""() => document.body.dispatchEvent(
        new KeyboardEvent('keydown', {key: 'Ю', code: 'Period', shiftKey: true, bubbles: true}))""")
    expect(page.get_by_label("Speed")).to_have_value("1.25")


def test_keys_belong_to_the_field_in_which_somebody_types(page: Page, site: str) -> None:
    open_programme(page, site)
    search = page.get_by_role("search").get_by_role("searchbox")
    search.click()
    page.keyboard.type("kjl k?")
    assert search.input_value() == "kjl k?"
    assert page.evaluate(PAUSED)
    assert audio_s(page) == 0
    page.get_by_label("Speed").focus()
    page.keyboard.press(" ")
    page.keyboard.press("Escape")
    assert page.evaluate(PAUSED)


def test_every_key_is_listed_by_a_key(page: Page, site: str) -> None:
    open_programme(page, site)
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    listed = {key.lower() for key in dialog.locator("kbd").all_text_contents()}
    assert listed == {"space", "k", "j", "l", "←", "→", "<", ">", "m", "f", "r", "a", "b", "/", "?"}
    page.keyboard.press("k")
    assert page.evaluate(PAUSED), "a dialog keeps its keys"
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    more(page).get_by_role("button", name="Keys").click()
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()


def test_keys_can_be_turned_off_for_good(page: Page, site: str) -> None:
    open_programme(page, site)
    page.keyboard.press("?")
    page.get_by_label("Use these keys").uncheck()
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("l")
    page.keyboard.press("k")
    page.keyboard.press("?")
    assert (audio_s(page), page.evaluate(PAUSED)) == (0, True)
    expect(page.get_by_role("dialog")).to_be_hidden()
    open_programme(page, site, REELS)
    more(page).get_by_role("button", name="Keys").click()
    expect(page.get_by_label("Use these keys")).not_to_be_checked()


def test_controls_can_be_worked_from_the_keyboard_alone(page: Page, site: str) -> None:
    """From the top of the page, with Tab, Enter, space and arrows: reach the player, play, step, seek, unfold."""
    open_programme(page, site)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the player")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Play")).to_be_focused()
    page.keyboard.press("Enter")
    wait_until_paused(page, is_paused=False)
    page.keyboard.press(" ")
    wait_until_paused(page)
    page.keyboard.press("Home")
    for wanted in ("15 seconds back", "5 seconds back", "5 seconds on", "15 seconds on"):
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name=wanted, exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    wait_until_near(page, 15)
    page.keyboard.press("Tab")
    place = page.get_by_role("slider", name="Place in the sound")
    expect(place).to_be_focused()
    page.keyboard.press("Home")
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
    wait_until_near(page, 5)
    assert place.get_attribute("aria-valuetext") == "0:05 / 2:10"
    page.keyboard.press("End")
    wait_until_near(page, 130)
    page.keyboard.press("Home")
    wait_until_near(page, 0)
    for _ in range(4):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="More…")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Mute")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.querySelector('#sound').volume") == pytest.approx(0.95)
    page.keyboard.press("Escape")
    expect(page.locator("[data-part=panel]")).to_be_hidden()
    expect(page.get_by_role("button", name="More…")).to_be_focused()
