"""The editor with all that it unfolds is clean for axe, and marks what is kept back for those alone who may know it."""

from __future__ import annotations

from contextlib import closing

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.editor.conftest import Room, Window, field, saved, type_at_end
from tests.browser.test_accessibility import violations
from tests.webapp.redaction.kept import KEY, keep_person
from webapp.redaction.vault import KEY_VARIABLE

PHONE = {"viewport": {"width": 390, "height": 664}}
LEFT = """element => {
  const range = document.createRange();
  range.selectNodeContents(element);
  return range.getBoundingClientRect().left;
}"""
FIELD_LEFT = """field => {
  const { paddingLeft, borderLeftWidth } = getComputedStyle(field);
  return field.getBoundingClientRect().left + parseFloat(paddingLeft) + parseFloat(borderLeftWidth);
}"""
IS_HIT = """tool => {
  const { left, top, width, height } = tool.getBoundingClientRect();
  return tool.contains(document.elementFromPoint(left + width / 2, top + height / 2));
}"""
PHONE_AND_DESK = ((390, "dark"), (1440, "light"))


def test_what_unfolds_is_clean(room: Room, window: Window) -> None:
    one, two = window(), window("journalist_too")
    two.route("**/edit/changes*", lambda route: route.abort())
    type_at_end(one, " олардікі")
    saved(one)
    two.get_by_role("button", name="Letters").click()
    type_at_end(two, " менікі")
    expect(two.locator(".conflict")).to_be_visible()
    assert violations(Axe(), two, "two versions", PHONE_AND_DESK) == []
    field(two, 1).focus()
    two.keyboard.press("F4")
    assert violations(Axe(), two, "who speaks", PHONE_AND_DESK[:1]) == []
    two.keyboard.press("Escape")
    two.keyboard.press("F1")
    assert violations(Axe(), two, "all keys", PHONE_AND_DESK) == []
    two.set_viewport_size({"width": 390, "height": 900})
    assert two.locator(".keys").evaluate("({ scrollWidth, clientWidth }) => scrollWidth - clientWidth") == 0


def test_on_a_phone_every_tool_is_reached_and_what_two_typed_stands_above_the_bar(room: Room, window: Window) -> None:
    one = window()
    two = window("journalist_too", **PHONE)
    two.route("**/edit/changes*", lambda route: route.abort())
    expect(two.locator(".sounding").get_by_label("Back two seconds")).to_be_visible()
    for tool in two.locator(".acts button, .sounding :is(button, input, select):visible").all():
        tool.scroll_into_view_if_needed()  # As a finger does: what a row hides it lets be moved to.
        assert tool.evaluate(IS_HIT), tool.text_content()
    tools = two.locator(".acts button")
    tools.first.evaluate("first => first.parentElement.scrollTo(0, 0)")
    tools.first.focus()
    for tool in tools.all():
        expect(tool).to_be_focused()
        expect(tool).to_be_in_viewport(ratio=0.99)
        two.keyboard.press("Tab")
    assert two.locator(".editor-bar").evaluate("bar => bar.offsetHeight / innerHeight") < 0.25
    left = two.locator("h1").evaluate(LEFT)
    assert abs(field(two).evaluate(FIELD_LEFT) - left) <= 1
    assert abs(two.locator("[data-part=saving]").evaluate(LEFT) - left) <= 1
    type_at_end(one, " олардікі", 5)
    saved(one)
    type_at_end(two, " менікі", 5)
    theirs = two.get_by_role("button", name="Take theirs")
    expect(theirs).to_be_visible()
    bar, box = two.locator(".editor-bar").bounding_box(), theirs.bounding_box()
    assert bar
    assert box
    assert box["y"] + box["height"] <= bar["y"]


def test_what_is_kept_back_is_marked_and_stays_so_while_one_types(
    room: Room, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY_VARIABLE, KEY)
    with closing(room.desk.open()) as db:
        keep_person(db, room.programme_id, ("төрт",), "[a person]")
    page = window()
    passage = page.locator(".passage").first
    expect(passage.locator(".kept-back")).to_have_text(["төрт"])
    expect(passage).to_contain_text("kept back from the public")
    field(page).fill("бір екі үш төртпен бес алты жеті сегіз")
    expect(passage.locator(".kept-back")).to_have_text(["төртпен"])
    saved(page)
    expect(passage.locator(".kept-back")).to_have_text(["төртпен"])
    assert room.texts()[0] == "бір екі үш төртпен бес алты жеті сегіз"
