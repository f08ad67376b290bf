"""No network, no session, no server: what was typed is kept in the browser, sent later, and stored once."""

from __future__ import annotations

from contextlib import closing

from playwright.sync_api import Page, expect

from tests.browser.editor.conftest import Room, Window, field, saved, type_at_end
from tests.browser.editor.test_typing import FIRST
from tests.webapp.desk import PASSWORD
from transcribe.revise import revisions_of


def test_a_closed_lid_loses_nothing_and_all_is_sent_in_order(room: Room, window: Window) -> None:
    page = window()
    context = page.context
    context.set_offline(True)
    type_at_end(page, " тоғыз")
    page.keyboard.press("Home")
    page.keyboard.press("Control+ArrowRight")
    page.keyboard.press("Enter")
    type_at_end(page, " он", 2)
    expect(page.get_by_role("status")).to_contain_text("cannot be reached")
    expect(page.locator("[data-part=saving]")).to_have_text("Not saved yet; kept in this browser")
    assert room.edits() == 0
    context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    saved(page)
    assert room.texts()[:3] == ["бір", "екі үш төрт бес алты жеті сегіз тоғыз", f"{FIRST} он"]
    assert room.edits() == 3


def test_a_window_that_was_closed_offline_sends_when_it_is_opened_again(room: Room, window: Window) -> None:
    page = window()
    page.route("**/segments/**", lambda route: route.abort())
    type_at_end(page, " тоғыз")
    expect(page.get_by_role("status")).to_contain_text("cannot be reached")
    page.unroute("**/segments/**")
    page.goto("about:blank")
    page.goto(room.path)
    expect(field(page)).to_have_value(f"{FIRST} тоғыз")
    room.wait_for(page, f"{FIRST} тоғыз")
    saved(page)
    assert room.edits() == 1


def test_nothing_is_said_to_be_saved_while_it_cannot_be(room: Room, window: Window) -> None:
    page = window()
    page.evaluate("""() => {
      window.states = new Set();
      const saving = document.querySelector("[data-part=saving]");
      const isCut = () => !document.querySelector("[data-part=trouble]").hidden;
      new MutationObserver(() => isCut() && states.add(saving.dataset.state)).observe(saving, { attributes: true });
    }""")
    page.route("**/segments/**", lambda route: route.abort())
    page.route("**/edit/changes*", lambda route: route.abort())
    type_at_end(page, " тоғыз")
    for _ in range(2):  # It is tried again, and is still not being saved.
        with page.expect_event("requestfailed", lambda failed: "/segments/" in failed.url):
            page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_role("status")).to_contain_text("cannot be reached")
    expect(page.locator("[data-part=saving]")).to_have_text("Not saved yet; kept in this browser")
    assert page.evaluate("[...states]") == ["kept"]


def test_leaving_the_page_saves(room: Room, window: Window) -> None:
    page = window()
    type_at_end(page, " тоғыз")
    page.goto(f"{room.address}/programmes/{room.programme_id}")
    room.wait_for(page, f"{FIRST} тоғыз")
    assert room.edits() == 1


def test_an_answer_that_never_came_stores_nothing_twice(room: Room, window: Window) -> None:
    page = window()
    field(page).focus()
    page.keyboard.press("Home")
    page.keyboard.press("Control+ArrowRight")
    answers = iter([True])

    def lose_the_first(route) -> None:  # type: ignore[no-untyped-def]
        if next(answers, False):
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/segments/*/act", lose_the_first)
    page.keyboard.press("Enter")
    saved(page)
    assert room.texts()[:2] == ["бір", "екі үш төрт бес алты жеті сегіз"]
    assert room.edits() == 1


def test_a_session_that_ends_while_one_types_loses_nothing(room: Room, window: Window) -> None:
    page = window("journalist_too")
    end_sessions(room, "journalist_too")
    type_at_end(page, " тоғыз")
    link = page.get_by_role("link", name="Sign in, in a new window")
    expect(link).to_be_visible()
    assert room.edits() == 0
    with page.context.expect_page() as opened:
        link.click()
    sign_in(opened.value)
    page.bring_to_front()
    page.evaluate("dispatchEvent(new Event('focus'))")
    room.wait_for(page, f"{FIRST} тоғыз")
    saved(page)
    expect(page.get_by_role("status")).to_be_hidden()


def end_sessions(room: Room, name: str) -> None:
    with closing(room.desk.open()) as db:
        db.execute("DELETE FROM session WHERE user_id = (SELECT user_id FROM user WHERE name = ?)", [name])


def sign_in(page: Page) -> None:
    page.get_by_label("Name").fill("journalist_too")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Correct the words")).to_be_visible()


def test_what_cannot_be_kept_is_said_and_stays_in_the_field(room: Room, window: Window) -> None:
    page = window()
    field(page).fill("а" * 1_000_000)
    expect(page.locator(".problem")).to_contain_text("was left out")
    expect(field(page)).to_have_value(FIRST)
    field(page).fill("сөз \u0007 дыбыс")
    expect(page.locator(".problem")).to_contain_text("a character that nobody can see")
    expect(field(page)).to_have_value("сөз \u0007 дыбыс")
    assert room.edits() == 0
    field(page).fill("сөз дыбыс")
    room.wait_for(page, "сөз дыбыс")
    expect(page.locator(".problem")).to_have_count(0)
    field(page).fill("а " * 4_999)
    page.keyboard.insert_text("ә ғ қ ң ө")
    expect(page.locator(".problem")).to_contain_text("Shorten it")
    assert field(page).input_value().endswith("ә ғ қ ң ө")
    assert "ғ" not in room.texts()[0]
    with closing(room.desk.open()) as db:
        assert {edit.author for edit in revisions_of(db, room.programme_id)} == {"journalist"}
