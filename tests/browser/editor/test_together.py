"""Two people at one text: both see what the other does, and of two versions neither is lost."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.editor.conftest import Room, Window, field, saved, type_at_end
from tests.browser.editor.test_typing import FIRST


def test_two_at_one_passage_see_both_versions_side_by_side(room: Room, window: Window) -> None:
    one, two = window(), window("journalist_too")
    two.route("**/edit/changes*", lambda route: route.abort())  # They do not hear of one another before they save.
    type_at_end(one, " олардікі")
    saved(one)
    type_at_end(two, " менікі")
    box = two.locator(".conflict")
    expect(box).to_contain_text("journalist has changed this passage")
    expect(box.locator("[data-part=theirs]")).to_have_text(f"{FIRST} олардікі")
    expect(box.locator("[data-part=yours]")).to_have_text(f"{FIRST} менікі")
    expect(box.locator("mark")).to_have_text(["олардікі", "менікі"])  # What differs is seen at once.
    two.reload()
    expect(two.locator(".conflict")).to_contain_text("journalist has changed")  # a reload loses neither
    field(two).fill(f"{FIRST} олардікі менікі")
    two.get_by_role("button", name="Keep what is in the field").click()
    room.wait_for(two, f"{FIRST} олардікі менікі")
    expect(two.locator(".conflict")).to_have_count(0)
    assert room.edits() == 2
    expect(field(one)).to_have_value(f"{FIRST} олардікі менікі")  # the other window follows


def test_who_takes_theirs_can_have_their_own_back(room: Room, window: Window) -> None:
    one, two = window(), window("journalist_too")
    two.route("**/edit/changes*", lambda route: route.abort())
    type_at_end(one, " олардікі")
    saved(one)
    type_at_end(two, " менікі")
    two.get_by_role("button", name="Take theirs").click()
    expect(field(two)).to_have_value(f"{FIRST} олардікі")
    two.keyboard.press("Control+z")
    room.wait_for(two, f"{FIRST} менікі")


def test_a_passage_that_another_took_out_comes_back_with_the_words(room: Room, window: Window) -> None:
    one, two = window(), window("journalist_too")
    two.route("**/edit/changes*", lambda route: route.abort())
    field(one, 1).focus()
    one.keyboard.press("Control+Shift+Backspace")
    saved(one)
    type_at_end(two, " менікі", 1)
    box = two.locator(".conflict")
    expect(box).to_contain_text("journalist has taken this passage out")
    expect(box.locator("[data-part=yours]")).to_have_text(f"{FIRST} менікі")
    assert len(room.texts()) == 5
    box.get_by_role("button", name="Bring the passage back").click()
    room.wait_for(two, f"{FIRST} менікі", 1)
    assert len(room.texts()) == 6


def test_who_types_where_is_seen_and_locks_softly(room: Room, window: Window) -> None:
    one, two = window(), window("journalist_too")
    one.route("**/segments/*/words", lambda route: route.abort())  # Typed, and not saved yet.
    type_at_end(one, " т")
    one.evaluate("dispatchEvent(new Event('focus'))")
    two.evaluate("dispatchEvent(new Event('focus'))")
    here = two.locator(".passage").first.locator(".here")
    expect(here).to_contain_text("journalist is typing here")
    expect(field(two)).not_to_be_editable()
    here.get_by_role("button", name="Type all the same").click()
    expect(field(two)).to_be_editable()
